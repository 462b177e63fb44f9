// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/ResultsPanel.h"
#include "app/gallery/model/GalleryModel.h"
#include "app/gallery/model/Thumbnails.h"
#include "app/gallery/model/Trash.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace weft {

class GalleryGrid;
class PictureViewer;
class RunList;

/// All results: searched, by day, looked at, compared, taken elsewhere, deleted. History and thumbnails outlive it.
class GalleryPage : public QWidget {
    Q_OBJECT
public:
    GalleryPage(RunHistory& history, Thumbnails& thumbnails, QWidget* parent = nullptr);

    void retranslate();
    void setFilter(const QString& text);
    GalleryModel& model() const { return *m_model; }
    GalleryGrid& grid() const { return *m_grid; }
    RunList& runs() const { return *m_runs; }
    /// The table of all runs instead of the pictures.
    void showRuns(bool runs);
    QPushButton* button(const char* name) const; // "open", "compare", "workflow", "copy", "folder", "delete", "undo"

    PictureViewer* openViewer(int row);
    /// Of the two that are chosen; null when there aren't two pictures.
    QWidget* compareChosen();
    void deleteChosen();
    void undoDelete();

Q_SIGNALS:
    void workflowAsked(const QString& run, const QString& path);
    void deleted(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeActions();
    void makeUndoBar();
    void showDays();
    void showCounts();
    void showChosen();
    void showMenu(QPoint position);
    void clearHistory();
    void forgetRun();
    bool mayDeleteForever(const QStringList& paths);
    void deleteFiles(const QList<GalleryItem>& items);
    void say(const QString& sentence, bool canUndo);
    QList<GalleryItem> chosen() const;

    RunHistory& m_history;
    Thumbnails& m_thumbnails;
    GalleryModel* m_model;
    GalleryGrid* m_grid;
    RunList* m_runs;
    QStackedWidget* m_views;
    QWidget* m_actions;
    QPushButton* m_switch; // pictures or runs
    QLabel* m_title;
    QLabel* m_count;
    QLineEdit* m_filter;
    QComboBox* m_day;
    QTimer m_typing;
    QMap<QString, QPushButton*> m_buttons;
    QWidget* m_undoBar;
    QLabel* m_undoText;
    QList<std::pair<GalleryItem, Trashed>> m_lastDeleted;
    QPointer<PictureViewer> m_viewer;
};

/// Time, seed, and the node or workflow of a result: "15:09 · seed 3 · Save Image".
QString captionOf(const RunRecord& run, const RunFile& file);
QString captionOf(const QString& title, const QDateTime& made, const QString& seed); // without a seed: empty

} // namespace weft

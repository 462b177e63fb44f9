// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/ResultsPanel.h"

#include <QDialog>
#include <QThreadPool>

#include <functional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QStackedWidget;
class QToolButton;
QT_END_NAMESPACE

namespace weft {

class FactsPanel;
class LevelsBar;
class MediaView;
class PictureCanvas;

/// A result as large as the window allows. Arrows go on, the wheel zooms, dragging moves, F shows all of it, 1 each
/// pixel, L levels, A transparency, I what is known of it; Space plays what moves. Escape closes.
class PictureViewer : public QDialog {
    Q_OBJECT
public:
    using Facts = std::function<QList<std::pair<QString, QString>>(const ResultPicture&)>;

    PictureViewer(QList<ResultPicture> pictures, int index, QWidget* parent = nullptr, Facts facts = {});
    ~PictureViewer() override;

    int index() const { return m_index; }
    PictureCanvas& canvas() const; // of the picture, or of what moves
    MediaView* media() const { return m_media; } // null: a picture is shown
    /// One of the pictures has gone; the next one is shown, or the viewer closes.
    void remove(const QString& path);

Q_SIGNALS:
    void workflowAsked(const weft::ResultPicture& picture);
    void deleteAsked(const weft::ResultPicture& picture);
    void loaded(); // the whole picture is here; or can't be

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeBar();
    QToolButton* barButton(const char* icon, const QString& text, bool checkable = false);
    void connectBar();
    void showAt(int index);
    void showPicture();
    void showMedia(const QString& path);
    void load(const QString& path);
    void take(const QString& path, const QImage& image);
    void showFacts();
    void showAlpha();
    void showCaption();
    void showIcons();
    const ResultPicture& current() const { return m_pictures[m_index]; }

    QList<ResultPicture> m_pictures;
    Facts m_facts;
    int m_index = 0;
    QStackedWidget* m_stack;
    PictureCanvas* m_canvas;
    MediaView* m_media = nullptr;
    FactsPanel* m_factsPanel;
    LevelsBar* m_levels;
    QWidget* m_bar;
    QLabel* m_caption;
    QLabel* m_pixel;
    QLabel* m_scale;
    QComboBox* m_alpha;
    QToolButton *m_back, *m_next, *m_fit, *m_levelsButton, *m_copy, *m_folder, *m_workflow, *m_delete, *m_info;
    QList<std::pair<QToolButton*, QString>> m_icons;
    QThreadPool m_pool; // one thread, waited for at the end
};

} // namespace weft

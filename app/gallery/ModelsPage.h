// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelsController.h"

#include <QMap>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace weft {

class ModelLine;

/// The curated list of models: what is here, what can be got, from which mirror, and the folders that are looked in.
/// `models` outlives it.
class ModelsPage : public QWidget {
    Q_OBJECT
public:
    explicit ModelsPage(ModelsController& models, QWidget* parent = nullptr);

    void retranslate();
    void setFilter(const QString& text);
    int shownLines() const;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeFooter();
    QWidget* makeList();
    void showLine(const QString& id);
    void showLines();
    void filter();
    void showFolders();
    void applyMirror();
    void addFolder();
    void removeFolder(const QString& folder);
    void changeFolders(const QStringList& folders);

    ModelsController& m_models;
    QLabel* m_title = nullptr;
    QLabel* m_free = nullptr;
    QLineEdit* m_filter = nullptr;
    QComboBox* m_kind = nullptr;
    QMap<QString, ModelLine*> m_lines;
    QList<ModelLine*> m_inOrder;
    QLabel* m_nothing = nullptr;
    QLabel* m_mirrorLabel = nullptr;
    QLineEdit* m_mirror = nullptr;
    QLabel* m_foldersLabel = nullptr;
    QLabel* m_folders = nullptr;
    QPushButton* m_addFolder = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace weft

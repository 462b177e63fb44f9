// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The gallery's results go to the trash, and come back.
#include "app/gallery/GalleryPage.h"

#include "app/gallery/PictureViewer.h"
#include "app/theme/Theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace weft {

void GalleryPage::makeUndoBar()
{
    m_undoBar = new QWidget(this);
    m_undoBar->setObjectName(QStringLiteral("undoBar"));
    auto* row = new QHBoxLayout(m_undoBar);
    row->setContentsMargins(space::kMedium, space::kTiny, space::kMedium, space::kTiny);
    m_undoText = new QLabel(m_undoBar);
    m_undoText->setTextFormat(Qt::PlainText);
    auto* undo = new QPushButton(m_undoBar);
    undo->setProperty("isLink", true);
    m_buttons[QStringLiteral("undo")] = undo;
    row->addWidget(m_undoText, 1);
    row->addWidget(undo);
    connect(undo, &QPushButton::clicked, this, &GalleryPage::undoDelete);
    m_undoBar->hide();
}

void GalleryPage::deleteChosen()
{
    deleteFiles(chosen());
}

void GalleryPage::deleteFiles(const QList<GalleryItem>& items)
{
    QList<std::pair<GalleryItem, Trashed>> gone;
    QList<GalleryItem> kept;
    for (const GalleryItem& item : items) {
        if (!QFileInfo::exists(item.file.path))
            gone.append({item, {item.file.path, {}}});
        else if (const auto trashed = moveToTrash(item.file.path))
            gone.append({item, *trashed});
        else
            kept << item;
    }
    for (const GalleryItem& item : std::as_const(kept)) {
        if (mayDeleteForever({item.file.path}) && QFile::remove(item.file.path))
            gone.append({item, {item.file.path, {}}});
    }
    if (gone.isEmpty())
        return;
    for (const auto& [item, trashed] : std::as_const(gone)) {
        m_history.removeFile(item.run, item.file.path);
        m_thumbnails.forget(item.file.path);
        if (m_viewer)
            m_viewer->remove(item.file.path);
        Q_EMIT deleted(item.file.path);
    }
    m_lastDeleted = gone;
    const bool canUndo = std::ranges::any_of(gone, [](const auto& one) { return !one.second.inTrash.isEmpty(); });
    say(gone.size() == 1 ? tr("“%1” was moved to the trash.").arg(QFileInfo(gone.first().second.path).fileName())
                         : tr("%1 files were moved to the trash.").arg(gone.size()),
        canUndo);
}

bool GalleryPage::mayDeleteForever(const QStringList& paths)
{
    return QMessageBox::question(this, tr("Delete for good?"),
               tr("There is no trash for “%1”. Deleted here, it can't be brought back.")
                   .arg(QFileInfo(paths.first()).fileName()))
        == QMessageBox::Yes;
}

void GalleryPage::undoDelete()
{
    int back = 0;
    for (const auto& [item, trashed] : std::as_const(m_lastDeleted)) {
        if (!restoreFromTrash(trashed))
            continue;
        m_history.addFile(item.run, item.file);
        ++back;
    }
    if (m_lastDeleted.isEmpty())
        return;
    const bool all = back == m_lastDeleted.size();
    m_lastDeleted.clear();
    m_undoBar->hide();
    if (!all)
        say(tr("Not everything could be brought back: look into the trash."), false);
    showDays();
}

void GalleryPage::say(const QString& sentence, bool canUndo)
{
    m_undoText->setText(sentence);
    m_buttons[QStringLiteral("undo")]->setVisible(canUndo);
    m_undoBar->show();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasView.h"
#include "app/editor/mask/MaskDialog.h"
#include "app/runs/InputFiles.h"
#include "core/threads/OnThread.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QImageReader>
#include <QTemporaryDir>

namespace weft {

namespace {

/// The node's setting that names a picture of the input folder; empty: none.
std::string pictureSettingOf(const NodeItem& item)
{
    for (const SettingFace& setting : item.face().settings) {
        if (setting.kind == SettingKind::Picture && !setting.isLinked)
            return setting.name;
    }
    return {};
}

/// Writes a PNG and takes it into the input folder. Blocks on the disk.
Result<QString> pngIntoFolder(const QString& folder, const QImage& picture, const QString& stem)
{
    const QTemporaryDir scratch;
    const QString path = scratch.filePath(stem + QStringLiteral(".png"));
    if (!scratch.isValid() || !picture.save(path, "PNG"))
        return Error {ErrorCode::FileUnwritable, "no temporary picture", {{"path", path.toStdString()}}};
    return intoInputFolder(folder, path);
}

} // namespace

QStringList CanvasView::inputPictures() const
{
    if (m_inputFolder.isEmpty())
        return {};
    return QDir(m_inputFolder)
        .entryList({QStringLiteral("*.png"), QStringLiteral("*.jpg"), QStringLiteral("*.jpeg"), QStringLiteral("*.webp")},
            QDir::Files, QDir::Name);
}

void CanvasView::usePicture(const NodeId& id, const std::string& setting, const QString& path)
{
    importPicture(this, id, setting, path);
}

void CanvasView::usePicture(const NodeId& id, const std::string& setting, const QImage& picture, const QString& stem)
{
    if (m_inputFolder.isEmpty())
        refuse(tr("There is no input folder to keep the picture in"));
    else
        writePicture(this, id, setting, picture, stem);
}

/// Sets what another thread has copied, unless another workflow is here by now.
void CanvasView::takePicture(const NodeId& id, const std::string& type, const std::string& setting, const Result<QString>& name,
    const QString& shownName)
{
    if (!name) {
        const QString why = tr("“%1” can't be copied into the input folder").arg(shownName);
        refuse(why);
        Q_EMIT pictureRefused(why);
        return;
    }
    const Node* node = m_document.graph().findNode(id);
    if (!node || node->type != type)
        return;
    m_document.setSetting(id, setting, name->toStdString());
    Q_EMIT picturePicked(QString::fromStdString(id));
}

QCoro::Task<void> CanvasView::importPicture(QPointer<CanvasView> self, NodeId id, std::string setting, QString path)
{
    const Node* asking = self->m_document.graph().findNode(id);
    const std::string type = asking ? asking->type : std::string();
    const QString folder = self->m_inputFolder.isEmpty() ? QFileInfo(path).absolutePath() : self->m_inputFolder;
    const std::function<Result<QString>()> copy = [folder, path] { return intoInputFolder(folder, path); };
    const Result<QString> name = co_await onThread<Result<QString>>(QThreadPool::globalInstance(), copy);
    if (self)
        self->takePicture(id, type, setting, name, QFileInfo(path).fileName());
}

QCoro::Task<void> CanvasView::writePicture(
    QPointer<CanvasView> self, NodeId id, std::string setting, QImage picture, QString stem)
{
    const Node* asking = self->m_document.graph().findNode(id);
    const std::string type = asking ? asking->type : std::string();
    const QString folder = self->m_inputFolder;
    const std::function<Result<QString>()> write = [folder, picture, stem] { return pngIntoFolder(folder, picture, stem); };
    const Result<QString> name = co_await onThread<Result<QString>>(QThreadPool::globalInstance(), write);
    if (self)
        self->takePicture(id, type, setting, name, stem + QStringLiteral(".png"));
}

/// Into the selected node when it takes a picture, else into a new one at the mouse.
void CanvasView::pastePicture(const QImage& picture)
{
    if (picture.isNull())
        return;
    NodeId id;
    std::string setting;
    if (m_scene->selection().size() == 1) {
        id = *m_scene->selection().begin();
        setting = pictureSettingOf(*m_scene->item(id));
    }
    if (setting.empty()) {
        const NodeType* load = m_document.catalogue().find("LoadImage");
        if (!load || m_inputFolder.isEmpty()) {
            refuse(load ? tr("There is no input folder to keep the picture in") : tr("No machine that you reach loads pictures"));
            return;
        }
        id = m_document.add(*load, mapToScene(cursorPoint()));
        m_scene->select({id});
        setting = pictureSettingOf(*m_scene->item(id));
    }
    usePicture(id, setting, picture, QStringLiteral("pasted-%1").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"))));
}

void CanvasView::openMask()
{
    const NodeItem* item = m_scene->selection().size() == 1 ? m_scene->item(*m_scene->selection().begin()) : nullptr;
    const std::string setting = item ? pictureSettingOf(*item) : std::string();
    if (setting.empty()) {
        refuse(tr("Select a node that loads a picture first"));
        return;
    }
    const Result<QString> path = pathOfInput(m_inputFolder, item->face().setting(setting)->value.toStdString());
    QImageReader reader(path ? *path : QString());
    reader.setAutoTransform(true);
    const QImage picture = path ? reader.read() : QImage();
    if (picture.isNull()) {
        refuse(tr("“%1” isn't in the input folder, or isn't a picture").arg(item->face().setting(setting)->value));
        return;
    }
    auto* dialog = new MaskDialog(picture, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QString stem = QFileInfo(*path).completeBaseName();
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = item->id(), setting, stem] {
        const QString mark = QStringLiteral("-mask");
        usePicture(id, setting, dialog->masked(), stem.endsWith(mark) ? stem : stem + mark);
    });
    dialog->open();
}

} // namespace weft

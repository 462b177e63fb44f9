// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/TempFolder.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QRandomGenerator>

#include <utility>

namespace weft {

namespace {

constexpr int kTries = 100;
const QString kLockEnding = QStringLiteral(".lock");

/// Held by this process; null: another one's, or it can't be written.
std::unique_ptr<QLockFile> lockFor(const QString& path)
{
    auto lock = std::make_unique<QLockFile>(path + kLockEnding);
    lock->setStaleLockTime(0); // however old it is: only its process's end counts
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

void removeLeftOver(const QString& parent, const QString& prefix)
{
    const QDir folder(parent);
    QStringList names = folder.entryList({prefix + u'*'}, QDir::Dirs | QDir::NoSymLinks | QDir::NoDotAndDotDot);
    for (const QString& lock : folder.entryList({prefix + u'*' + kLockEnding}, QDir::Files | QDir::NoSymLinks))
        names << lock.chopped(kLockEnding.size());
    names.removeDuplicates();
    for (const QString& name : std::as_const(names)) {
        if (const auto lock = lockFor(folder.filePath(name)))
            QDir(folder.filePath(name)).removeRecursively();
    }
}

} // namespace

TempFolder::TempFolder(QString path, std::unique_ptr<QLockFile> lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
{
}

TempFolder::~TempFolder()
{
    QDir(m_path).removeRecursively();
}

Result<std::unique_ptr<TempFolder>> TempFolder::make(const QString& parent, const QString& prefix)
{
    removeLeftOver(parent, prefix);
    for (int i = 0; i < kTries; ++i) {
        const QString path = QDir(parent).filePath(prefix + QString::number(QRandomGenerator::global()->generate(), 36));
        auto lock = lockFor(path); // before the folder is there, so that nobody takes it for left over
        if (lock && QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) // pictures carry prompts
            return std::unique_ptr<TempFolder>(new TempFolder(path, std::move(lock)));
    }
    return Error {ErrorCode::FileUnwritable, "a folder", {{"path", parent.toStdString()}}};
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/OwnerLock.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace weft::relay {

Result<OwnerLock> OwnerLock::take(const QString& database)
{
    const QFileInfo info(database); // one database under two names is one
    const QString path = info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
    const QByteArray name = QFile::encodeName(path + QStringLiteral(".lock"));
    OwnerLock lock(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.m_file < 0)
        return Error{ErrorCode::StorageFailed, "the file beside the database that locks it can't be opened"};
    if (::flock(lock.m_file, LOCK_EX | LOCK_NB) != 0)
        return Error{ErrorCode::StorageFailed, "another process has it"};
    return lock;
}

OwnerLock::~OwnerLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

OwnerLock::OwnerLock(OwnerLock&& other) noexcept
    : m_file(std::exchange(other.m_file, -1))
{
}

OwnerLock& OwnerLock::operator=(OwnerLock&& other) noexcept
{
    std::swap(m_file, other.m_file);
    return *this;
}

} // namespace weft::relay

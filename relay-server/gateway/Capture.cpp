// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Capture.h"

#include "relay-server/gateway/Log.h"

namespace weft::relay {

Done Capture::open(const QString& path)
{
    if (path.isEmpty())
        return {};
    m_file.setFileName(path);
    if (!m_file.open(QFile::WriteOnly | QFile::Append | QFile::Unbuffered))
        return Error {ErrorCode::FileUnwritable, m_file.errorString().toStdString(), {{"path", path.toStdString()}}};
    m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    logEvent("WARNING: capturing all forwarded bytes; for tests and demonstrations only",
        {{"path", path.toStdString()}});
    return {};
}

void Capture::add(ByteView bytes)
{
    if (m_file.isOpen())
        m_file.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size()));
}

} // namespace weft::relay

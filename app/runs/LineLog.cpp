// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/LineLog.h"

#include "app/runs/OutputStore.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <string_view>

namespace weft {

LineLog::LineLog(const QString& path, std::unique_ptr<QLockFile> lock)
    : m_file(path)
    , m_lock(std::move(lock))
    , m_isOwner(m_lock->tryLock(0))
{
}

LineLog::~LineLog() = default;

Result<std::unique_ptr<LineLog>> LineLog::open(const QString& path, const std::function<void(const Json&)>& each)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    auto lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // a process that is gone holds nothing; one that lives holds it as long as it likes
    std::unique_ptr<LineLog> log(new LineLog(path, std::move(lock)));
    log->read(each);
    WEFT_CHECK(log->reopen());
    return log;
}

void LineLog::read(const std::function<void(const Json&)>& each)
{
    if (!m_file.open(QIODevice::ReadOnly))
        return;
    const QByteArray all = m_file.readAll();
    m_file.close();
    m_isTorn = !all.isEmpty() && !all.endsWith('\n');
    const std::string_view text(all.constData(), std::size_t(all.size()));
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (const Result<Json> line = parseJson(text.substr(at, end - at)); line && line->is_object()) {
            ++m_lines;
            each(*line);
        }
        at = end + 1;
    }
}

Done LineLog::reopen()
{
    errno = 0;
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return unwritable();
    return {};
}

Error LineLog::unwritable() const
{
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::DiskFull : ErrorCode::FileUnwritable;
    return {code, m_file.errorString().toStdString(), {{"path", m_file.fileName().toStdString()}}};
}

Done LineLog::append(const Json& line)
{
    std::string text = toJsonText(line) + "\n";
    if (m_isTorn) // what was torn stays a line of its own
        text.insert(0, 1, '\n');
    errno = 0;
    if (m_file.write(text.data(), qint64(text.size())) != qint64(text.size())) {
        m_isTorn = true;
        return unwritable();
    }
    m_isTorn = false;
    ++m_lines;
    return {};
}

Done LineLog::replace(const std::vector<Json>& lines)
{
    std::string text;
    for (const Json& line : lines)
        text += toJsonText(line) + "\n";
    m_file.close();
    const Done written =
        replaceFile(m_file.fileName(), text);
    const Done open = reopen();
    if (!written)
        return written;
    m_isTorn = false;
    m_lines = int(lines.size());
    return open;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/JobStore.h"

#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>

namespace weft {

namespace {

constexpr qint64 kMaxRecordBytes = 64 * 1024;

Json toJson(const JobRecord& record)
{
    return {{"job", record.job.hex()}, {"increment", record.receipt.increment},
        {"cumulative", record.receipt.cumulative.micro}, {"final", record.receipt.final},
        {"commitment", record.receipt.keyCommitment.hex()}, {"signature", record.receipt.signature.hex()},
        {"key", record.key.hex()}, {"deadline", record.holdDeadline.time_since_epoch().count()}};
}

Result<JobRecord> fromJson(const Json& json)
{
    JobRecord record;
    WEFT_TRY(record.job, JobId::fromHex(stringAt(json, "job")));
    WEFT_TRY(record.receipt.keyCommitment, Hash256::fromHex(stringAt(json, "commitment")));
    WEFT_TRY(record.receipt.signature, Signature::fromHex(stringAt(json, "signature")));
    WEFT_TRY(record.key, SecretKey256::fromHex(stringAt(json, "key")));
    record.receipt.job = record.job;
    record.receipt.increment = intAt(json, "increment");
    record.receipt.cumulative = {intAt(json, "cumulative")};
    record.receipt.final = boolAt(json, "final");
    record.holdDeadline = UnixMillis {std::chrono::milliseconds {intAt(json, "deadline")}};
    return record;
}

Result<JobRecord> readRecord(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorCode::FileUnreadable, "job record"};
    WEFT_TRY(const Json json, parseJson(file.read(kMaxRecordBytes).toStdString()));
    return fromJson(json);
}

} // namespace

QString JobStore::pathOf(const JobId& job) const
{
    return QDir(m_folder).filePath(QString::fromStdString(job.hex()) + QStringLiteral(".json"));
}

Done JobStore::take()
{
    if (m_lock)
        return {};
    const Error unwritable {ErrorCode::FileUnwritable, "", {{"path", m_folder.toStdString()}}};
    if (!QDir().mkpath(m_folder))
        return unwritable;
    auto lock = std::make_unique<QLockFile>(QDir(m_folder).filePath(QStringLiteral("lock")));
    lock->setStaleLockTime(0); // only that of a process that has ended
    if (!lock->tryLock(0))
        return lock->error() == QLockFile::LockFailedError ? unwritable.with("reason", "sharing") : unwritable;
    m_lock = std::move(lock);
    return {};
}

Done JobStore::keep(const JobRecord& record)
{
    QDir().mkpath(m_folder);
    return replaceFile(pathOf(record.job), toJsonText(toJson(record)), FileReaders::Owner);
}

void JobStore::forget(const JobId& job)
{
    QFile::remove(pathOf(job));
}

std::vector<JobRecord> JobStore::load() const
{
    std::vector<JobRecord> records;
    const QDir folder(m_folder);
    const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files);
    for (const QString& name : names)
        if (auto record = readRecord(folder.filePath(name)))
            records.push_back(std::move(*record));
    return records;
}

} // namespace weft

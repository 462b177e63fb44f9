// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/Keychain.h"

#include <QEventLoop>

#include <qt6keychain/keychain.h>

namespace weft {

namespace {

constexpr auto kService = "weft";

/// Waits for the job. Errors: KeychainLocked, KeychainMissing; an entry that isn't there is none.
Done carryOut(QKeychain::Job& job, const QString& name)
{
    job.setAutoDelete(false);
    job.setInsecureFallback(false);
    job.setKey(name);
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    job.start();
    loop.exec(QEventLoop::ExcludeUserInputEvents);
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return {};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
        return Error{ErrorCode::KeychainLocked, job.errorString().toStdString()};
    default:
        return Error{ErrorCode::KeychainMissing, job.errorString().toStdString()};
    }
}

} // namespace

Result<std::optional<QByteArray>> SystemKeychain::read(const QString& name)
{
    QKeychain::ReadPasswordJob job(QString::fromLatin1(kService));
    WEFT_CHECK(carryOut(job, name));
    if (job.error() == QKeychain::EntryNotFound)
        return std::optional<QByteArray>{};
    return std::optional<QByteArray>(job.binaryData());
}

Done SystemKeychain::write(const QString& name, const QByteArray& secret)
{
    QKeychain::WritePasswordJob job(QString::fromLatin1(kService));
    job.setBinaryData(secret);
    return carryOut(job, name);
}

Done SystemKeychain::remove(const QString& name)
{
    QKeychain::DeletePasswordJob job(QString::fromLatin1(kService));
    return carryOut(job, name);
}

} // namespace weft

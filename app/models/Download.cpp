// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/Download.h"

#include "app/models/DownloadFiles.h"
#include "app/models/SiteRequest.h"
#include "core/threads/OnThread.h"

#include <QDir>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStorageInfo>

#include <algorithm>

namespace weft {

namespace {

constexpr qint64 kBlock = 1 << 20; // written at once
constexpr qint64 kBuffer = 4 << 20; // that Qt may hold for us
constexpr qint64 kLookEvery = 64 << 20; // bytes between two looks at the disk's free space
constexpr qint64 kLeaveFree = 16 << 20; // a disk isn't filled to its last byte
constexpr int kTellEvery = 200; // ms between two words of progress

std::optional<qint64> numberIn(const QByteArray& text)
{
    bool isNumber = false;
    const qint64 number = text.trimmed().toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

/// "bytes 5-9/10"
void readRange(const QByteArray& header, DownloadAnswer& answer)
{
    if (!header.startsWith("bytes "))
        return;
    const QByteArray range = header.mid(6);
    answer.rangeStart = numberIn(range.left(std::max<qsizetype>(0, range.indexOf('-'))));
    answer.rangeTotal = numberIn(range.mid(range.indexOf('/') + 1));
}

/// Weak ETags don't promise the same bytes.
QByteArray validatorOf(const QNetworkReply& reply)
{
    const QByteArray tag = reply.rawHeader("ETag").trimmed();
    const QByteArray chosen = tag.startsWith('"') ? tag : reply.rawHeader("Last-Modified").trimmed();
    return chosen.size() <= kMaxValidatorBytes ? chosen : QByteArray();
}

DownloadAnswer answerOf(const QNetworkReply& reply)
{
    DownloadAnswer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.location = reply.url().resolved(QUrl::fromEncoded(reply.rawHeader("Location").trimmed()));
    answer.length = numberIn(reply.rawHeader("Content-Length"));
    readRange(reply.rawHeader("Content-Range"), answer);
    answer.validator = validatorOf(reply);
    answer.retryAfter = std::chrono::seconds(std::min<qint64>(3600, numberIn(reply.rawHeader("Retry-After")).value_or(0)));
    return answer;
}

std::string spaceText(qint64 bytes) { return std::to_string((bytes + 999'999) / 1'000'000) + " MB"; }

} // namespace

qint64 freeBytesOf(const QString& folder)
{
    QString place = folder; // it may not be made yet
    while (!QFileInfo::exists(place) && QFileInfo(place).path() != place)
        place = QFileInfo(place).path();
    return QStorageInfo(place).bytesAvailable();
}

Download::Download(QNetworkAccessManager& network, DownloadJob job, DownloadLimits limits, FreeBytes freeBytes, QObject* parent)
    : QObject(parent)
    , m_network(network)
    , m_job(std::move(job))
    , m_limits(limits)
    , m_freeBytes(std::move(freeBytes))
    , m_state(m_job.url, m_job.sizeBytes, !m_job.sha256.isNull(), m_limits)
{
    m_stall.setSingleShot(true);
    m_pause.setSingleShot(true);
    connect(&m_stall, &QTimer::timeout, this, &Download::onStalled);
    connect(&m_pause, &QTimer::timeout, this, &Download::ask);
    connect(&m_hash, &BackgroundHash::roomAgain, this, &Download::onReadyRead);
}

Download::~Download()
{
    *m_stop = true;
    dropReply();
}

QString Download::folder() const { return QFileInfo(m_job.target).absolutePath(); }

void Download::start()
{
    m_clock.start();
    m_sinceTold.start();
    prepare(this);
}

void Download::cancel()
{
    if (!m_ended && !m_isPlacing)
        fail(Error {ErrorCode::Cancelled, "the download was cancelled"});
}

QCoro::Task<void> Download::prepare(QPointer<Download> self)
{
    const QString target = self->m_job.target;
    const auto stop = self->m_stop;
    QDir().mkpath(self->folder());
    self->m_lock = std::make_unique<QLockFile>(self->partPath() + QStringLiteral(".lock"));
    self->m_lock->setStaleLockTime(0);
    const bool isFree = self->m_lock->tryLock(0);
    const bool isThere = QFileInfo::exists(target);
    if (isFree && isThere) {
        auto hashing = onThread<Hash256>(self->m_hash.pool(), [target, stop] { return hashWhole(target, *stop); });
        const Hash256 hash = co_await hashing;
        if (!self || self->m_ended)
            co_return;
        if (!hash.isNull() && (self->m_job.sha256.isNull() || hash == self->m_job.sha256))
            self->end(hash);
        else
            self->fail(Error {ErrorCode::DownloadTargetExists, {}, {{"path", target.toStdString()}}});
        co_return;
    }
    if (!isFree) { // an unwritable folder, or another Weft that is at it
        const bool isTaken = self->m_lock->error() == QLockFile::LockFailedError;
        self->m_lock.reset();
        self->fail(Error {isTaken ? ErrorCode::DownloadTargetExists : ErrorCode::FileUnwritable, {}, {{"path", target.toStdString()}}});
        co_return;
    }
    const QString part = self->partPath();
    const qint64 have = QFileInfo(part).size();
    self->m_hasOldBytes = have > 0;
    auto hashing = onThread<std::shared_ptr<Sha256>>(self->m_hash.pool(), [part, have, stop] { return hashSoFar(part, have, *stop); });
    auto hash = co_await hashing;
    if (!self || self->m_ended)
        co_return;
    self->m_hash.restart(hash);
    const qint64 kept = hash ? have : 0;
    if (self->openPart(kept))
        self->act(self->m_state.begin(kept, kept > 0 ? readValidator(self->validatorPath()) : QByteArray()));
}

bool Download::openPart(qint64 keep)
{
    m_part.setFileName(partPath());
    if (!m_part.open(QIODevice::ReadWrite) || !m_part.resize(keep) || !m_part.seek(keep)) {
        fail(Error {ErrorCode::FileUnwritable, {}, {{"path", partPath().toStdString()}}});
        return false;
    }
    return true;
}

bool Download::emptyPart()
{
    m_hash.restart();
    m_hasOldBytes = false;
    QFile::remove(validatorPath());
    if (m_part.resize(0) && m_part.seek(0))
        return true;
    fail(Error {ErrorCode::FileUnwritable, {}, {{"path", partPath().toStdString()}}});
    return false;
}

void Download::act(DownloadState::Step step)
{
    using Step = DownloadState::Step;
    switch (step) {
    case Step::Ask:
        dropReply();
        return ask();
    case Step::Append:
    case Step::StartOver:
        if (step == Step::StartOver && !emptyPart())
            return;
        m_hasOldBytes = step == Step::Append;
        writeValidator(validatorPath(), m_state.validator());
        hasRoom(); // says so itself
        return;
    case Step::Discard:
        dropReply();
        if (emptyPart())
            ask();
        return;
    case Step::Wait:
        dropReply();
        m_pause.start(m_state.pause());
        return tellProgress(true, true);
    case Step::Done:
        dropReply();
        complete(this);
        return;
    case Step::Fail:
        return fail(m_state.error());
    }
}

void Download::ask()
{
    const DownloadState::Request asked = m_state.request();
    QNetworkRequest request = siteRequest(asked.url, asked.sendsToken ? m_job.token : QByteArray());
    if (asked.from > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(asked.from) + '-');
    if (!asked.ifRange.isEmpty())
        request.setRawHeader("If-Range", asked.ifRange);
    m_hasHeaders = false;
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(kBuffer);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Download::onHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Download::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Download::onReplyFinished);
    m_stall.start(m_limits.stall);
}

void Download::dropReply()
{
    m_stall.stop();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

void Download::onHeaders()
{
    const int status = m_reply ? m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
    if (m_hasHeaders || status == 0 || (status >= 400 && !m_reply->isFinished())) // Qt isn't done with a refusal yet
        return;
    m_hasHeaders = true;
    m_stall.start(m_limits.stall);
    act(m_state.onAnswer(answerOf(*m_reply)));
}

void Download::onReadyRead()
{
    if (!m_reply)
        return;
    onHeaders();
    while (m_reply && m_hasHeaders && m_reply->bytesAvailable() > 0) {
        if (m_hash.isFull() && !m_reply->isFinished()) // it goes on by itself; meanwhile the server has to wait
            return m_stall.stop();
        take(m_reply->read(kBlock));
    }
}

void Download::take(const QByteArray& block)
{
    m_stall.start(m_limits.stall);
    if (m_state.onBytes(block.size()) == DownloadState::Step::Fail) {
        emptyPart(); // more than there can be: none of it is what was asked for
        return act(DownloadState::Step::Fail);
    }
    if (m_part.write(block) != block.size() || !m_part.flush())
        return failToWrite(block.size());
    m_hash.add(block);
    m_rate.add(block.size(), std::chrono::milliseconds(m_clock.elapsed()));
    m_untilLook -= block.size();
    if (m_untilLook <= 0 && !hasRoom())
        return;
    tellProgress(false);
}

void Download::failToWrite(qint64 bytes)
{
    const qint64 free = m_freeBytes(folder());
    const bool isFull = m_part.error() == QFileDevice::ResourceError || (free >= 0 && free < bytes);
    const QString path = isFull ? folder() : partPath();
    fail(Error {isFull ? ErrorCode::DownloadNoSpace : ErrorCode::FileUnwritable, m_part.errorString().toStdString(), {{"path", path.toStdString()}}});
}

bool Download::hasRoom()
{
    m_untilLook = std::min(kLookEvery, std::max<qint64>(1, m_state.total().value_or(kLookEvery) / 16));
    const qint64 needed = std::max<qint64>(0, m_state.total().value_or(m_state.have()) - m_state.have());
    const qint64 free = m_freeBytes(folder());
    if (free < 0 || needed + kLeaveFree <= free) // -1: not known
        return true;
    fail(Error {ErrorCode::DownloadNoSpace, {},
        {{"path", folder().toStdString()}, {"needed", spaceText(needed + kLeaveFree)}, {"free", spaceText(free)}}});
    return false;
}

void Download::onReplyFinished()
{
    const QPointer<QNetworkReply> ended = m_reply;
    onReadyRead();
    if (!m_reply || m_reply != ended || m_ended) // reading its headers may have led to the next request
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    const std::string why = m_reply->errorString().toStdString();
    dropReply();
    act(error == QNetworkReply::NoError && m_hasHeaders ? m_state.onEnd() : m_state.onBroken(false, why));
}

void Download::onStalled()
{
    dropReply();
    act(m_state.onBroken(true, "no byte came"));
}

QCoro::Task<void> Download::complete(QPointer<Download> self)
{
    self->m_part.close();
    self->tellProgress(true);
    auto hashing = BackgroundHash::finish(&self->m_hash);
    const Hash256 hash = co_await hashing;
    if (!self || self->m_ended)
        co_return;
    const Hash256 wanted = self->m_job.sha256;
    const QString part = self->partPath();
    const QString target = self->m_job.target;
    const bool mustLook = wanted.isNull() && target.endsWith(QStringLiteral(".safetensors"));
    if ((!wanted.isNull() && hash != wanted) || (mustLook && !looksLikeSafetensors(part))) {
        const bool wasResumed = self->m_hasOldBytes && !std::exchange(self->m_gotWhole, true);
        if (!self->openPart(0) || !self->emptyPart())
            co_return;
        if (wasResumed) { // the old bytes may be the wrong ones
            self->m_state = DownloadState(self->m_job.url, self->m_job.sizeBytes, !wanted.isNull(), self->m_limits);
            self->act(self->m_state.begin(0, {}));
            co_return;
        }
        self->m_part.remove();
        Error wrong {ErrorCode::DownloadWrongBytes, {}, {{"path", target.toStdString()}, {"host", self->m_job.url.host().toStdString()}}};
        self->fail(wanted.isNull() ? wrong : wrong.with("received", hash.hex()));
        co_return;
    }
    self->m_isPlacing = true;
    auto placing = onThread<Done>(self->m_hash.pool(), [part, target] { return putInPlace(part, target); });
    const Done placed = co_await placing;
    if (!self || self->m_ended)
        co_return;
    QFile::remove(self->validatorPath());
    if (placed)
        self->end(hash);
    else
        self->fail(placed.error());
}

void Download::tellProgress(bool force, bool isWaiting)
{
    if (!force && m_sinceTold.elapsed() < kTellEvery)
        return;
    m_sinceTold.restart();
    const std::chrono::milliseconds now(m_clock.elapsed());
    DownloadProgress progress;
    progress.received = m_state.have();
    progress.total = m_state.total();
    progress.isWaiting = isWaiting;
    if (!isWaiting) {
        progress.bytesPerSecond = m_rate.bytesPerSecond(now);
        if (progress.total)
            progress.remaining = m_rate.remaining(*progress.total - progress.received, now);
    }
    Q_EMIT progressed(progress);
}

void Download::fail(Error error)
{
    if (error.code == ErrorCode::DownloadGated && m_job.site.isEmpty())
        error.code = ErrorCode::DownloadRefused;
    if (error.code == ErrorCode::DownloadGated)
        error.args.emplace("site", m_job.site.toString().toStdString());
    error.args.emplace("name", QFileInfo(m_job.target).fileName().toStdString());
    error.args.emplace("url", m_job.url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo).toStdString());
    end(error);
}

void Download::end(const Result<Hash256>& result)
{
    if (std::exchange(m_ended, true))
        return;
    *m_stop = true;
    m_pause.stop();
    dropReply();
    m_part.close();
    if (QFileInfo(partPath()).size() == 0) // nothing to go on from
        QFile::remove(partPath());
    m_lock.reset();
    Q_EMIT finished(result);
}

} // namespace weft

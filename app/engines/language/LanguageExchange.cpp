// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageExchange.h"

namespace weft {

namespace {

constexpr qint64 kBufferBytes = 256 * 1024; // the socket waits when so much is unread
constexpr std::uint64_t kMostErrorBytes = 64 * 1024;
constexpr int kOk = 200;

Error timedOut()
{
    return {ErrorCode::TimedOut, "no answer in time"};
}

} // namespace

LanguageClient::Exchange::Exchange(QNetworkReply* reply, Reader reader, const LanguageLimits& limits)
    : m_reply(reply)
    , m_reader(std::move(reader))
    , m_limits(limits)
{
    m_ended.start();
    reply->setReadBufferSize(kBufferBytes);
    connect(reply, &QNetworkReply::readyRead, this, &Exchange::read);
    connect(reply, &QNetworkReply::finished, this, &Exchange::replyFinished);
    connect(reply, &QObject::destroyed, this, [this] { stop(Error{ErrorCode::Cancelled, "the client was closed"}); });
    for (QTimer* timer : {&m_silence, &m_whole}) {
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, [this] { m_textIsFinished ? end() : stop(timedOut()); });
    }
    expect(m_reader ? m_limits.first : m_limits.answer);
    m_whole.start(m_reader ? m_limits.whole : m_limits.answer);
}

LanguageClient::Exchange::~Exchange()
{
    if (m_reply)
        m_reply->deleteLater();
}

void LanguageClient::Exchange::expect(std::chrono::milliseconds within)
{
    m_silence.start(within);
}

void LanguageClient::Exchange::stop(Error why)
{
    if (!m_isOver && !m_error)
        m_error = std::move(why);
    end();
}

void LanguageClient::Exchange::end()
{
    if (std::exchange(m_isOver, true))
        return;
    m_silence.stop();
    m_whole.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort(); // the server sees that nobody listens
    }
    m_ended.finish();
}

bool LanguageClient::Exchange::isStream() const
{
    const QByteArray type = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    return m_reader && m_answer.status == kOk && type.toLower().startsWith("text/event-stream");
}

void LanguageClient::Exchange::read()
{
    if (m_isOver)
        return;
    m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_answer.isStream = isStream();
    const QByteArray bytes = m_reply->readAll();
    m_received += static_cast<std::uint64_t>(bytes.size());
    const std::uint64_t most = m_answer.isStream ? m_limits.maxStreamBytes
        : m_answer.status == kOk                 ? m_limits.maxJsonBytes
                                                 : kMostErrorBytes;
    if (m_received > most)
        return stop(Error{ErrorCode::ProtocolViolation, "an answer is larger than allowed"});
    if (m_answer.isStream)
        readStream(bytes);
    else
        m_answer.body.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

void LanguageClient::Exchange::readStream(const QByteArray& bytes)
{
    const auto step = m_reader({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    if (!step)
        return stop(step.error());
    if (*step == StreamStep::Done)
        return end();
    if (*step == StreamStep::Sign)
        expect(m_limits.next);
    if (*step == StreamStep::Finished && !std::exchange(m_textIsFinished, true))
        expect(m_limits.tail);
}

void LanguageClient::Exchange::replyFinished()
{
    if (m_isOver)
        return;
    read();
    if (m_isOver)
        return;
    const auto problem = m_reply->error();
    const bool isBroken = m_answer.status == 0 || problem == QNetworkReply::RemoteHostClosedError;
    if (isBroken && !m_textIsFinished)
        m_error = Error{ErrorCode::ProviderLost, m_reply->errorString().toStdString()};
    end();
}

Result<LanguageAnswer> LanguageClient::Exchange::result()
{
    if (m_error)
        return *m_error;
    return std::move(m_answer);
}

} // namespace weft

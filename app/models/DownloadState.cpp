// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/DownloadState.h"

#include <QHostAddress>

#include <algorithm>

namespace weft {

namespace {

bool isRedirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }
bool isPassing(int status) { return status == 408 || status == 425 || status == 429 || status >= 500; }

} // namespace

bool isSameOrigin(const QUrl& a, const QUrl& b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && a.port() == b.port();
}

ErrorCode refusalOf(int status, bool bySite)
{
    if (bySite && (status == 401 || status == 403))
        return ErrorCode::DownloadGated;
    return status == 404 || status == 410 ? ErrorCode::DownloadMissing : ErrorCode::DownloadRefused;
}

bool isSafeAddress(const QUrl& url)
{
    const QString host = url.host();
    const bool isHere = host == QStringLiteral("localhost") || QHostAddress(host).isLoopback();
    return !host.isEmpty() && (url.scheme() == QStringLiteral("https") || (isHere && url.scheme() == QStringLiteral("http")));
}

DownloadState::DownloadState(QUrl url, std::optional<qint64> size, bool resumeBlindly, DownloadLimits limits)
    : m_origin(std::move(url))
    , m_url(m_origin)
    , m_size(size)
    , m_resumeBlindly(resumeBlindly)
    , m_limits(limits)
{
}

DownloadState::Step DownloadState::begin(qint64 have, const QByteArray& validator)
{
    if (!isSafeAddress(m_origin))
        return fail(ErrorCode::DownloadRedirected, {{"url", m_origin.toString().toStdString()}});
    m_have = have;
    m_validator = validator;
    m_haveAtLastFailure = have;
    if (m_size && m_have == *m_size)
        return Step::Done;
    const bool isUseful = mayResume() && (!m_size || m_have < *m_size);
    return m_have == 0 || isUseful ? Step::Ask : (m_have = 0, Step::Discard);
}

DownloadState::Request DownloadState::request() const
{
    Request request;
    request.url = m_url;
    request.sendsToken = isSameOrigin(m_url, m_origin);
    if (mayResume()) {
        request.from = m_have;
        if (!m_resumeBlindly) // a mirror's tag is another one for the same bytes, and the hash tells in the end
            request.ifRange = m_validator;
    }
    return request;
}

DownloadState::Step DownloadState::fail(ErrorCode code, std::map<std::string, std::string> args)
{
    args.emplace("host", m_url.host().toStdString());
    m_error = Error {code, {}, std::move(args)};
    return Step::Fail;
}

DownloadState::Step DownloadState::wait(std::chrono::milliseconds least)
{
    if (m_have - m_haveAtLastFailure >= m_limits.progressBytes)
        m_failures = 0;
    m_haveAtLastFailure = m_have;
    if (++m_failures >= m_limits.tries)
        return Step::Fail;
    auto pause = m_limits.firstPause;
    for (int i = 1; i < m_failures && pause < m_limits.longestPause; ++i)
        pause *= 2;
    m_pause = std::min(std::max(pause, least), m_limits.longestPause);
    m_url = m_origin; // addresses that redirects led to are often short-lived
    m_redirects = 0;
    return Step::Wait;
}

DownloadState::Step DownloadState::onAnswer(const DownloadAnswer& answer)
{
    if (isRedirect(answer.status))
        return onRedirect(answer.location);
    if (answer.status == 200 || answer.status == 206)
        return onBody(answer);
    if (answer.status == 416 && m_have > 0) {
        if (answer.rangeTotal == m_have && !m_size)
            return Step::Done; // it broke off after the last byte
        return discard(answer); // what we have isn't a beginning of what is there
    }
    return onRefused(answer);
}

DownloadState::Step DownloadState::discard(const DownloadAnswer& answer)
{
    m_have = 0;
    m_validator.clear();
    m_haveAtLastFailure = 0;
    return ++m_failures >= m_limits.tries ? onRefused(answer) : Step::Discard;
}

DownloadState::Step DownloadState::onRedirect(const QUrl& to)
{
    if (++m_redirects > m_limits.redirects || !isSafeAddress(to))
        return fail(ErrorCode::DownloadRedirected, {{"url", to.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo).toStdString()}});
    // From the network to this computer's own services there is no way.
    if (to.scheme() == QStringLiteral("http") && m_url.scheme() == QStringLiteral("https"))
        return fail(ErrorCode::DownloadRedirected, {{"url", to.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo).toStdString()}});
    m_url = to;
    m_url.setUserInfo({});
    return Step::Ask;
}

DownloadState::Step DownloadState::onRefused(const DownloadAnswer& answer)
{
    const std::map<std::string, std::string> args {{"status", std::to_string(answer.status)}};
    if (isPassing(answer.status)) {
        const Step step = wait(answer.retryAfter);
        return step == Step::Wait ? step : fail(ErrorCode::DownloadRefused, args);
    }
    return fail(refusalOf(answer.status, isSameOrigin(m_url, m_origin)), args);
}

DownloadState::Step DownloadState::onBody(const DownloadAnswer& answer)
{
    const bool continues = answer.status == 206 && m_have > 0;
    if (answer.status == 206 && answer.rangeStart.value_or(-1) != (continues ? m_have : 0))
        return fail(ErrorCode::DownloadRefused, {{"status", "206"}});
    const bool saysWhich = !answer.validator.isEmpty(); // a Last-Modified may be left out of an answer to If-Range
    if (continues && !m_resumeBlindly && saysWhich && answer.validator != m_validator)
        return discard(answer); // the rest of another file
    const qint64 start = continues ? m_have : 0;
    std::optional<qint64> total = answer.rangeTotal;
    if (!total && answer.length)
        total = start + *answer.length;
    if (m_size && total && *total != *m_size)
        return fail(ErrorCode::DownloadWrongSize, {{"received", std::to_string(*total)}, {"expected", std::to_string(*m_size)}});
    m_announced = total;
    if (saysWhich || !continues)
        m_validator = answer.validator;
    m_have = start;
    if (!continues)
        m_haveAtLastFailure = 0;
    return continues ? Step::Append : Step::StartOver;
}

DownloadState::Step DownloadState::onBytes(qint64 count)
{
    m_have += count;
    if (total() && m_have > *total())
        return fail(ErrorCode::DownloadWrongSize, {{"received", std::to_string(m_have)}, {"expected", std::to_string(*total())}});
    return Step::Append;
}

DownloadState::Step DownloadState::onEnd()
{
    if (m_have == 0)
        return fail(ErrorCode::DownloadWrongSize, {{"received", "0"}, {"expected", std::to_string(total().value_or(1))}});
    return !total() || m_have == *total() ? Step::Done : onBroken(false, "the answer ended early");
}

DownloadState::Step DownloadState::onBroken(bool stalled, const std::string& why)
{
    const Step step = wait({});
    if (step == Step::Wait)
        return step;
    fail(stalled ? ErrorCode::DownloadStalled : ErrorCode::DownloadUnreachable);
    m_error.detail = why;
    return Step::Fail;
}

} // namespace weft

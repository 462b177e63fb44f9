// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>
#include <optional>

namespace weft {

struct DownloadLimits {
    int redirects = 5;
    int tries = 6; // in a row that bring less than `progressBytes`
    qint64 progressBytes = 256 * 1024;
    std::chrono::milliseconds firstPause {1'000}; // doubled after each try that fails
    std::chrono::milliseconds longestPause {60'000};
    std::chrono::milliseconds stall {30'000}; // without a byte
};

/// The headers of an answer, as far as they matter.
struct DownloadAnswer {
    int status = 0;
    QUrl location; // resolved; of a redirect
    std::optional<qint64> length; // Content-Length
    std::optional<qint64> rangeStart; // Content-Range
    std::optional<qint64> rangeTotal;
    QByteArray validator; // a strong ETag, else Last-Modified
    std::chrono::milliseconds retryAfter {0};
};

/// What a download does next: a state machine without clock, network or disk. Its owner asks for request(), reports what
/// happened, and does what the answer says.
/// Source of the resuming: RFC 9110, 13.1.5 (If-Range), 14 (Range) and 15.3.7.3 (Combining Parts).
class DownloadState {
public:
    enum class Step {
        Ask, // request() again, at once
        Append, // write what comes behind what is there
        StartOver, // empty the file, then write what comes
        Discard, // empty the file, then Ask
        Wait, // pause(), then Ask
        Done, // all bytes are there: verify them
        Fail, // error() says why; what has arrived is kept
    };
    struct Request {
        QUrl url;
        qint64 from = 0; // first byte; 0: no Range header
        QByteArray ifRange; // empty: no such header; a hash proves more
        bool sendsToken = false;
    };

    /// `size`: what the list says; `resumeBlindly`: a hash will be checked, so that bytes may be appended without a
    /// validator. `isLoopback` addresses may be http.
    DownloadState(QUrl url, std::optional<qint64> size, bool resumeBlindly, DownloadLimits limits = {});

    /// What lies on the disk from earlier, and the validator that was kept with it.
    Step begin(qint64 have, const QByteArray& validator);
    Request request() const;
    Step onAnswer(const DownloadAnswer& answer);
    Step onBytes(qint64 count);
    /// The answer's body has ended as HTTP says it should.
    Step onEnd();
    /// The connection broke, or stood still (`stalled`). `why` is for logs.
    Step onBroken(bool stalled, const std::string& why);

    qint64 have() const { return m_have; }
    std::optional<qint64> total() const { return m_size ? m_size : m_announced; }
    const QByteArray& validator() const { return m_validator; }
    std::chrono::milliseconds pause() const { return m_pause; }
    const Error& error() const { return m_error; }

private:
    Step fail(ErrorCode code, std::map<std::string, std::string> args = {});
    Step wait(std::chrono::milliseconds least);
    Step onRedirect(const QUrl& to);
    Step onRefused(const DownloadAnswer& answer);
    Step discard(const DownloadAnswer& answer);
    Step onBody(const DownloadAnswer& answer);
    bool mayResume() const { return m_have > 0 && (m_resumeBlindly || !m_validator.isEmpty()); }

    QUrl m_origin;
    QUrl m_url; // where redirects have led to
    std::optional<qint64> m_size;
    std::optional<qint64> m_announced;
    bool m_resumeBlindly;
    DownloadLimits m_limits;
    qint64 m_have = 0;
    qint64 m_haveAtLastFailure = 0;
    QByteArray m_validator;
    int m_redirects = 0;
    int m_failures = 0; // in a row
    std::chrono::milliseconds m_pause {0};
    Error m_error;
};

/// What a status says, as far as it refuses for good: DownloadGated, DownloadMissing or DownloadRefused. Only the site
/// itself speaks of accounts; the stores that it leads to (`bySite` = false) refuse for other reasons.
ErrorCode refusalOf(int status, bool bySite);
/// https, or http to this computer itself.
bool isSafeAddress(const QUrl& url);
/// Scheme, host and port are the same.
bool isSameOrigin(const QUrl& a, const QUrl& b);

} // namespace weft

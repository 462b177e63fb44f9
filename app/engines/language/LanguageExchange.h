// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/language/LanguageClient.h"

#include <QFuture>
#include <QNetworkReply>
#include <QPointer>
#include <QPromise>
#include <QTimer>

namespace weft {

/// One request and its answer, as it comes. Deletes nothing but its reply.
class LanguageClient::Exchange : public QObject {
public:
    Exchange(QNetworkReply* reply, Reader reader, const LanguageLimits& limits);
    ~Exchange() override;

    /// Finished once when the answer is there, or won't be.
    QFuture<void> ended() const { return m_ended.future(); }
    /// Closes the connection.
    void stop(Error why);
    Result<LanguageAnswer> result();

private:
    void read();
    void readStream(const QByteArray& bytes);
    void replyFinished();
    void expect(std::chrono::milliseconds within);
    void end();
    bool isStream() const;

    QPointer<QNetworkReply> m_reply;
    Reader m_reader;
    LanguageLimits m_limits;
    QTimer m_silence;
    QTimer m_whole;
    QPromise<void> m_ended;
    LanguageAnswer m_answer;
    std::optional<Error> m_error;
    std::uint64_t m_received = 0;
    bool m_isOver = false;
    bool m_textIsFinished = false;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/engine/Engine.h"

#include <QCoroTask>
#include <QNetworkAccessManager>
#include <QUrl>

#include <chrono>
#include <functional>
#include <optional>

namespace weft {

/// How long and how much. Passed in, so that tests needn't wait.
struct LanguageLimits {
    std::chrono::milliseconds answer{30'000}; // of what isn't streamed; 0.5 s is enough to look for a server
    std::chrono::milliseconds first{600'000}; // to a text's first token: a model is loaded, a long prompt read
    std::chrono::milliseconds next{120'000}; // from one token to the next
    std::chrono::milliseconds tail{1'000}; // from the end of a text to the count of its tokens
    std::chrono::milliseconds whole{3'600'000}; // a text
    std::uint64_t maxJsonBytes = 16u << 20; // one answer that isn't streamed
    std::uint64_t maxStreamBytes = 64u << 20; // one answer that is, with everything around its text
};

/// What a stream's reader says of the bytes that it got.
enum class StreamStep {
    Nothing, // no sign of life: comments, half a line
    Sign, // something new
    Finished, // only a count may still come
    Done
};

struct LanguageAnswer {
    int status = 0;
    std::string body; // empty where it was streamed
    bool isStream = false;
};

/// One OpenAI-compatible server. Asynchronous; lives on the event loop's thread. A request that is under way when it
/// goes ends with Cancelled. It follows no redirection, uses no proxy and no cookies; the key goes to this server
/// alone.
///
/// Errors of each request, args: machine. ProviderLost (can't be reached, or broke off), TimedOut, Cancelled,
/// ProtocolViolation (more bytes than allowed), ProviderRefused (args: reason; a redirection, 401, 403).
class LanguageClient : public QObject {
    Q_OBJECT

public:
    /// Gets the bytes of an event stream as they come. An error ends the request.
    using Reader = std::function<Result<StreamStep>(std::string_view)>;

    LanguageClient(QUrl server, std::string key, LanguageLimits limits = {}, QObject* parent = nullptr);

    const QUrl& server() const { return m_server; }
    /// "127.0.0.1:8080"
    std::string name() const;
    const LanguageLimits& limits() const { return m_limits; }

    /// The answer, whatever its status is. `path`: "/v1/models"; `body`: nothing for GET.
    QCoro::Task<Result<LanguageAnswer>> ask(QString path, std::optional<Json> body, CancelToken cancel = {});
    /// The same, where a 200's event stream goes to `reader`.
    QCoro::Task<Result<LanguageAnswer>> stream(QString path, Json body, Reader reader, CancelToken cancel);

private:
    class Exchange;
    QCoro::Task<Result<LanguageAnswer>> exchange(
        QString path, std::optional<Json> body, Reader reader, CancelToken cancel);

    QUrl m_server;
    QByteArray m_key;
    LanguageLimits m_limits;
    QNetworkAccessManager m_network;
};

/// An address that a user types: "8080", "host:11434", "http://host/v1/". Errors: SettingInvalid (args: input,
/// received).
Result<QUrl> languageAddress(const QString& text);

/// A key as it stands in a file or a variable, without the white space around it. Errors: SettingInvalid (args: input)
/// where it is empty, over 4096 bytes or not of printable ASCII; never with the key.
Result<std::string> languageKey(std::string text);

} // namespace weft

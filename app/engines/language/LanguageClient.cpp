// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageClient.h"

#include "app/engines/language/LanguageExchange.h"
#include "core/http/WebAddress.h"

#include <QCoroFuture>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkProxy>

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMostKeyBytes = 4096;

/// Takes nothing and gives nothing.
class NoCookies : public QNetworkCookieJar {
public:
    using QNetworkCookieJar::QNetworkCookieJar;
    QList<QNetworkCookie> cookiesForUrl(const QUrl&) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie>&, const QUrl&) override { return false; }
};

/// What no caller needs to look at: the same for every path.
Done checkStatus(int status)
{
    if (status >= 300 && status < 400)
        return Error{ErrorCode::ProviderRefused, "a redirection", {{"reason", "language-redirect"}}};
    if (status == 401 || status == 403)
        return Error{ErrorCode::ProviderRefused, "status " + std::to_string(status), {{"reason", "language-key"}}};
    return {};
}

QUrl endpointOf(const QUrl& server, const QString& path)
{
    QUrl url = server;
    url.setPath(server.path() + path);
    return url;
}

QNetworkRequest requestFor(const QUrl& url, const QByteArray& key)
{
    QNetworkRequest request(url);
    request.setRawHeader("User-Agent", "weft");
    request.setRawHeader("Accept-Encoding", "identity"); // what is unpacked would be larger than what was counted
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    if (!key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + key);
    return request;
}

} // namespace

LanguageClient::LanguageClient(QUrl server, std::string key, LanguageLimits limits, QObject* parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_key(QByteArray::fromStdString(key))
    , m_limits(limits)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setCookieJar(new NoCookies);
}

std::string LanguageClient::name() const
{
    return http::hostAndPort(m_server);
}

QCoro::Task<Result<LanguageAnswer>> LanguageClient::ask(QString path, std::optional<Json> body, CancelToken cancel)
{
    return exchange(std::move(path), std::move(body), {}, std::move(cancel));
}

QCoro::Task<Result<LanguageAnswer>> LanguageClient::stream(QString path, Json body, Reader reader, CancelToken cancel)
{
    return exchange(std::move(path), std::move(body), std::move(reader), std::move(cancel));
}

QCoro::Task<Result<LanguageAnswer>> LanguageClient::exchange(
    QString path, std::optional<Json> body, Reader reader, CancelToken cancel)
{
    const std::string machine = name();
    if (cancel.isCancelled())
        co_return Error{ErrorCode::Cancelled};
    const QNetworkRequest request = requestFor(endpointOf(m_server, path), m_key);
    QNetworkReply* reply =
        body ? m_network.post(request, QByteArray::fromStdString(toJsonText(*body))) : m_network.get(request);
    const auto exchange = std::make_shared<Exchange>(reply, std::move(reader), m_limits);
    const auto link = cancel.onCancel([exchange] { exchange->stop(Error{ErrorCode::Cancelled}); });
    const QFuture<void> future = exchange->ended();
    co_await future;
    Result<LanguageAnswer> answer = exchange->result();
    if (!answer)
        co_return answer.error().with("machine", machine);
    if (const Done checked = checkStatus(answer->status); !checked)
        co_return checked.error().with("machine", machine);
    co_return answer;
}

Result<QUrl> languageAddress(const QString& text)
{
    WEFT_TRY(QUrl url, http::webAddress(text, "language"));
    if (url.hasFragment())
        return Error{ErrorCode::SettingInvalid, "not the address of a server",
            {{"input", "language"}, {"received", text.toStdString()}}};
    const auto chop = [&url](const QString& end) {
        if (url.path().endsWith(end))
            url.setPath(url.path().chopped(end.size()));
    };
    chop(QStringLiteral("/"));
    chop(QStringLiteral("/v1")); // as other programs want it
    chop(QStringLiteral("/"));
    return url;
}

Result<std::string> languageKey(std::string text)
{
    constexpr std::string_view kSpace = " \t\r\n";
    text.erase(0, std::min(text.find_first_not_of(kSpace), text.size()));
    text.erase(text.find_last_not_of(kSpace) + 1);
    const bool isPrintable = std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    if (text.empty() || text.size() > kMostKeyBytes || !isPrintable)
        return Error{ErrorCode::SettingInvalid, "not a key", {{"input", "language-key"}}};
    return text;
}

} // namespace weft

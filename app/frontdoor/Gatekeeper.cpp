// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/Gatekeeper.h"

#include "app/frontdoor/routes/Replies.h"
#include "app/frontdoor/routes/Routes.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <algorithm>

namespace weft {

namespace {

constexpr std::string_view kCookie = "weft_token";
constexpr std::size_t kMaxSecretBytes = 4096;

std::string usualPort(std::string_view scheme)
{
    return scheme == "https" || scheme == "wss" ? "443" : "80";
}

/// Whether a page of that origin (RFC 6454) is one of this server's own, as far as the browser's word goes.
bool isOwnOrigin(std::string_view origin, std::string_view host)
{
    const std::size_t slashes = origin.find("://");
    if (slashes == origin.npos)
        return false; // "null": a page without one
    const auto [name, port] = hostAndPort(origin.substr(slashes + 3));
    const auto [ownName, ownPort] = hostAndPort(host);
    const std::string scheme = usualPort(origin.substr(0, slashes));
    return name == ownName && (port.empty() ? scheme : port) == (ownPort.empty() ? scheme : ownPort);
}

/// What browsers say of where a request was made (Fetch metadata); a link that is followed is fine.
bool isForeignFetch(const http::Request& head)
{
    const std::string_view site = head.header("Sec-Fetch-Site");
    return (site == "cross-site" || site == "same-site") && head.header("Sec-Fetch-Mode") != "navigate";
}

std::string_view cookieOf(std::string_view cookies, std::string_view name)
{
    while (!cookies.empty()) {
        const std::size_t end = std::min(cookies.find(';'), cookies.size());
        std::string_view one = cookies.substr(0, end);
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
            return one.substr(name.size() + 1);
    }
    return {};
}

bool takesTokenInQuery(const http::Request& head)
{
    return head.method == "GET" && (head.path == "/" || head.path == "/ws" || head.path == "/api/ws" || head.path == "/view" || head.path == "/api/view");
}

/// The token that a request came with; empty: none.
QString secretOf(const http::Request& head)
{
    const std::string_view authorization = head.header("Authorization");
    if (authorization.size() > 7 && authorization.size() < kMaxSecretBytes && http::sameName(authorization.substr(0, 7), "Bearer "))
        return QString::fromUtf8(authorization.data() + 7, qsizetype(authorization.size()) - 7).trimmed();
    if (takesTokenInQuery(head)) {
        if (const auto token = Call {head, {}}.query("token"))
            return *token;
    }
    return percentDecoded(cookieOf(head.header("Cookie"), kCookie));
}

http::Response unauthorized()
{
    http::Response response = textResponse(401,
        QCoreApplication::translate("FrontDoor",
            "This Weft wants a token. A program sends “Authorization: Bearer TOKEN”; in a browser, open this address once with ?token=TOKEN behind it."));
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

/// The browser keeps the token as a cookie, that no script and no other page can use, and the address forgets it.
http::Response tokenCookie(const QString& secret)
{
    http::Response response = emptyResponse(302);
    const std::string value = secret.toUtf8().toPercentEncoding().toStdString();
    response.headers.emplace_back("Set-Cookie", std::string(kCookie) + "=" + value + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000");
    response.headers.emplace_back("Location", "/");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace

std::pair<std::string, std::string> hostAndPort(std::string_view authority)
{
    const std::size_t end = authority.find_first_of("/?#");
    authority = authority.substr(0, end);
    const bool isV6 = authority.starts_with('[');
    const std::size_t nameEnd = isV6 ? std::min(authority.find(']'), authority.size()) : std::min(authority.find(':'), authority.size());
    std::string name(authority.substr(isV6 ? 1 : 0, nameEnd - (isV6 ? 1 : 0)));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    const std::size_t colon = authority.find(':', nameEnd);
    return {std::move(name), colon == authority.npos ? std::string() : std::string(authority.substr(colon + 1))};
}

bool isLoopbackName(const std::string& host)
{
    if (host == "localhost" || host.ends_with(".localhost"))
        return true;
    QHostAddress address;
    return address.setAddress(QString::fromStdString(host)) && address.isLoopback();
}

std::optional<http::Response> Gatekeeper::judge(const http::Request& head) const
{
    const std::string_view host = head.header("Host");
    if (!m_needsToken && !isLoopbackName(hostAndPort(host).first))
        return textResponse(403,
            QCoreApplication::translate("FrontDoor",
                "Here only this computer is served, under the name localhost. For others, start Weft with --listen and a token."));
    const std::string_view origin = head.header("Origin");
    if ((!origin.empty() && !isOwnOrigin(origin, host)) || isForeignFetch(head))
        return emptyResponse(403);
    if (head.method == "OPTIONS")
        return emptyResponse();
    return isLeft(head.path) ? std::nullopt : judgeToken(head);
}

std::optional<http::Response> Gatekeeper::judgeToken(const http::Request& head) const
{
    const QString secret = secretOf(head);
    const bool isKnown = !secret.isEmpty() && !m_book.idOf(secret).isEmpty();
    if (isKnown && head.method == "GET" && head.path == "/" && Call {head, {}}.query("token"))
        return tokenCookie(secret);
    const bool isWrong = !secret.isEmpty() && !isKnown;
    return (m_needsToken && !isKnown) || (isWrong && !head.header("Authorization").empty()) ? std::optional(unauthorized()) : std::nullopt;
}

QString Gatekeeper::callerOf(const http::Request& head) const
{
    const QString secret = secretOf(head);
    return secret.isEmpty() ? QString() : m_book.idOf(secret);
}

bool Gatekeeper::isLeft(const std::string& path) const
{
    return std::any_of(m_left.begin(), m_left.end(), [&path](const std::string& prefix) { return path.starts_with(prefix); });
}

} // namespace weft

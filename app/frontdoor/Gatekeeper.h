// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/TokenBook.h"
#include "core/http/Message.h"

#include <variant>

namespace weft {

/// Who may come in. A browser carries requests of any page it shows to this address, so what a browser says of their origin
/// is believed: another page's are refused (403). Without tokens only loopback names are served, so that no foreign name can
/// be pointed here (DNS rebinding). With them every request needs one: "Authorization: Bearer", or the cookie that
/// "/?token=" gives to a browser, or for /ws and /view "?token=" (401).
class Gatekeeper {
public:
    /// `book` must outlive this; `needsToken`: nobody comes in without one.
    Gatekeeper(const TokenBook& book, bool needsToken)
        : m_book(book)
        , m_needsToken(needsToken)
    {
    }
    /// Requests whose path begins like this are judged by their own handlers, but for their origin.
    void leaveTo(std::string prefix) { m_left.push_back(std::move(prefix)); }

    /// The answer that ends it, or nothing: it may pass.
    std::optional<http::Response> judge(const http::Request& head) const;
    /// The id of the token that a request came with; empty: none.
    QString callerOf(const http::Request& head) const;

private:
    std::optional<http::Response> judgeToken(const http::Request& head) const;
    bool isLeft(const std::string& path) const;

    const TokenBook& m_book;
    bool m_needsToken = false;
    std::vector<std::string> m_left;
};

/// "Localhost:8188" -> "localhost", "8188"; "[::1]:80" -> "::1", "80". Without a port: "".
std::pair<std::string, std::string> hostAndPort(std::string_view authority);
/// localhost, *.localhost, 127.0.0.0/8, ::1.
bool isLoopbackName(const std::string& host);

} // namespace weft

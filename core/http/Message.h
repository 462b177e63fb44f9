// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP/1.1 (RFC 9112) for a server: what is asked and what is answered, as data.
namespace weft::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Header names have no case.
bool sameName(std::string_view a, std::string_view b);
/// The first of that name, whatever its case; empty: there is none.
std::string_view headerOf(const Headers& headers, std::string_view name);

struct Request {
    std::string method; // "POST"
    std::string path; // "/stripe/webhook", as it was sent: percent signs stay
    std::string query; // what stands behind the question mark
    Headers headers;
    std::string body; // its exact bytes
    std::string peer; // the socket's other address

    std::string_view header(std::string_view name) const { return headerOf(headers, name); }
};

struct Response {
    int status = 200;
    Headers headers; // Content-Length and Connection are added
    std::string body;
    bool close = false; // the connection ends after it
};

/// A short text for a status, as a whole response: refusals need no page.
Response plainResponse(int status, std::string_view words = {});
/// What goes over the wire. Header lines that would carry a line break are left out. `withBody`: false for HEAD.
std::string wireBytes(const Response& response, bool withBody);
/// "Not Found"
std::string_view reasonOf(int status);

/// Called once with the answer, on the server's thread; later and after the connection has gone as well.
using Reply = std::function<void(Response)>;
using Handler = std::function<void(Request, Reply)>;

} // namespace weft::http

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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
    Headers captured; // what the route's {names} stand for, as it was sent: percent signs stay

    std::string_view header(std::string_view name) const { return headerOf(headers, name); }
};

/// A body that is read while it is sent: a large file never is in memory as a whole.
struct BodySource {
    std::uint64_t sizeBytes = 0;
    /// At most so many bytes more; nothing: it can't be read any further, and the connection is cut.
    std::function<std::string(std::size_t)> read;
};

struct Response {
    int status = 200;
    Headers headers; // Content-Length and Connection are added
    std::string body;
    std::shared_ptr<BodySource> source; // instead of `body`
    bool close = false; // the connection ends after it
};

/// A short text for a status, as a whole response: refusals need no page.
Response plainResponse(int status, std::string_view words = {});
/// What goes over the wire, but for a source's bytes. Header lines that would carry a line break are left out. `withBody`: false for HEAD.
std::string wireBytes(const Response& response, bool withBody);
/// "Not Found"
std::string_view reasonOf(int status);

/// Called once with the answer, on the server's thread; later and after the connection has gone as well.
using Reply = std::function<void(Response)>;
using Handler = std::function<void(Request, Reply)>;

} // namespace weft::http

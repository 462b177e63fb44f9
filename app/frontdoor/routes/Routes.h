// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/http/Message.h"

#include <QString>

#include <optional>

namespace weft {

/// A request as a route's handler gets it: who may ask has been judged before.
struct Call {
    http::Request request;
    QString caller; // the id of the token that it came with; empty: nobody in particular

    /// What "{name}" in the route's path stands for, decoded.
    QString captured(std::string_view name) const;
    /// A parameter behind the question mark, decoded; the first of that name. Nothing: it isn't there.
    std::optional<QString> query(std::string_view name) const;
    /// The parameter is "true", "1" or "yes".
    bool isSet(std::string_view name) const;
    /// All parameters as texts, for whoever passes them on.
    Json queries() const;
    /// The body as JSON, at most 64 MB and 2 million values of it. Errors: those of parseJson, LimitExceeded.
    Result<Json> json() const;
};

/// "a%20b+c" as text; a plus sign is a space only in a query.
QString percentDecoded(std::string_view text, bool isQuery = false);

/// Where the handlers of routes are registered. Paths may hold "{name}" and, at the end, "{name...}"; each also exists below
/// /api.
class Routes {
public:
    using Handler = std::function<void(Call, http::Reply)>;

    virtual ~Routes() = default;
    /// `maxBodyBytes`: larger bodies are refused (413) before they are read.
    virtual void route(const std::string& method, const std::string& path, std::size_t maxBodyBytes, Handler handler) = 0;
    /// For answers that take a disk or a decoder: runs `work` beside the event loop, then replies on it.
    virtual void answerLater(std::function<http::Response()> work, http::Reply reply) = 0;
};

} // namespace weft

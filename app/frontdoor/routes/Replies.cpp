// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/Replies.h"

namespace weft {

http::Response jsonResponse(const Json& body, int status)
{
    return jsonTextResponse(toJsonText(body), status);
}

http::Response jsonTextResponse(std::string text, int status)
{
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}};
    response.body = std::move(text);
    return response;
}

http::Response emptyResponse(int status)
{
    http::Response response;
    response.status = status;
    return response;
}

http::Response textResponse(int status, const QString& sentence)
{
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}};
    response.body = sentence.toStdString();
    return response;
}

http::Response troubleResponse()
{
    return textResponse(500, QStringLiteral("500 Internal Server Error\n\nServer got itself in trouble"));
}

} // namespace weft

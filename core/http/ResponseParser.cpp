// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/ResponseParser.h"

#include "core/http/BeastText.h"
#include "core/http/RequestParser.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace weft::http {

struct ResponseParser::Beast {
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
};

ResponseParser::ResponseParser(std::size_t maxBodyBytes)
    : m_maxBodyBytes(maxBodyBytes)
    , m_beast(std::make_unique<Beast>())
{
    m_beast->parser.header_limit(kMaxHeaderBytes);
    m_beast->parser.body_limit(std::uint64_t {maxBodyBytes});
}

ResponseParser::~ResponseParser() = default;

Done ResponseParser::feed(std::string_view bytes)
{
    if (m_failed)
        return Error {ErrorCode::ProtocolViolation, "the answer was refused before"};
    m_buffer.append(bytes);
    const Done done = advance();
    m_failed = !done;
    return done;
}

Done ResponseParser::advance()
{
    namespace beast = boost::beast::http;
    auto& parser = m_beast->parser;
    while (!parser.is_done()) {
        boost::beast::error_code error;
        const std::size_t used = parser.put(boost::asio::const_buffer(m_buffer.data(), m_buffer.size()), error);
        m_buffer.erase(0, used);
        if (error == beast::error::need_more || (!error && used == 0))
            break;
        if (error == beast::error::body_limit || error == beast::error::header_limit)
            return Error {ErrorCode::LimitExceeded, "an answer that is too large",
                {{"limit", std::to_string(m_maxBodyBytes)}}};
        if (error)
            return Error {ErrorCode::ProtocolViolation, error.message()};
    }
    // Whatever stands unparsed is a line without an end: of the header, or between chunks.
    if (!parser.is_done() && m_buffer.size() > kMaxHeaderBytes)
        return Error {ErrorCode::LimitExceeded, "a line that is too long", {{"limit", std::to_string(kMaxHeaderBytes)}}};
    return {};
}

Done ResponseParser::end()
{
    auto& parser = m_beast->parser;
    if (m_failed || !parser.is_header_done())
        return Error {ErrorCode::ProtocolViolation, "the answer broke off"};
    boost::beast::error_code error;
    if (!parser.is_done())
        parser.put_eof(error);
    if (error || !parser.is_done())
        return Error {ErrorCode::ProtocolViolation, "the answer broke off"};
    return {};
}

bool ResponseParser::isComplete() const { return m_beast->parser.is_done(); }

Response ResponseParser::take()
{
    auto& message = m_beast->parser.get();
    Response response;
    response.status = int(message.result_int());
    for (const auto& line : message)
        response.headers.emplace_back(textOf(line.name_string()), textOf(line.value()));
    response.body = std::move(message.body());
    return response;
}

} // namespace weft::http

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/RequestParser.h"

#include "core/http/BeastText.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace weft::http {

namespace beast = boost::beast::http;

struct RequestParser::Beast {
    using Parser = beast::request_parser<beast::string_body>;
    std::optional<Parser> parser;

    const Parser::value_type& message() const { return parser->get(); }
};

namespace {

/// Beast's errors as the status to answer; anything that isn't a limit is a bad request.
int statusOf(const boost::beast::error_code& error)
{
    if (error == beast::error::header_limit)
        return 431;
    if (error == beast::error::body_limit)
        return 413;
    return error == beast::error::bad_version ? 505 : 400;
}

/// RFC 9112, 3.2: exactly one Host, except before HTTP/1.1.
bool hostIsFine(const Headers& headers, unsigned version)
{
    const auto hosts =
        std::count_if(headers.begin(), headers.end(), [](const auto& line) { return sameName(line.first, "Host"); });
    return hosts == 1 || (hosts == 0 && version < 11);
}

} // namespace

RequestParser::RequestParser(Admit admit)
    : m_admit(std::move(admit))
    , m_beast(std::make_unique<Beast>())
{
    start();
}

RequestParser::~RequestParser() = default;

void RequestParser::start()
{
    m_beast->parser.emplace();
    m_beast->parser->header_limit(kMaxHeaderBytes);
    m_beast->parser->body_limit(std::numeric_limits<std::uint64_t>::max()); // judged per route, in onHeader()
    m_request = {};
    m_state = State::Header;
    m_expectsContinue = false;
    m_expectedBodyBytes = 0;
}

RequestParser::State RequestParser::refuse(int status, std::optional<Response> answer)
{
    m_status = status;
    m_answer = std::move(answer);
    m_keepAlive = false;
    m_buffer.clear();
    return m_state = State::Refused;
}

RequestParser::State RequestParser::feed(std::string_view bytes)
{
    if (m_state == State::Refused)
        return m_state;
    m_buffer.append(bytes);
    return m_state == State::Complete ? m_state : advance();
}

RequestParser::State RequestParser::advance()
{
    auto& parser = *m_beast->parser;
    while (!parser.is_done()) {
        boost::beast::error_code error;
        const bool hadHeader = parser.is_header_done();
        const std::size_t used = parser.put(boost::asio::const_buffer(m_buffer.data(), m_buffer.size()), error);
        m_buffer.erase(0, used);
        if (error == beast::error::need_more || (!error && used == 0 && m_buffer.empty()))
            break;
        if (error)
            return refuse(statusOf(error));
        if (!hadHeader && parser.is_header_done() && !onHeader())
            return m_state;
    }
    if (parser.is_done()) {
        m_request.body = std::move(parser.get().body());
        m_keepAlive = parser.keep_alive();
        return m_state = State::Complete;
    }
    if (m_buffer.size() > kMaxHeaderBytes)
        return refuse(431); // a line without an end, of the header or between chunks
    return m_state;
}

bool RequestParser::onHeader()
{
    auto& parser = *m_beast->parser;
    const auto& message = m_beast->message();
    m_request.method = textOf(message.method_string());
    const std::string target = textOf(message.target());
    const std::size_t question = target.find('?');
    m_request.path = target.substr(0, question);
    m_request.query = question == std::string::npos ? "" : target.substr(question + 1);
    for (const auto& line : message)
        m_request.headers.emplace_back(textOf(line.name_string()), textOf(line.value()));
    if (m_request.headers.size() > kMaxHeaderLines) {
        refuse(431);
        return false;
    }
    if (m_request.path.empty() || m_request.path[0] != '/' || !hostIsFine(m_request.headers, message.version())) {
        refuse(400);
        return false;
    }
    Admission admission = m_admit(m_request);
    if (auto* refusal = std::get_if<Refusal>(&admission)) {
        refuse(refusal->status, std::move(refusal->answer));
        return false;
    }
    const std::size_t limit = std::get<std::size_t>(admission);
    if (parser.content_length() && *parser.content_length() > limit) {
        refuse(413);
        return false;
    }
    parser.body_limit(std::uint64_t{limit});
    m_expectedBodyBytes = parser.content_length() ? std::size_t(*parser.content_length()) : parser.chunked() ? limit : 0;
    m_expectsContinue = message.version() >= 11 && !m_request.header("Expect").empty();
    m_state = State::Body;
    return true;
}

Request RequestParser::take()
{
    Request request = std::move(m_request);
    start();
    if (!m_buffer.empty())
        advance();
    return request;
}

} // namespace weft::http

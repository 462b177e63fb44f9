// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/publicgateway/PublicGateway.h"

#include "core/security/GatewayToken.h"

namespace weft::relay {

namespace {

constexpr std::string_view kPrefix = "/gateway";
constexpr std::string_view kCalls = "/gateway/v1/";
constexpr std::string_view kOpen = "/gateway/v1/openapi.json";
constexpr std::size_t kMaxTokenBytes = 256;
constexpr std::chrono::minutes kSweepEvery {1};
/// A client that takes less of an answer than so much a second is cut off, after a while.
constexpr std::chrono::seconds kSlowClientTime {60};
constexpr std::size_t kSlowestClientBytesPerSecond = 64 * 1024;

/// Of requests: what the gateway's process needs to know.
constexpr const char* kPassedOn[] = {"Content-Type", "Accept", "Accept-Language", "Range"};
/// Of answers.
constexpr const char* kPassedBack[] = {"Content-Type", "Content-Range", "Accept-Ranges", "Content-Disposition", "Retry-After"};

/// Null: the request came without one.
Hash256 tokenOf(const http::Request& head)
{
    const std::string_view authorization = head.header("Authorization");
    constexpr std::size_t kScheme = 7;
    if (authorization.size() <= kScheme || authorization.size() > kMaxTokenBytes
        || !http::sameName(authorization.substr(0, kScheme), "Bearer "))
        return {};
    std::string_view token = authorization.substr(kScheme);
    token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
    return gatewayTokenHash(token);
}

GatewayRefusal refusalOf(UpstreamCall::Failure failure)
{
    switch (failure) {
    case UpstreamCall::Failure::Unreachable:
        return GatewayRefusal::Unreachable;
    case UpstreamCall::Failure::BrokeOff:
        return GatewayRefusal::BrokeOff;
    case UpstreamCall::Failure::TooLarge:
        return GatewayRefusal::TooLarge;
    case UpstreamCall::Failure::Busy:
        return GatewayRefusal::Full;
    case UpstreamCall::Failure::TooSlow:
        break;
    }
    return GatewayRefusal::TooSlow;
}

/// Whoever made it, it is a stranger's: no page of it runs here.
http::Response handedOn(http::Response answer, std::shared_ptr<AnswerShare> share)
{
    http::Response response;
    response.status = answer.status;
    for (const char* name : kPassedBack) {
        if (const std::string_view value = http::headerOf(answer.headers, name); !value.empty())
            response.headers.emplace_back(name, value);
    }
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
    response.headers.emplace_back("Cache-Control", "no-store");
    auto body = std::make_shared<std::string>(std::move(answer.body));
    const auto until = std::chrono::steady_clock::now() + kSlowClientTime
        + std::chrono::seconds(body->size() / kSlowestClientBytesPerSecond);
    response.source = std::make_shared<http::BodySource>();
    response.source->sizeBytes = body->size();
    response.source->read = [body, share, until, at = std::size_t {0}](std::size_t most) mutable {
        if (std::chrono::steady_clock::now() > until)
            return std::string();
        std::string piece = body->substr(at, most);
        at += piece.size();
        return piece;
    };
    return response;
}

} // namespace

PublicGateway::PublicGateway(GatewaySettings settings, Lookup lookup, Note note)
    : m_settings(std::move(settings))
    , m_lookup(std::move(lookup))
    , m_note(std::move(note))
    , m_rates({m_settings.callsPerMinute, m_settings.callBurst, m_settings.callsAtOnce})
    , m_room(std::make_shared<AnswerRoom>(AnswerRoom {m_settings.maxAnswersBytes, 0}))
{
    connect(&m_sweep, &QTimer::timeout, this, [this] { m_rates.sweep(std::chrono::steady_clock::now()); });
    m_sweep.start(kSweepEvery);
}

void PublicGateway::addTo(http::Server& server, const std::string& url)
{
    server.setGuard([this](const http::Request& head) { return judge(head); });
    server.route("GET", "/gateway", 0,
        [url](const http::Request&, const http::Reply& reply) { reply(gatewayPage(url)); });
    server.route("GET", std::string(kOpen), 0,
        [this](http::Request request, http::Reply reply) { onOpen(std::move(request), std::move(reply)); });
    const auto call = [this](http::Request request, http::Reply reply) { onCall(std::move(request), std::move(reply)); };
    server.route("GET", "/gateway/v1/results/{path...}", 0, call);
    server.route("POST", "/gateway/v1/{path...}", m_settings.maxBodyBytes, call);
}

void PublicGateway::addToken(const Hash256& token)
{
    if (m_tokens)
        m_tokens->insert(token);
}

void PublicGateway::removeToken(const Hash256& token)
{
    if (m_tokens)
        m_tokens->erase(token);
}

std::optional<http::Response> PublicGateway::judge(const http::Request& head) const
{
    if (!head.path.starts_with(kCalls) || head.path == kOpen)
        return std::nullopt;
    const Hash256 token = tokenOf(head);
    if (token.isNull())
        return refusal(GatewayRefusal::NoToken);
    return !m_tokens || m_tokens->contains(token) ? std::nullopt : std::optional(refusal(GatewayRefusal::UnknownToken));
}

void PublicGateway::onOpen(http::Request request, http::Reply reply)
{
    if (m_openAtWork >= m_settings.openCallsAtOnce)
        return reply(refusal(GatewayRefusal::Full));
    ++m_openAtWork;
    forward(std::make_shared<Call>(Call {std::move(request), std::move(reply), {}, {}, {}}));
}

void PublicGateway::onCall(http::Request request, http::Reply reply)
{
    const Hash256 token = tokenOf(request);
    if (m_atWork >= m_settings.allCallsAtOnce)
        return reply(refusal(GatewayRefusal::Full));
    const auto verdict = m_rates.begin(token, std::chrono::steady_clock::now());
    if (verdict != CallRates::Verdict::Fine)
        return reply(refusal(verdict == CallRates::Verdict::TooOften ? GatewayRefusal::TooOften
                                                                     : GatewayRefusal::TooManyAtOnce));
    ++m_atWork;
    auto call = std::make_shared<Call>(Call {std::move(request), std::move(reply), token, {}, {}});
    m_lookup(token, [this, call](Result<BudgetBank::Purse> purse) { onPurse(call, purse); });
}

void PublicGateway::onPurse(const CallPtr& call, const Result<BudgetBank::Purse>& purse)
{
    if (!purse && purse.error().code == ErrorCode::RelayRefused) {
        removeToken(call->token);
        return finish(call, refusal(GatewayRefusal::UnknownToken));
    }
    if (!purse)
        return finish(call, refusal(purse.error().code == ErrorCode::AccountFrozen ? GatewayRefusal::Frozen : GatewayRefusal::Failed));
    call->budget = purse->budget;
    call->left = purse->left;
    if (call->request.method == "POST" && call->left.micro <= 0)
        return finish(call, refusal(GatewayRefusal::Spent));
    forward(call);
}

/// Names and values can't hold a line break: the request was parsed.
std::string PublicGateway::headFor(const Call& call) const
{
    const http::Request& request = call.request;
    std::string head = std::string(request.method == "POST" ? "POST " : "GET ") + request.path.substr(kPrefix.size())
        + (request.query.empty() ? "" : "?" + request.query) + " HTTP/1.1\r\nHost: "
        + m_settings.upstream.authority().toStdString() + "\r\nAuthorization: Bearer " + m_settings.secret + "\r\n";
    if (!call.token.isNull())
        head += "Weft-Budget: " + call.budget.hex() + "\r\nWeft-Budget-Left: " + std::to_string(call.left.micro) + "\r\n";
    for (const char* name : kPassedOn) {
        if (const std::string_view value = request.header(name); !value.empty())
            head += std::string(name) + ": " + std::string(value) + "\r\n";
    }
    return head;
}

void PublicGateway::forward(const CallPtr& call)
{
    auto* upstream = new UpstreamCall(
        m_settings, m_room, headFor(*call), std::move(call->request.body),
        [this, call](UpstreamCall::Ended ended) { onAnswer(call, std::move(ended)); }, this);
    upstream->start();
}

void PublicGateway::onAnswer(const CallPtr& call, UpstreamCall::Ended ended)
{
    if (ended.failure)
        return finish(call, refusal(refusalOf(*ended.failure)));
    if (ended.response.status == 401) // the shared secret differs: a mistake of the operator's, not of the caller's
        return finish(call, refusal(GatewayRefusal::Unreachable));
    finish(call, handedOn(std::move(ended.response), std::move(ended.share)));
}

void PublicGateway::finish(const CallPtr& call, http::Response response)
{
    if (call->token.isNull()) {
        --m_openAtWork;
    } else {
        --m_atWork;
        m_rates.end(call->token);
    }
    if (m_note)
        m_note(call->budget, response.status);
    call->reply(std::move(response));
}

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Server.h"
#include "relay-server/budgets/BudgetBank.h"
#include "relay-server/publicgateway/CallRates.h"
#include "relay-server/publicgateway/GatewayTexts.h"
#include "relay-server/publicgateway/UpstreamCall.h"

#include <QTimer>

#include <unordered_set>

namespace weft::relay {

/// The relay's side of its public gateway: judges tokens and rates, hands calls on to the gateway's process and its answers
/// back. Below /gateway:
///
///   GET  /gateway                      a page for people
///   GET  /gateway/v1/openapi.json      what there is; needs no token
///   POST /gateway/v1/NAME, /gateway/v1/nodes/CLASS
///   GET  /gateway/v1/results/...       what a call made
///
/// The gateway's process is told of a call's budget and what is left of it, never of the token. No header lets a page of
/// another origin read anything (CORS). On the event loop.
class PublicGateway : public QObject {
    Q_OBJECT
public:
    /// Looks a token up in the books.
    using Found = std::function<void(Result<BudgetBank::Purse>)>;
    using Lookup = std::function<void(const Hash256& token, Found found)>;
    /// One call has ended: by whose budget (null: nobody's), with what status.
    using Note = std::function<void(const AccountId& budget, int status)>;

    PublicGateway(GatewaySettings settings, Lookup lookup, Note note);

    /// Tokens that aren't revoked: others are refused before their bodies are read. Until it is told of them the books alone
    /// decide.
    void setTokens(const std::vector<Hash256>& tokens) { m_tokens.emplace(tokens.begin(), tokens.end()); }
    void addToken(const Hash256& token);
    void removeToken(const Hash256& token);

    /// Routes and guard. `url`: the gateway's address for its page.
    void addTo(http::Server& server, const std::string& url);

private:
    struct Call {
        http::Request request;
        http::Reply reply;
        Hash256 token; // null: it needs none
        AccountId budget;
        Money left;
    };
    using CallPtr = std::shared_ptr<Call>;

    std::optional<http::Response> judge(const http::Request& head) const;
    void onOpen(http::Request request, http::Reply reply);
    void onCall(http::Request request, http::Reply reply);
    void onPurse(const CallPtr& call, const Result<BudgetBank::Purse>& purse);
    void forward(const CallPtr& call);
    void onAnswer(const CallPtr& call, UpstreamCall::Ended ended);
    void finish(const CallPtr& call, http::Response response);
    std::string headFor(const Call& call) const;

    GatewaySettings m_settings;
    Lookup m_lookup;
    Note m_note;
    std::optional<std::unordered_set<Hash256>> m_tokens;
    CallRates m_rates;
    std::shared_ptr<AnswerRoom> m_room;
    int m_atWork = 0; // of those with a token
    int m_openAtWork = 0;
    QTimer m_sweep;
};

} // namespace weft::relay

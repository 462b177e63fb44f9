// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayServer.h"

#include "relay-server/gateway/Log.h"

/// What the relay does with messages about money that comes in and goes out.
namespace weft::relay {

using namespace protocol::relay;

bool RelayServer::refuseWithoutPayments(Connection& from, std::int64_t id) const
{
    if (!m_config.payments.rules.on)
        from.fail(id, {ErrorCode::PaymentsOff, "this relay takes no payments"});
    return !m_config.payments.rules.on;
}

void RelayServer::payment(
    Connection& from, std::int64_t id, const char* what, std::function<Result<PaymentEffects>(Payments&)> work)
{
    m_desk->run<PaymentEffects>([work = std::move(work)](JobDesk::Tools tools) { return work(tools.payments); },
        [this, party = from.party(), id, what](Result<PaymentEffects> effects) {
            logEvent(
                what, {{"machine", party.machine.hex()}, {"result", effects ? "done" : nameOf(effects.error().code)}});
            if (!effects)
                return failTo(party.machine, id, effects.error());
            if (id != 0)
                sendTo(party.machine, RequestDone{id});
            deliver(*effects);
            if (m_pump)
                m_pump->poke();
        });
}

void RelayServer::page(
    Connection& from, std::int64_t id, const char* what, std::function<Result<PageAsked>(Payments&)> work)
{
    if (refuseWithoutPayments(from, id))
        return;
    m_desk->run<PageAsked>([work = std::move(work)](JobDesk::Tools tools) { return work(tools.payments); },
        [this, party = from.party(), id, what](Result<PageAsked> asked) {
            logEvent(what, {{"machine", party.machine.hex()}, {"result", asked ? "done" : nameOf(asked.error().code)}});
            if (!asked)
                return failTo(party.machine, id, asked.error());
            if (!asked->url.empty())
                return answerPage(party, id, asked->url);
            m_pages.emplace(asked->ask, WaitingForPage{party, id});
            m_pump->poke();
        });
}

void RelayServer::answerPage(const Party& to, std::int64_t id, const Result<std::string>& url)
{
    if (!url || url->empty())
        return failTo(to.machine, id, url ? Error {ErrorCode::PaymentFailed, "no page"} : url.error());
    sendTo(to.machine, OpenInBrowser{id, *url});
}

void RelayServer::deliver(const PaymentEffects& effects)
{
    for (const PaymentPush& push : effects.pushes) {
        for (Connection* to : m_loggedIn.all()) { // sending may end one, which is deleted later
            if (to->party().account == push.to)
                std::visit([to](const auto& message) { to->send(message); }, push.message);
        }
    }
    for (const PaymentAnswer& answer : effects.answers) {
        const auto [first, last] = m_pages.equal_range(answer.ask);
        for (auto it = first; it != last; ++it)
            answerPage(it->second.party, it->second.id, answer.url);
        m_pages.erase(first, last);
    }
    for (const std::string& note : effects.notes)
        logEvent("payment", {{"note", note}});
}

void RelayServer::topUpIfLow(const AccountId& account)
{
    if (!m_pump)
        return;
    m_desk->run<PaymentEffects>(
        [account](JobDesk::Tools tools) { return tools.payments.cards().topUpIfLow(account, unixNow()); },
        [this](Result<PaymentEffects> effects) {
            if (!effects)
                return logError("automatic top up", effects.error());
            if (effects->pushes.empty())
                return;
            deliver(*effects);
            m_pump->poke();
        });
}

template <typename Message>
void RelayServer::list(Connection& from, std::int64_t id, std::function<Result<std::vector<Message>>(Payments&)> work)
{
    m_desk->run<std::vector<Message>>([work = std::move(work)](JobDesk::Tools tools) { return work(tools.payments); },
        [this, machine = from.party().machine, id](Result<std::vector<Message>> states) {
            if (!states)
                return failTo(machine, id, states.error());
            sendListTo(machine, id, std::move(*states));
        });
}

void RelayServer::handle(Connection& from, const AskWallet& request)
{
    m_desk->run<Wallet>([account = from.party().account, id = request.id](
                            JobDesk::Tools tools) { return tools.payments.context().wallet(account, id, unixNow()); },
        [this, machine = from.party().machine, id = request.id](Result<Wallet> wallet) {
            if (!wallet)
                return failTo(machine, id, wallet.error());
            sendTo(machine, *wallet);
        });
}

void RelayServer::handle(Connection& from, const StartTopUp& request)
{
    page(from, request.id, "top up", [account = from.party().account, request](Payments& payments) {
        return payments.topUps().start(account, request, unixNow());
    });
}

void RelayServer::handle(Connection& from, const ListTopUps& request)
{
    list<TopUpState>(from, request.id, [account = from.party().account, request](Payments& payments) {
        return payments.topUps().list(account, request.id, unixNow());
    });
}

void RelayServer::handle(Connection& from, const RefundTopUp& request)
{
    if (refuseWithoutPayments(from, request.id))
        return;
    payment(from, request.id, "refund", [account = from.party().account, request](Payments& payments) {
        return payments.refunds().request(account, request.topUp, unixNow());
    });
}

void RelayServer::handle(Connection& from, const SaveCard& request)
{
    page(from, request.id, "save card",
        [account = from.party().account](Payments& payments) { return payments.cards().save(account, unixNow()); });
}

void RelayServer::handle(Connection& from, const ForgetCard& request)
{
    if (refuseWithoutPayments(from, request.id))
        return;
    payment(from, request.id, "forget card",
        [account = from.party().account](Payments& payments) { return payments.cards().forget(account, unixNow()); });
}

void RelayServer::handle(Connection& from, const SetAutoTopUp& request)
{
    if (refuseWithoutPayments(from, request.id))
        return;
    payment(from, request.id, "set automatic top up", [account = from.party().account, request](Payments& payments) {
        return payments.cards().setAuto(account, request, unixNow());
    });
}

void RelayServer::handle(Connection& from, const StartOnboarding& request)
{
    page(from, request.id, "onboarding", [account = from.party().account, request](Payments& payments) {
        return payments.payouts().startOnboarding(account, request, unixNow());
    });
}

void RelayServer::handle(Connection& from, const RequestPayout& request)
{
    if (refuseWithoutPayments(from, request.id))
        return;
    payment(from, request.id, "payout", [account = from.party().account, request](Payments& payments) {
        return payments.payouts().request(account, request, unixNow());
    });
}

void RelayServer::handle(Connection& from, const ListPayouts& request)
{
    list<PayoutState>(from, request.id, [account = from.party().account, request](Payments& payments) {
        return payments.payouts().list(account, request.id);
    });
}

void RelayServer::handle(Connection& from, const EarningsToCredits& request)
{
    payment(from, request.id, "earnings to credits", [account = from.party().account, request](Payments& payments) {
        return payments.payouts().toCredits(account, request, unixNow());
    });
}

} // namespace weft::relay

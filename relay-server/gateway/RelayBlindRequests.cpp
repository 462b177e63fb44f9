// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/Log.h"
#include "relay-server/gateway/RelayServer.h"

/// What the relay does with messages about blind credits.
namespace weft::relay {

using namespace protocol::relay;

void RelayServer::handle(Connection& from, const LoginBlind&)
{
    from.closeWith({ErrorCode::ProtocolViolation, "a second login"});
}

void RelayServer::onProvedBlind(Connection* connection, const PublicKey& key)
{
    if (!admit(connection, {{}, keyHashOf(key)}))
        return;
    connection->send(BlindWelcome {blindEpochAt(unixNow())});
    logEvent("blind login");
}

Party RelayServer::partyFor(const Connection& from, const JobId& job)
{
    return from.isAnonymous() ? Party {blindAccountOf(job), from.party().machine} : from.party();
}

void RelayServer::handle(Connection& from, const AskBlindKeys& ask)
{
    const std::int64_t now = blindEpochAt(unixNow());
    m_blind->keys(ask.epoch ? ask.epoch : now,
        [this, machine = from.party().machine, id = ask.id, now](Result<BlindDesk::Keys> keys) {
            if (!keys)
                return failTo(machine, id, keys.error());
            BlindKeys answer = (*keys)->published();
            answer.id = id;
            answer.signingEpoch = now;
            sendTo(machine, answer);
        });
}

/// Looks whether it would be carried out, makes the signatures, carries it out, and only then hands them out.
void RelayServer::issue(const Party& from, std::int64_t id, std::int64_t epoch, const std::vector<BlindedToken>& tokens,
    const char* what, std::function<Result<bool>(BlindBank&, BlindBank::Mode)> work)
{
    const auto refuse = [this, from, id, what](const Error& error) {
        logEvent(what, {{"result", nameOf(error.code)}});
        failTo(from.machine, id, error);
    };
    const auto carryOut = [this, from, id, what, work, refuse](Result<BlindDesk::Signatures> made) {
        if (!made)
            return refuse(made.error());
        m_desk->run<bool>(
            [work](JobDesk::Tools tools) { return work(tools.blind, BlindBank::Mode::CarryOut); },
            [this, from, id, what, refuse, made = std::move(*made)](Result<bool> done) {
                if (!done)
                    return refuse(done.error());
                logEvent(what, {{"result", "done"}});
                sendTo(from.machine, BlindSignatures {id, made});
                if (!from.account.isNull())
                    pushBalance(from);
            });
    };
    m_desk->run<bool>([work](JobDesk::Tools tools) { return work(tools.blind, BlindBank::Mode::Check); },
        [this, epoch, tokens, refuse, carryOut](Result<bool> known) {
            if (!known)
                return refuse(known.error());
            // What was signed once is told again, however long ago.
            if (!*known && !isCurrentBlindEpoch(epoch, unixNow()))
                return refuse({ErrorCode::TokenInvalid, "these keys no longer sign", {{"reason", "epoch"}}});
            m_blind->sign(epoch, tokens, carryOut);
        });
}

void RelayServer::pushBalance(const Party& party)
{
    request(party, 0, "balance", [party](RelayJobs& jobs) -> Result<Outbox> {
        WEFT_TRY(const Balance balance, jobs.balance(party.account));
        return Outbox {{party.machine, balance}};
    });
}

void RelayServer::handle(Connection& from, const WithdrawBlind& withdraw)
{
    issue(from.party(), withdraw.id, withdraw.epoch, withdraw.tokens, "blind withdrawal",
        [account = from.party().account, withdraw](BlindBank& bank, BlindBank::Mode mode) {
            return bank.withdraw(account, withdraw, unixNow(), mode);
        });
}

void RelayServer::handle(Connection& from, const RequestBlindHold& hold)
{
    for (const BlindToken& token : hold.tokens) {
        if (!isCurrentBlindEpoch(token.epoch, unixNow()))
            return from.fail(
                hold.id, {ErrorCode::TokenInvalid, "exchange tokens of old epochs first", {{"reason", "epoch"}}});
    }
    m_blind->check(hold.tokens, [this, machine = from.party().machine, hold](Done good) {
        if (!good)
            return failTo(machine, hold.id, good.error());
        m_desk->run<Outbox>(
            [machine, provider = providerAt(hold.provider), hold](JobDesk::Tools tools) {
                return tools.blind.hold(machine, provider, hold, unixNow());
            },
            [this, machine, id = hold.id](Result<Outbox> out) {
                logEvent("blind hold", {{"result", out ? "done" : nameOf(out.error().code)}});
                if (!out)
                    return failTo(machine, id, out.error());
                deliver(*out);
            });
    });
}

void RelayServer::handle(Connection& from, const AskBlindChange& ask)
{
    m_desk->run<BlindChange>([ask](JobDesk::Tools tools) { return tools.blind.change(ask); },
        [this, machine = from.party().machine, id = ask.id](Result<BlindChange> change) {
            if (!change)
                return failTo(machine, id, change.error());
            sendTo(machine, *change);
        });
}

void RelayServer::handle(Connection& from, const ClaimBlindChange& claim)
{
    issue(from.party(), claim.id, claim.epoch, claim.tokens, "blind change",
        [claim](BlindBank& bank, BlindBank::Mode mode) { return bank.claim(claim, unixNow(), mode); });
}

void RelayServer::handle(Connection& from, const ExchangeBlind& exchange)
{
    m_blind->check(exchange.spent, [this, party = from.party(), exchange](Done good) {
        if (!good)
            return failTo(party.machine, exchange.id, good.error());
        issue(party, exchange.id, exchange.epoch, exchange.tokens, "blind exchange",
            [exchange](BlindBank& bank, BlindBank::Mode mode) { return bank.exchange(exchange, mode); });
    });
}

void RelayServer::handle(Connection& from, const DepositBlind& deposit)
{
    m_blind->check(deposit.tokens, [this, party = from.party(), deposit](Done good) {
        if (!good)
            return failTo(party.machine, deposit.id, good.error());
        m_desk->run<bool>(
            [party, deposit](JobDesk::Tools tools) {
                return tools.blind.deposit(party.account, deposit, unixNow());
            },
            [this, party, id = deposit.id](Result<bool> done) {
                logEvent("blind deposit", {{"result", done ? "done" : nameOf(done.error().code)}});
                if (!done)
                    return failTo(party.machine, id, done.error());
                sendTo(party.machine, RequestDone {id});
                pushBalance(party);
            });
    });
}

} // namespace weft::relay

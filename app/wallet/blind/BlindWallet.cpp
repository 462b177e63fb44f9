// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/BlindWallet.h"

#include "app/wallet/blind/PurseRequests.h"
#include "app/wallet/blind/TokenChoice.h"

#include <algorithm>

namespace weft {

using namespace protocol::relay;

Result<std::unique_ptr<BlindWallet>> BlindWallet::open(
    RelayConnection& anonymous, const QString& home, const DeviceKey& device, RandomSource random)
{
    WEFT_TRY(TokenPurse purse, TokenPurse::open(TokenPurse::pathFor(home, anonymous.relayKey()), device, random));
    return std::unique_ptr<BlindWallet>(new BlindWallet(anonymous, std::move(purse), std::move(random)));
}

BlindWallet::BlindWallet(RelayConnection& anonymous, TokenPurse purse, RandomSource random)
    : m_anonymous(anonymous)
    , m_purse(std::move(purse))
    , m_random(std::move(random))
{
    connect(&m_anonymous, &RelayConnection::pushed, this, &BlindWallet::onPushed);
    m_anonymous.setHoldPayer([self = QPointer<BlindWallet>(this)](const RequestHold& hold, RelayConnection::AnswerTo done) {
        if (self)
            self->pay(hold, std::move(done));
        else
            done(gone());
    });
}

BlindWallet::~BlindWallet() = default;

Done BlindWallet::told(Done done)
{
    if (done)
        Q_EMIT changed();
    return done;
}

/// Those that sign now. The same for whoever asks, or the relay could know its tokens again.
QCoro::Task<Result<BlindKeys>> BlindWallet::fetchKeys(RelayConnection* account)
{
    constexpr int kMaxTries = 4; // whoever asks first waits while the relay makes them, which a slow one takes minutes for
    const QPointer<BlindWallet> self(this);
    const QPointer<RelayConnection> named(account);
    Result<RelayConnection::Answer> answer = Error {ErrorCode::TimedOut};
    for (int tries = 0; tries < kMaxTries && !answer && answer.error().code == ErrorCode::TimedOut; ++tries) {
        auto asking = m_anonymous.ask(AskBlindKeys {});
        answer = co_await asking;
        if (!self)
            co_return gone();
    }
    if (!answer)
        co_return answer.error();
    const auto* keys = std::get_if<BlindKeys>(&*answer);
    if (!keys)
        co_return Error {ErrorCode::ProtocolViolation, "keys were asked for"};
    WEFT_CO_CHECK(checkBlindKeys(*keys, m_anonymous.relayKey()));
    if (named) {
        AskBlindKeys same;
        same.epoch = keys->epoch;
        auto asking2 = named->ask(same);
        const auto answer2 = co_await asking2;
        if (!self)
            co_return gone();
        if (!answer2)
            co_return answer2.error();
        const auto* toAccount = std::get_if<BlindKeys>(&*answer2);
        if (!toAccount || blindKeysHash(*toAccount) != blindKeysHash(*keys))
            co_return Error {ErrorCode::KeyMismatch, "the relay shows an account other keys for blind credits than strangers"};
    }
    WEFT_CO_CHECK(m_purse.pinKeys(*keys));
    co_return *keys;
}

Result<std::vector<PreparedToken>> BlindWallet::prepare(const BlindKeys& keys, const std::vector<int>& powers)
{
    std::vector<PreparedToken> prepared;
    for (const int power : powers) {
        WEFT_TRY(const BlindPublicKey key,
            BlindPublicKey::fromModulus(keys.keys.at(static_cast<std::size_t>(power)).modulus.view()));
        BlindToken token {keys.epoch, power, randomId<Nonce32>(m_random), randomId<Nonce32>(m_random), {}};
        WEFT_TRY(const BlindedMessage blinded, key.blind(preparedOf(token).view(), m_random));
        prepared.push_back({power, token.randomizer, token.message, blinded.message, blinded.inverse});
    }
    return prepared;
}

/// The tokens that the relay's signatures make of what was prepared. Each is checked.
Result<std::vector<BlindToken>> BlindWallet::open(
    const PurseRequest& request, const RelayConnection::Answer& answer) const
{
    const auto* signatures = std::get_if<BlindSignatures>(&answer);
    const BlindKeys* keys = m_purse.keys(request.epoch);
    if (!signatures || !keys || signatures->signatures.size() != request.prepared.size())
        return Error {ErrorCode::ProtocolViolation, "a signature for each token was asked for"};
    std::vector<BlindToken> tokens;
    for (std::size_t i = 0; i < request.prepared.size(); ++i) {
        const PreparedToken& one = request.prepared[i];
        BlindToken token {request.epoch, one.power, one.randomizer, one.message, {}};
        WEFT_TRY(const BlindPublicKey key,
            BlindPublicKey::fromModulus(keys->keys.at(static_cast<std::size_t>(one.power)).modulus.view()));
        WEFT_TRY(token.signature,
            key.finalize(preparedOf(token).view(), signatures->signatures[i].signature.view(), one.inverse.view()));
        tokens.push_back(std::move(token));
    }
    return tokens;
}

/// It wasn't carried out.
Done BlindWallet::refused(const PurseRequest& request, const Error& why)
{
    const bool spends = !request.spent.empty();
    if (spends && (why.code == ErrorCode::TokenSpent || why.code == ErrorCode::TokenInvalid)) {
        if (request.spent.size() > 1 || request.kind != PurseRequest::Kind::Exchange)
            return told(doubt(request));
        return told(m_purse.finish(request.id, {})); // it is this one that is worth nothing
    }
    return told(m_purse.undo(request.id));
}

/// One of its tokens isn't good (a copy of the purse was spent, say): each is exchanged alone, which tells.
Done BlindWallet::doubt(const PurseRequest& request)
{
    const std::vector<BlindToken> tokens = request.spent;
    WEFT_CHECK(m_purse.undo(request.id));
    for (const BlindToken& token : tokens) {
        PurseRequest exchange;
        exchange.kind = PurseRequest::Kind::Exchange;
        exchange.id = randomId<TransferId>(m_random);
        exchange.spent = {token};
        WEFT_CHECK(m_purse.begin(std::move(exchange)));
    }
    return {};
}

QCoro::Task<Result<Money>> BlindWallet::withdraw(RelayConnection* account, Money amount)
{
    const QPointer<BlindWallet> self(this);
    const QPointer<RelayConnection> named(account);
    amount = blindRoundedDown(amount);
    if (amount < kBlindUnit)
        co_return Error {ErrorCode::AmountInvalid, "the smallest amount is 0.01 credit"};
    auto fetching = fetchKeys(account);
    const auto keys = co_await fetching;
    if (!self || !named)
        co_return gone();
    if (!keys)
        co_return keys.error();
    const std::vector<int> powers = spreadTokens(amount);
    const Money before = m_purse.worth();
    for (std::size_t at = 0; at < powers.size(); at += static_cast<std::size_t>(kMaxBlindIssued)) {
        const std::size_t end = std::min(powers.size(), at + static_cast<std::size_t>(kMaxBlindIssued));
        PurseRequest request;
        request.id = randomId<TransferId>(m_random);
        request.epoch = keys->epoch;
        const std::vector<int> part(powers.begin() + static_cast<std::ptrdiff_t>(at), powers.begin() + static_cast<std::ptrdiff_t>(end));
        WEFT_CO_TRY(request.prepared, prepare(*keys, part));
        WEFT_CO_CHECK(m_purse.begin(request));
        auto carrying = carryOut(std::move(request), named);
        const Done done = co_await carrying;
        if (!self || !named)
            co_return gone();
        if (!done)
            co_return done.error();
    }
    co_return Money {m_purse.worth().micro - before.micro};
}

/// Asks the relay. An error: it was refused (and undone), or isn't answered (and stays written down).
QCoro::Task<Done> BlindWallet::carryOut(PurseRequest request, RelayConnection* account)
{
    using Kind = PurseRequest::Kind;
    const QPointer<BlindWallet> self(this);
    const QPointer<RelayConnection> named(account);
    if (request.kind == Kind::Payment) {
        auto paying = carryOutPayment(std::move(request));
        co_return co_await paying;
    }
    if (request.kind != Kind::Exchange && !named)
        co_return Done {};
    if (!m_busy.insert(request.id).second)
        co_return Done {};
    const Busy busy {self, request.id};
    if (request.kind == Kind::Exchange && request.epoch == 0) {
        auto preparing = prepareNow(request, powersOf(request.spent));
        const auto prepared = co_await preparing;
        if (!self)
            co_return gone();
        if (!prepared)
            co_return prepared.error();
        request = *prepared;
    }
    auto sending = send(request, named);
    const auto answer = co_await sending;
    if (!self)
        co_return gone();
    if (!answer)
        co_return notAnswered(std::move(request), answer.error());
    if (request.kind == Kind::Deposit)
        co_return told(m_purse.finish(request.id, {}));
    WEFT_CO_TRY(const std::vector<BlindToken> tokens, open(request, *answer));
    co_return told(m_purse.finish(request.id, tokens));
}

/// With the keys that sign now, and written down.
QCoro::Task<Result<PurseRequest>> BlindWallet::prepareNow(PurseRequest request, std::vector<int> powers)
{
    const QPointer<BlindWallet> self(this);
    auto fetching = fetchKeys(nullptr);
    const auto keys = co_await fetching;
    if (!self)
        co_return gone();
    if (!keys)
        co_return keys.error();
    WEFT_CO_TRY(request.prepared, prepare(*keys, powers));
    request.epoch = keys->epoch;
    WEFT_CO_CHECK(m_purse.update(request));
    co_return request;
}

QCoro::Task<Result<RelayConnection::Answer>> BlindWallet::send(PurseRequest request, QPointer<RelayConnection> account)
{
    if (request.kind == PurseRequest::Kind::Withdrawal) {
        const WithdrawBlind withdrawal {0, request.id, request.epoch, blindedOf(request)};
        auto asking = account->ask(withdrawal);
        co_return co_await asking;
    }
    if (request.kind == PurseRequest::Kind::Deposit) {
        const DepositBlind deposit {0, request.id, request.spent};
        auto asking = account->ask(deposit);
        co_return co_await asking;
    }
    const ExchangeBlind exchange {0, request.spent, request.epoch, blindedOf(request)};
    auto asking = m_anonymous.ask(exchange);
    co_return co_await asking;
}

Done BlindWallet::notAnswered(PurseRequest request, const Error& why)
{
    if (!isDefinite(why.code))
        return why;
    const auto reason = why.args.find("reason");
    const bool isLate = reason != why.args.end() && reason->second == "epoch";
    if (request.kind == PurseRequest::Kind::Exchange && isLate) { // its keys no longer sign: prepared anew, another time
        request.epoch = 0;
        WEFT_CHECK(m_purse.update(request));
        return why;
    }
    WEFT_CHECK(refused(request, why));
    return why;
}

QCoro::Task<Result<Money>> BlindWallet::deposit(RelayConnection* account)
{
    const QPointer<BlindWallet> self(this);
    const QPointer<RelayConnection> named(account);
    Money sum;
    while (!m_purse.tokens().empty()) {
        PurseRequest request;
        request.kind = PurseRequest::Kind::Deposit;
        request.id = randomId<TransferId>(m_random);
        const auto count = std::min<std::size_t>(m_purse.tokens().size(), static_cast<std::size_t>(kMaxBlindTokens));
        request.spent.assign(m_purse.tokens().begin(), m_purse.tokens().begin() + static_cast<std::ptrdiff_t>(count));
        const Money worth = worthOf(request.spent);
        WEFT_CO_CHECK(m_purse.begin(request));
        auto carrying = carryOut(std::move(request), named);
        const Done done = co_await carrying;
        if (!self || !named)
            co_return gone();
        if (!done)
            co_return done.error();
        sum.micro += worth.micro;
    }
    co_return sum;
}

QCoro::Task<Done> BlindWallet::recover(RelayConnection* account)
{
    const QPointer<BlindWallet> self(this);
    const QPointer<RelayConnection> named(account);
    std::vector<TransferId> ids;
    for (const PurseRequest& request : m_purse.requests())
        ids.push_back(request.id);
    for (const TransferId& id : ids) {
        const PurseRequest* request = requestOf(id); // as it is by now
        if (!request)
            continue;
        auto carrying = carryOut(*request, named);
        const Done done = co_await carrying;
        if (!self)
            co_return gone();
        if (!done && !isDefinite(done.error().code))
            co_return done;
    }
    auto exchanging = exchangeOld();
    co_return co_await exchanging;
}

QCoro::Task<Done> BlindWallet::exchangeOld()
{
    const QPointer<BlindWallet> self(this);
    std::vector<BlindToken> old; // of now: with a wrong clock the new ones would be old again, for ever
    std::ranges::copy_if(m_purse.tokens(), std::back_inserter(old),
        [](const BlindToken& token) { return !isCurrentBlindEpoch(token.epoch, unixNow()); });
    constexpr auto kMost = static_cast<std::size_t>(kMaxBlindExchanged);
    for (std::size_t at = 0; at < old.size(); at += kMost) {
        PurseRequest request;
        request.kind = PurseRequest::Kind::Exchange;
        request.id = randomId<TransferId>(m_random);
        request.spent.assign(old.begin() + static_cast<std::ptrdiff_t>(at),
            old.begin() + static_cast<std::ptrdiff_t>(std::min(old.size(), at + kMost)));
        WEFT_CO_CHECK(m_purse.begin(request)); // an error when one of them was spent meanwhile
        auto carrying = carryOut(std::move(request), nullptr);
        const Done done = co_await carrying;
        if (!self)
            co_return gone();
        if (!done)
            co_return done;
    }
    co_return Done {};
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/blind/BlindBank.h"

#include "core/protocol/Codec.h"
#include "core/security/BlindTokens.h"
#include "core/values/Sha256.h"
#include "relay-server/ledger/DerivedId.h"

namespace weft::relay {

using namespace protocol::relay;

namespace {

template <typename Id>
Id derived(std::string_view purpose, ByteView from)
{
    return derivedFrom<Id>({bytesOf(purpose), from});
}

/// Of all but the number that the connection gave it.
template <typename Request>
Hash256 digestOf(Request request)
{
    request.id = 0;
    return sha256(protocol::viewOf(protocol::encode(request)));
}

/// The account is no part of the message, but of what was asked for.
template <typename Request>
Hash256 digestOf(const AccountId& account, const Request& request)
{
    const Hash256 of = digestOf(request);
    std::vector<std::uint8_t> bytes(account.bytes.begin(), account.bytes.end());
    bytes.insert(bytes.end(), of.bytes.begin(), of.bytes.end());
    return sha256(bytes);
}

/// Of the account's own choice, but never another's, nor one that the ledger makes itself.
TransferId idOf(std::string_view purpose, const AccountId& account, const TransferId& asked)
{
    return derivedFrom<TransferId>({bytesOf(purpose), account.view(), asked.view()});
}

TransferId claimId(const JobId& job) { return derived<TransferId>("weft blind change", job.view()); }

RequestHold plainHold(const RequestBlindHold& request)
{
    return {request.id, request.job, request.provider, request.jobKey, request.jobPublicKey, request.amount,
        request.deadlineSeconds};
}

} // namespace

AccountId blindAccountOf(const JobId& job) { return derived<AccountId>("weft blind hold", job.view()); }

/// false: it is new.
Result<bool> BlindBank::wasCarriedOut(
    const TransferId& id, BlindRequestKind kind, const Hash256& digest, ErrorCode otherwise)
{
    WEFT_TRY(const auto known, m_rows.request(id));
    if (!known)
        return false;
    if (known->kind != kind || known->digest != digest)
        return Error {otherwise, "another request of this id was carried out"};
    return true;
}

Result<bool> BlindBank::withdraw(const AccountId& account, const WithdrawBlind& request, UnixMillis now, Mode mode)
{
    const Hash256 digest = digestOf(account, request);
    const TransferId id = idOf("weft blind withdrawal", account, request.transfer);
    WEFT_TRY(const bool known,
        wasCarriedOut(id, BlindRequestKind::Withdrawal, digest, ErrorCode::AmountInvalid));
    if (known)
        return true;
    WEFT_CHECK(m_jobs.checkMayPay(account)); // what is frozen doesn't leave as tokens
    const Money worth = worthOf(request.tokens);
    if (mode == Mode::Check) {
        WEFT_TRY(const Book credits, m_store.book(creditsOf(account)));
        if (credits.available() < worth)
            return Error {ErrorCode::CreditTooLow, "not enough credits",
                {{"available", toCreditString(credits.available())}, {"needed", toCreditString(worth)}}};
        return false;
    }
    WEFT_CHECK(m_store.post({id, {}, creditsOf(account), kBlind, worth, now}));
    WEFT_CHECK(m_rows.insertRequest({id, BlindRequestKind::Withdrawal, digest, worth}));
    return false;
}

Done BlindBank::spend(const std::vector<BlindToken>& tokens)
{
    for (const BlindToken& token : tokens)
        WEFT_CHECK(m_rows.spend(spentHashOf(token), token.power));
    return {};
}

Done BlindBank::payIn(const RequestBlindHold& request, UnixMillis now)
{
    const Money worth = worthOf(request.tokens);
    if (worth < request.amount)
        return Error {ErrorCode::CreditTooLow, "the tokens are worth less than the hold",
            {{"available", toCreditString(worth)}, {"needed", toCreditString(request.amount)}}};
    WEFT_TRY(const auto taken, m_rows.holdBySecret(request.secretHash));
    if (taken)
        return Error {ErrorCode::ValueInvalid, "another hold has this secret"};
    WEFT_TRY(const auto known, m_store.hold(request.job));
    if (known)
        return Error {ErrorCode::ValueInvalid, "this job was held on other terms"};
    WEFT_CHECK(spend(request.tokens));
    return m_store.post({derived<TransferId>("weft blind payment", request.job.view()), {}, kBlind,
        creditsOf(blindAccountOf(request.job)), worth, now});
}

Result<Outbox> BlindBank::hold(
    const KeyHash& machine, const std::optional<Party>& provider, const RequestBlindHold& request, UnixMillis now)
{
    const Party buyer {blindAccountOf(request.job), machine};
    const Hash256 digest = digestOf(request);
    WEFT_TRY(const auto known, m_rows.holdOf(request.job));
    if (known && known->digest != digest)
        return Error {ErrorCode::ValueInvalid, "this job was held on other terms"};
    if (known)
        return m_jobs.requestHold(buyer, provider, plainHold(request), now);
    WEFT_CHECK(payIn(request, now));
    WEFT_TRY(Outbox out, m_jobs.requestHold(buyer, provider, plainHold(request), now));
    WEFT_CHECK(m_rows.insertHold({request.job, request.secretHash, digest, worthOf(request.tokens)}));
    return out;
}

/// What a resolved hold has left.
Result<Money> BlindBank::left(const JobId& job)
{
    WEFT_TRY(const Book book, m_store.book(creditsOf(blindAccountOf(job))));
    return book.available();
}

Result<BlindChange> BlindBank::change(const AskBlindChange& request)
{
    BlindChange answer;
    answer.id = request.id;
    WEFT_TRY(const auto hold, m_rows.holdBySecret(sha256(request.secret.view())));
    if (!hold)
        return answer;
    WEFT_TRY(const auto resolved, m_store.resolution(hold->job));
    answer.state = int(resolved ? resolved->kind : HoldState::Held);
    WEFT_TRY(const auto claimed, m_rows.request(claimId(hold->job)));
    answer.claimed = claimed.has_value();
    if (claimed) {
        answer.amount = claimed->issued;
    } else if (resolved) {
        WEFT_TRY(const Money rest, left(hold->job));
        answer.amount = blindRoundedDown(rest);
    }
    return answer;
}

Result<bool> BlindBank::claim(const ClaimBlindChange& request, UnixMillis now, Mode mode)
{
    WEFT_TRY(const auto hold, m_rows.holdBySecret(sha256(request.secret.view())));
    if (!hold)
        return Error {ErrorCode::HoldUnknown, "no hold has this secret"};
    const Hash256 digest = digestOf(request);
    const TransferId id = claimId(hold->job);
    WEFT_TRY(const bool known, wasCarriedOut(id, BlindRequestKind::Change, digest, ErrorCode::TokenSpent));
    if (known)
        return true;
    WEFT_TRY(const auto resolved, m_store.resolution(hold->job));
    if (!resolved)
        return Error {ErrorCode::AmountInvalid, "this hold isn't resolved yet"};
    WEFT_TRY(const Money rest, left(hold->job));
    const Money worth = worthOf(request.tokens);
    if (worth != blindRoundedDown(rest))
        return Error {ErrorCode::AmountInvalid, "the change is another amount",
            {{"available", toCreditString(blindRoundedDown(rest))}, {"needed", toCreditString(worth)}}};
    if (mode == Mode::Check)
        return false;
    const BookId from = creditsOf(blindAccountOf(hold->job));
    if (worth.micro > 0)
        WEFT_CHECK(m_store.post({id, {}, from, kBlind, worth, now}));
    if (const Money dust {rest.micro - worth.micro}; dust.micro > 0)
        WEFT_CHECK(m_store.post(
            {derived<TransferId>("weft blind rounding", hold->job.view()), {}, from, kBlindRounding, dust, now}));
    WEFT_CHECK(m_rows.insertRequest({id, BlindRequestKind::Change, digest, worth}));
    return false;
}

Result<bool> BlindBank::exchange(const ExchangeBlind& request, Mode mode)
{
    std::vector<std::uint8_t> all;
    for (const BlindToken& token : request.spent) {
        const Hash256 one = spentHashOf(token);
        all.insert(all.end(), one.bytes.begin(), one.bytes.end());
    }
    const auto id = derived<TransferId>("weft blind exchange", all);
    const Hash256 digest = digestOf(request);
    WEFT_TRY(const bool known, wasCarriedOut(id, BlindRequestKind::Exchange, digest, ErrorCode::TokenSpent));
    if (known)
        return true;
    const Money worth = worthOf(request.tokens);
    if (worth != worthOf(request.spent))
        return Error {ErrorCode::AmountInvalid, "the new tokens aren't worth the same"};
    if (mode == Mode::Check)
        return false;
    WEFT_CHECK(spend(request.spent));
    WEFT_CHECK(m_rows.insertRequest({id, BlindRequestKind::Exchange, digest, worth}));
    return false;
}

Result<bool> BlindBank::deposit(const AccountId& account, const DepositBlind& request, UnixMillis now)
{
    const Hash256 digest = digestOf(account, request);
    const TransferId id = idOf("weft blind deposit", account, request.transfer);
    WEFT_TRY(const bool known,
        wasCarriedOut(id, BlindRequestKind::Deposit, digest, ErrorCode::AmountInvalid));
    if (known)
        return true;
    WEFT_CHECK(spend(request.tokens));
    WEFT_CHECK(m_store.post({id, {}, kBlind, creditsOf(account), worthOf(request.tokens), now}));
    WEFT_CHECK(m_rows.insertRequest({id, BlindRequestKind::Deposit, digest, {}}));
    return false;
}

Result<std::vector<std::string>> checkBlindCredits(Database& database, LedgerStore& store)
{
    std::vector<std::string> broken;
    WEFT_TRY(const Money circulating, BlindStore(database).circulation());
    WEFT_TRY(const Book book, store.book(kBlind));
    if (book.posted() != circulating)
        broken.push_back("the blind book holds " + toCreditString(book.posted()) + " credits, tokens worth "
            + toCreditString(circulating) + " circulate");
    return broken;
}

} // namespace weft::relay

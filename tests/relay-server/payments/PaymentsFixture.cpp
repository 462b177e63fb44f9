// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/payments/PaymentsFixture.h"

#include "relay-server/ledger/LedgerCheck.h"
#include "relay-server/ledger/RelayJobs.h"

namespace weft::relay::test {

Done TestGate::checkHasPassword(const AccountId&)
{
    return hasPassword ? Done{} : Done{Error{ErrorCode::PasswordNeeded, "as asked"}};
}

Done TestGate::checkTotp(const AccountId&, const std::string& code, UnixMillis)
{
    return code == totp ? Done{} : Done{Error{ErrorCode::CodeWrong, "as asked"}};
}

PaymentsFixture::PaymentsFixture(const QString& where)
    : database(Database::open(where).value())
{
    rules.on = true;
    rules.testMode = true;
    rules.returnUrl = "https://relay.example";
    RelayJobs jobs(ledger, {}, {});
    if (!jobs.openBooks() || !ledger.openBook(kGrants, kMaxAmount))
        std::abort();
    KeyHash machine{{9}};
    const auto added = now - std::chrono::days(100);
    (void)database->write("INSERT INTO device (machine, account, added) VALUES (?, ?, ?)",
        {toSql(machine), toSql(me), toSql(std::int64_t(added.time_since_epoch().count()))});
}

void PaymentsFixture::keep(const Result<PaymentEffects>& effects)
{
    if (!effects)
        qFatal("%s", effects.error().detail.c_str());
    told.pushes.insert(told.pushes.end(), effects->pushes.begin(), effects->pushes.end());
    told.answers.insert(told.answers.end(), effects->answers.begin(), effects->answers.end());
    told.notes.insert(told.notes.end(), effects->notes.begin(), effects->notes.end());
}

void PaymentsFixture::pump()
{
    for (auto rows = payments.due(now, 100); rows && !rows->empty(); rows = payments.due(now, 100)) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const OutboxRow row = (*rows)[i];
            const auto effects = payments.answered(row, stripe.call(row.call), now);
            keep(effects);
            if (effects->next)
                rows->push_back(*effects->next);
        }
    }
}

void PaymentsFixture::event(const std::string& type, const Json& object, const std::string& id)
{
    const StripeEvent event{id.empty() ? "evt_" + std::to_string(++m_events) : id, type, false, object};
    if (const Done noted = payments.noteEvent(event, now); !noted)
        qFatal("%s", noted.error().detail.c_str());
}

protocol::relay::StartTopUp PaymentsFixture::topUpOf(std::uint8_t n, Money amount, bool saveCard) const
{
    return {1, idOf(n), amount, saveCard};
}

std::string PaymentsFixture::opened(std::uint8_t n, Money amount, bool saveCard)
{
    const auto asked = payments.topUps().start(me, topUpOf(n, amount, saveCard), now);
    if (!asked)
        qFatal("%s", asked.error().detail.c_str());
    pump();
    return topUp(n).session;
}

TopUp PaymentsFixture::paid(std::uint8_t n, Money amount, bool saveCard)
{
    const std::string session = opened(n, amount, saveCard);
    stripe.pay(session);
    event("checkout.session.completed", stripe.object(session));
    pump();
    return topUp(n);
}

void PaymentsFixture::spend(Money amount)
{
    const TransferId id = derivedId("spent", std::to_string(++m_jobs));
    if (!ledger.post({id, {}, creditsOf(me), kShare, amount, now}))
        qFatal("not enough to spend");
}

void PaymentsFixture::earn(Money amount)
{
    const Party buyer{accountOf(77), KeyHash{{77}}};
    Hold hold;
    hold.job = JobId{{std::uint8_t(++m_jobs), 7}};
    hold.buyer = buyer;
    hold.provider = {me, KeyHash{{9}}};
    hold.amount = amount;
    hold.created = now;
    hold.deadline = now;
    const std::string job = hold.job.hex();
    const bool posted =
        ledger.post({derivedId("granted", job), {}, kGrants, {buyer.account, BookKind::Credits}, amount, now})
        && ledger.insertHold(hold)
        && ledger.resolve({hold.job, HoldState::Captured, amount, {}, amount, false, {}, 0, now},
            {{derivedId("captured", job), hold.job, {buyer.account, BookKind::Credits}, kClearing, amount, now},
                {derivedId("earned", job), hold.job, kClearing, earningsOf(me), amount, now}});
    if (!posted)
        qFatal("couldn't earn");
}

std::string PaymentsFixture::mismatch()
{
    const auto broken = checkLedger(ledger);
    if (!broken || !broken->empty())
        return broken ? broken->front() : broken.error().detail;
    if (posted(kDisputes).micro != 0)
        return "the dispute book isn't empty";
    const std::int64_t ours = -posted(kStripe).micro;
    if (ours != fromCents(stripe.cents).micro)
        return "Stripe holds " + std::to_string(stripe.cents) + ", our book says " + toCreditString({ours});
    return {};
}

} // namespace weft::relay::test

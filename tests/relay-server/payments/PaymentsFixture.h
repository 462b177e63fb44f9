// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/ledger/SqlLedgerStore.h"
#include "relay-server/payments/Payments.h"
#include "tests/relay-server/payments/MemoryStripe.h"

namespace weft::relay::test {

/// A gate that can be shut.
struct TestGate final : AccountGate {
    bool hasPassword = true;
    std::string totp = "123456";

    Done checkHasPassword(const AccountId&) override;
    Done checkTotp(const AccountId&, const std::string& code, UnixMillis) override;
};

/// Payments on an empty database in memory, with a Stripe in memory.
struct PaymentsFixture {
    std::unique_ptr<Database> database;
    SqlLedgerStore ledger{*database};
    PaymentStore store{*database};
    PaymentRules rules;
    TestGate gate;
    Payments payments{store, ledger, rules, gate};
    MemoryStripe stripe;
    PaymentEffects told; // all pushes and answers so far
    UnixMillis now{std::chrono::days(20'000)}; // 2024-10-04
    AccountId me = accountOf(1);

    /// `where`: a file or a URL of PostgreSQL.
    explicit PaymentsFixture(const QString& where = QStringLiteral(":memory:"));

    static AccountId accountOf(std::uint8_t n) { return AccountId{{n, 1}}; }
    static TransferId idOf(std::uint8_t n) { return TransferId{{n, 2}}; }

    /// Carries out what is due, and what that asks for, until nothing is. Errors are failures of the test.
    void pump();
    /// Tells of an object of Stripe's as a webhook does; `id` empty: a new event.
    void event(const std::string& type, const Json& object, const std::string& id = {});
    void keep(const Result<PaymentEffects>& effects);

    protocol::relay::StartTopUp topUpOf(std::uint8_t n, Money amount, bool saveCard = false) const;
    /// A top up that was asked for; its session's id.
    std::string opened(std::uint8_t n, Money amount, bool saveCard = false);
    /// One that was paid by card.
    TopUp paid(std::uint8_t n, Money amount, bool saveCard = false);
    TopUp topUp(std::uint8_t n) { return store.topUp(idOf(n)).value().value(); }
    void spend(Money amount);
    /// Earned by a job, so that it has to mature.
    void earn(Money amount);
    Money available() { return ledger.book(creditsOf(me)).value().available(); }
    Money earned() { return ledger.book(earningsOf(me)).value().available(); }
    Money posted(const BookId& book) { return ledger.book(book).value().posted(); }
    bool isFrozen() { return store.payer(me).value().frozen != 0; }
    protocol::relay::Wallet wallet() { return payments.context().wallet(me, 0, now).value(); }
    /// What doesn't fit: the books among themselves, and with what Stripe holds. Empty: all does.
    std::string mismatch();

    template <typename Message> std::optional<Message> last() const
    {
        for (auto it = told.pushes.rbegin(); it != told.pushes.rend(); ++it) {
            if (const auto* message = std::get_if<Message>(&it->message))
                return *message;
        }
        return std::nullopt;
    }

private:
    int m_events = 0;
    int m_jobs = 0;
};

} // namespace weft::relay::test

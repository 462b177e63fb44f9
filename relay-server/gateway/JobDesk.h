// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/accounts/Approvals.h"
#include "relay-server/accounts/DeviceMoves.h"
#include "relay-server/blind/BlindBank.h"
#include "relay-server/budgets/BudgetBank.h"
#include "relay-server/ledger/SqlLedgerStore.h"
#include "relay-server/storage/Writer.h"

#include "relay-server/ledger/RelayJobs.h"
#include "relay-server/payments/Payments.h"
#include "relay-server/payments/TrialLimit.h"

namespace weft::relay {

/// What payments must know of an account: its password, its second factor, and what it has set aside.
class LoginGate final : public AccountGate {
public:
    LoginGate(Logins& logins, BudgetBank& budgets)
        : m_logins(logins)
        , m_budgets(budgets)
    {
    }
    Done checkHasPassword(const AccountId& account) override
    {
        WEFT_TRY(const bool has, m_logins.hasPassword(account));
        return has ? Done{} : Done{Error{ErrorCode::PasswordNeeded, "an e-mail and a password come first"}};
    }
    Done checkTotp(const AccountId& account, const std::string& code, UnixMillis now) override
    {
        return m_logins.checkTotp(account, code, now);
    }
    Done bringBack(const AccountId& account, UnixMillis now) override { return m_budgets.revokeAll(account, now); }

private:
    Logins& m_logins;
    BudgetBank& m_budgets;
};

/// RelayJobs and Accounts on the writer's thread; answers come back on the event loop after the commit.
class JobDesk {
public:
    struct Tools {
        RelayJobs& jobs;
        Accounts& accounts;
        LedgerStore& store;
        Logins& logins;
        Approvals& approvals;
        DeviceMoves& moves;
        BlindBank& blind;
        Payments& payments;
        TrialLimit& trials;
        BudgetBank& budgets;
    };
    struct Rules {
        JobRules jobs;
        PaymentRules payments;
        int trialsPerAddress = 0; // a day
    };

    /// `context` lives on the event loop, longer than the desk. Opens the relay's books; each open hold waits for its
    /// provider's return. Errors: as Database::open.
    static Result<std::unique_ptr<JobDesk>> start(
        QObject* context, const QString& path, const Rules& rules, const JobCrypto& crypto, UnixMillis now)
    {
        Writer::Options options;
        options.mode = Database::Mode::Own;
        WEFT_TRY(auto writer, Writer::start(path, options));
        std::unique_ptr<JobDesk> desk(new JobDesk(context));
        desk->m_writer = std::move(writer);
        JobDesk* self = desk.get();
        WEFT_CHECK(desk->m_writer->writeAndWait<int>([=](Database& database) -> Result<int> {
            self->m_core = std::make_unique<Core>(database, rules, crypto);
            WEFT_CHECK(self->m_core->jobs.openBooks());
            WEFT_CHECK(self->m_core->jobs.restarted(now));
            WEFT_CHECK(self->m_core->paymentStore.makeOutboxDue(now));
            return 0;
        }));
        return desk;
    }

    /// `work` may run more than once, and changes nothing but the database; call it on the event loop.
    template <typename T> void run(std::function<Result<T>(Tools)> work, std::function<void(Result<T>)> done)
    {
        m_writer->write<T>(
            m_context,
            [core = m_core.get(), work = std::move(work), number = ++m_requests](Database&) {
                core->logins.beginRequest(number);
                return work(Tools {core->jobs, core->accounts, core->store, core->logins, core->approvals, core->moves,
                    core->blind, core->payments, core->trials, core->budgets});
            },
            std::move(done));
    }

private:
    struct Core {
        Core(Database& database, const Rules& rules, const JobCrypto& crypto)
            : paymentRules(rules.payments)
            , store(database)
            , jobs(store, rules.jobs, crypto)
            , accounts(database)
            , logins(database)
            , approvals(database)
            , moves(database, store, accounts, logins)
            , blind(database, store, jobs)
            , budgets(database, store, jobs)
            , paymentStore(database)
            , gate(logins, budgets)
            , payments(paymentStore, store, paymentRules, gate)
            , trials(rules.trialsPerAddress)
        {
            accounts.setFrozenCheck([this](const AccountId& account) -> Result<bool> {
                WEFT_TRY(const Payer payer, paymentStore.payer(account));
                return payer.frozen != 0;
            });
            moves.setOnEnd([this](const AccountId& from, const AccountId& to) -> Done {
                WEFT_CHECK(budgets.moveOwner(from, to));
                return paymentStore.moveAccount(from, to);
            });
            jobs.setBudgetResolved(
                [this](const Hold& hold, UnixMillis at) { return budgets.resolved(hold, at); });
            jobs.setBuyerCheck([this](const AccountId& buyer) { return payments.context().checkNotFrozen(buyer); });
        }
        PaymentRules paymentRules;
        SqlLedgerStore store;
        RelayJobs jobs;
        Accounts accounts;
        Logins logins;
        Approvals approvals;
        DeviceMoves moves;
        BlindBank blind;
        BudgetBank budgets;
        PaymentStore paymentStore;
        LoginGate gate;
        Payments payments;
        TrialLimit trials;
    };

    explicit JobDesk(QObject* context)
        : m_context(context)
    {
    }

    QObject* m_context;
    std::uint64_t m_requests = 0;
    std::unique_ptr<Core> m_core; // made and used on the writer's thread; goes after the writer
    std::unique_ptr<Writer> m_writer;
};

} // namespace weft::relay

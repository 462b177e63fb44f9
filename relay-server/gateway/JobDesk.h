// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/accounts/Accounts.h"
#include "relay-server/blind/BlindBank.h"
#include "relay-server/ledger/SqlLedgerStore.h"
#include "relay-server/storage/Writer.h"

#include "relay-server/ledger/RelayJobs.h"

namespace weft::relay {

/// RelayJobs and Accounts on the writer's thread; answers come back on the event loop after the commit.
class JobDesk {
public:
    struct Tools {
        RelayJobs& jobs;
        Accounts& accounts;
        LedgerStore& store;
        BlindBank& blind;
    };

    /// `context` lives on the event loop, longer than the desk. Opens the relay's books; each open hold waits for its
    /// provider's return. Errors: as Database::open.
    static Result<std::unique_ptr<JobDesk>> start(
        QObject* context, const QString& path, const JobRules& rules, const JobCrypto& crypto, UnixMillis now)
    {
        WEFT_TRY(auto writer, Writer::start(path));
        std::unique_ptr<JobDesk> desk(new JobDesk(context));
        desk->m_writer = std::move(writer);
        JobDesk* self = desk.get();
        WEFT_CHECK(desk->m_writer->writeAndWait<int>([=](Database& database) -> Result<int> {
            self->m_core = std::make_unique<Core>(database, rules, crypto);
            WEFT_CHECK(self->m_core->jobs.openBooks());
            WEFT_CHECK(self->m_core->jobs.restarted(now));
            return 0;
        }));
        return desk;
    }

    template <typename T>
    void run(std::function<Result<T>(Tools)> work, std::function<void(Result<T>)> done)
    {
        m_writer->write<T>(
            m_context,
            [core = m_core.get(), work = std::move(work)](Database&) {
                return work(Tools {core->jobs, core->accounts, core->store, core->blind});
            },
            std::move(done));
    }

private:
    struct Core {
        Core(Database& database, const JobRules& rules, const JobCrypto& crypto)
            : store(database)
            , jobs(store, rules, crypto)
            , accounts(database)
            , blind(database, store, jobs)
        {
        }
        SqlLedgerStore store;
        RelayJobs jobs;
        Accounts accounts;
        BlindBank blind;
    };

    explicit JobDesk(QObject* context)
        : m_context(context)
    {
    }

    QObject* m_context;
    std::unique_ptr<Core> m_core; // made and used on the writer's thread; goes after the writer
    std::unique_ptr<Writer> m_writer;
};

} // namespace weft::relay

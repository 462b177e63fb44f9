// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"
#include "core/conductor/Conductor.h"
#include "core/security/Random.h"

#include <QPointer>

namespace weft {

/// An author's own engines and the machines of others as one: what a published graph runs on that no engine of the author's can run
/// alone. It is planned and conducted like any run of the author's: bought by the author's account, own engines are free.
///
/// The job's quote is the most that a run may pay others. What the caller can't mend, and mustn't try again, as parts may be paid
/// already, is NodeFailed (args: reason): "api-dear" when it would cost more than the quote, "api-credit" when the author's
/// credits don't last, "api-lost" when a machine was lost or refused.
class BuyingEngine : public Engine {
public:
    struct Own {
        std::shared_ptr<Engine> engine;
        std::set<TypeName> carries; // EngineInfo::carries; empty: Weft's worker
    };
    BuyingEngine(RelayConnection& relay, std::vector<Own> own, RandomSource random);

    std::string id() const override { return "buyer"; }
    std::string displayName() const override { return "Weft"; }
    /// All that they offer together, without this machine's own offer. Asks anew, and waits a while for the relay; without it
    /// there are the own engines.
    QCoro::Task<Result<Catalogue>> catalogue() override;
    /// On what the last catalogue() found.
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;

private:
    struct State {
        QPointer<RelayConnection> relay;
        std::vector<Own> own;
        RandomSource random;
        Conductor conductor {nullptr}; // nothing of a guest's is kept
        Conductor::Engines engines;
        std::vector<EngineInfo> infos;
    };
    static QCoro::Task<Result<Catalogue>> describe(std::shared_ptr<State> state);
    static QCoro::Task<void> addMarket(std::shared_ptr<State> state, Catalogue known);
    static QCoro::Task<FragmentReport> runOn(std::shared_ptr<State> state, FragmentJob job, EventSink events, CancelToken cancel);

    std::shared_ptr<State> d; // runs keep it
};

} // namespace weft

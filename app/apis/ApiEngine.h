// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiPurse.h"
#include "app/apis/ApiStore.h"
#include "core/engine/Engine.h"

#include <set>

namespace weft {

/// This user's published APIs as an engine: each is a node type, and a call runs the graph behind it on one of `behind`, the first
/// that has all of its nodes and models, or else on `buyer`, which also has machines of others (app/apis/BuyingEngine.h). What the
/// graph is never leaves this machine.
class ApiEngine : public Engine {
public:
    /// Who buys, and by which purse. Without them the engines behind must do.
    struct Buying {
        std::shared_ptr<Engine> engine;
        std::shared_ptr<ApiPurse> purse;
    };
    /// `owner`: this machine, in the names of the node types.
    ApiEngine(ApiStore store, std::string owner, std::vector<std::shared_ptr<Engine>> behind, Buying buying = {});

    std::string id() const override { return "apis"; }
    std::string displayName() const override { return "API"; }
    /// Reads the folder anew. An API whose nodes nobody has is left out; the buyer is asked only where the engines behind lack some.
    QCoro::Task<Result<Catalogue>> catalogue() override;
    /// Errors: those of expandCalls, and of the engine behind; NoMachine when none has all nodes. What a call may spend is a part of
    /// what it brings in, unless its author allows more.
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;

    /// What gets in and out: EngineInfo::carries.
    static std::set<TypeName> carriedTypes();
    /// The price of a call of each, in microseconds at 1 credit a reference second: that is its micro-credits.
    std::map<std::string, std::int64_t> work() const;
    /// The calls of a fragment that was offered with these prices.
    static ApiPurse::Calls callsOf(const Fragment& fragment);

private:
    struct Behind {
        std::shared_ptr<Engine> engine;
        Catalogue catalogue;
    };
    struct State {
        ApiStore store;
        std::string owner;
        std::vector<std::shared_ptr<Engine>> engines;
        Buying buying;
        std::vector<Behind> behind; // that answered when the catalogue was asked for
        std::optional<Catalogue> bought; // the buyer's, where it was asked
        std::map<std::string, PublishedApi> apis; // by node type
    };
    static bool runsHere(const State& state, const PublishedApi& api);
    static QCoro::Task<Result<Catalogue>> describe(std::shared_ptr<State> state);
    static QCoro::Task<FragmentReport> runOn(std::shared_ptr<State> state, FragmentJob job, EventSink events, CancelToken cancel);
    static QCoro::Task<FragmentReport> buyOn(std::shared_ptr<State> state, FragmentJob job, EventSink events, CancelToken cancel);

    std::shared_ptr<State> d; // runs keep it
};

} // namespace weft

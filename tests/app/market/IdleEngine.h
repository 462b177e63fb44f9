// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"
#include "tests/app/market/MarketFixture.h"

namespace weft::test {

/// A machine that is listed, and computes nothing.
class IdleEngine : public Engine {
public:
    explicit IdleEngine(const EngineInfo& info)
        : m_info(info)
    {
    }
    std::string id() const override { return m_info.id; }
    std::string displayName() const override { return m_info.displayName; }
    QCoro::Task<Result<Catalogue>> catalogue() override { co_return Catalogue(m_info.catalogue); }
    QCoro::Task<FragmentReport> run(FragmentJob, EventSink, CancelToken) override { co_return FragmentReport {}; }

private:
    EngineInfo m_info;
};

/// The three machines of MarketFixture.h, as if a relay had told of them.
inline void lendMachines(RunController& runs)
{
    std::vector<std::shared_ptr<Engine>> engines;
    for (const EngineInfo& info : threeMachines())
        engines.push_back(std::make_shared<IdleEngine>(info));
    runs.setRemoteEngines(engines, threeMachines());
}

} // namespace weft::test

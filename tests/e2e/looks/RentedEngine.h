// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/WorkerEngine.h"
#include "app/network/Pending.h"

namespace weft::test {

/// A real worker that passes for somebody else's machine: it has a price, may run out of memory, and stands still at a
/// step until it is let go, so that a run can be looked at.
class RentedEngine final : public Engine, public std::enable_shared_from_this<RentedEngine> {
public:
    RentedEngine(const char* key, const char* name, QStringList models)
        : m_worker(settingsFor(key, name, std::move(models)))
        , m_name(name)
    {
    }

    std::optional<Error> failsWith; // at failsAt
    NodeId failsAt;
    std::int64_t stopsAtStep = 0; // of whichever node tells steps; 0: goes on
    Pending<bool> stopped;
    int started = 0; // fragments that came here

    void goOn() { m_goOn.set(true); }

    std::string id() const override { return m_worker.id(); }
    std::string displayName() const override { return m_name; }
    QCoro::Task<Result<Catalogue>> catalogue() override { return m_worker.catalogue(); }

    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override
    {
        const auto self = shared_from_this();
        const Quote quote = job.quote;
        ++started;
        if (failsWith)
            co_return FragmentFailure {*failsWith, failsAt, false, {}, {}, quote.amount};
        const auto passOn = [self, events](const FragmentEvent& event) {
            if (!self->stopped.isSet())
                events(event);
            const auto* step = std::get_if<NodeProgress>(&event);
            if (step && self->stopsAtStep > 0 && step->value >= self->stopsAtStep)
                self->stopped.set(true);
        };
        FragmentReport report = co_await m_worker.run(std::move(job), passOn, cancel);
        if (stopped.isSet()) {
            auto released = m_goOn.wait();
            co_await released;
        }
        if (auto* good = std::get_if<FragmentOutcome>(&report)) {
            good->held = quote.amount;
            good->charged = quote.amount;
        }
        co_return report;
    }

private:
    static WorkerSettings settingsFor(const char* key, const char* name, QStringList models)
    {
        WorkerSettings settings;
        settings.program = QStringLiteral(WEFT_BINARY_DIR "/bin/weft-worker");
        settings.modelFolders = std::move(models);
        settings.id = key;
        settings.displayName = name;
        settings.threads = 1;
        return settings;
    }

    WorkerEngine m_worker;
    std::string m_name;
    Pending<bool> m_goOn;
};

} // namespace weft::test

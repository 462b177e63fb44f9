// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/SharingModel.h"
#include "core/protocol/Worker.h"

namespace weft::test {

/// Sharing that does what the test says.
class FakeSharing : public SharingModel {
public:
    State state() const override { return now; }
    QDateTime pausedUntil() const override { return until; }
    void switchOn() override
    {
        until = {};
        enter(State::On);
    }
    void switchOff() override
    {
        until = {};
        enter(State::Off);
    }
    void pause(std::chrono::milliseconds howLong) override
    {
        until = QDateTime::currentDateTime().addMSecs(howLong.count());
        enter(State::Off);
    }
    QString name() const override { return ownName; }
    Money price() const override { return ownPrice; }
    Done setName(const QString& name) override
    {
        if (name.trimmed().isEmpty())
            return Error {ErrorCode::LimitExceeded};
        ownName = name;
        return {};
    }
    Done setPrice(Money price) override
    {
        ownPrice = price;
        return {};
    }
    const ServerOffers& servers() const override { return ownServers; }
    Done setServers(const ServerOffers& servers) override
    {
        ownServers = servers;
        Q_EMIT changed();
        return {};
    }
    std::optional<Error> serverProblem(const std::string& kind) const override
    {
        const auto problem = serverProblems.find(kind);
        return problem == serverProblems.end() ? std::nullopt : std::optional(problem->second);
    }
    GuestWorker worker() const override { return {"CPU, 2 threads", sandbox}; }
    const GuestLog& guests() const override { return log; }
    Money earned() const override { return {}; }
    std::optional<Error> problem() const override { return wrong; }
    void enter(State state)
    {
        now = state;
        Q_EMIT changed();
    }

    State now = State::Off;
    QDateTime until;
    QString ownName = QStringLiteral("My PC");
    Money ownPrice = microCredits(10'000);
    ServerOffers ownServers;
    std::map<std::string, Error> serverProblems;
    std::string sandbox;
    GuestLog log;
    std::optional<Error> wrong;
};

} // namespace weft::test

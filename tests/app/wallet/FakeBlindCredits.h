// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/wallet/blind/BlindCredits.h"

namespace weft::test {

/// A purse that does what a test says.
class FakeBlindCredits : public BlindCredits {
public:
    std::optional<Money> worth() const override { return amount; }
    Money underWay() const override { return paid; }
    bool hasPurse() const override { return has; }
    bool isWanted() const override { return wanted; }
    bool isInUse() const override { return inUse; }
    bool isBusy() const override { return busy; }
    const std::optional<Error>& error() const override { return problem; }
    QString proxy() const override { return through; }
    void watch(bool isWatched) override { watched = isWatched; }
    void want(bool isWanted) override
    {
        wanted = isWanted;
        Q_EMIT changed();
    }
    void withdraw(Money wish) override
    {
        asked = wish;
        busy = true;
        Q_EMIT changed();
    }
    void deposit() override
    {
        isBackAsked = true;
        busy = true;
        Q_EMIT changed();
    }
    /// Ends a move.
    void end(std::optional<Error> why, Money moved_ = {}, bool intoPurse = true)
    {
        busy = false;
        problem = std::move(why);
        has = true;
        Q_EMIT changed();
        if (!problem)
            Q_EMIT moved(moved_.micro, intoPurse);
    }

    std::optional<Money> amount = Money {};
    Money paid;
    bool has = false;
    bool wanted = false;
    bool inUse = false;
    bool busy = false;
    bool watched = false;
    bool isBackAsked = false;
    Money asked;
    QString through;
    std::optional<Error> problem;
};

} // namespace weft::test

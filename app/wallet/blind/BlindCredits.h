// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QObject>
#include <QString>

#include <optional>

namespace weft {

/// Blind credits at one relay, as the wallet's page shows and moves them. app/engines/BlindController.h is the real one.
class BlindCredits : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// What lies in the purse; none: it isn't open yet.
    virtual std::optional<Money> worth() const = 0;
    /// Paid, and not settled yet: at most so much comes back.
    virtual Money underWay() const = 0;
    /// Whether there ever was a purse; before, nobody can have read what it hides and what it doesn't.
    virtual bool hasPurse() const = 0;
    /// Runs are to be paid with them; what is being run is paid as it began.
    virtual bool isWanted() const = 0;
    virtual bool isInUse() const = 0;
    /// Credits are being moved.
    virtual bool isBusy() const = 0;
    /// How the last move, or the opening of the purse, failed.
    virtual const std::optional<Error>& error() const = 0;
    /// The proxy that relays are reached through; empty: none.
    virtual QString proxy() const = 0;

    /// Somebody looks at them, or no longer: the purse is open meanwhile, and another program can't have it.
    virtual void watch(bool isWatched) = 0;
    /// Kept in the settings.
    virtual void want(bool isWanted) = 0;
    /// Credits of the account become blind ones: a whole number of 0.01. Ends with moved() or an error().
    virtual void withdraw(Money amount) = 0;
    /// All of them become credits of the account again. The same.
    virtual void deposit() = 0;

Q_SIGNALS:
    void changed();
    void moved(qint64 microCredits, bool intoPurse);
};

} // namespace weft

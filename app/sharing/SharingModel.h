// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/GuestLog.h"
#include "app/sharing/ServerOffers.h"
#include "app/sharing/SharingController.h"

#include <QDateTime>

namespace weft {

/// What the window knows of lending this computer, and what it can do about it.
class SharingModel : public QObject {
    Q_OBJECT

public:
    using State = SharingController::State;
    using QObject::QObject;

    virtual State state() const = 0;
    /// Sharing starts again then; invalid: it isn't paused.
    virtual QDateTime pausedUntil() const = 0;
    virtual void switchOn() = 0;
    virtual void switchOff() = 0; // also ends a pause
    virtual void pause(std::chrono::milliseconds howLong) = 0;

    virtual QString name() const = 0;
    virtual Money price() const = 0; // a reference second
    /// Kept, and told to the relay at once while this computer is shared. Errors: LimitExceeded, AmountInvalid.
    virtual Done setName(const QString& name) = 0;
    virtual Done setPrice(Money pricePerReferenceSecond) = 0;
    /// What is published as APIs has changed: others hear of it at once while this computer is shared.
    virtual void offerAgain() { }

    /// What guests may use of the owner's other servers. Kept; the next offer has it, a moment later. Errors: FileUnwritable.
    virtual const ServerOffers& servers() const = 0;
    virtual Done setServers(const ServerOffers& servers) = 0;
    /// Why a server ("comfyui", "language") isn't offered while this computer is shared; none: it is, or isn't to be.
    virtual std::optional<Error> serverProblem(const std::string& kind) const = 0;

    /// What guests' worker said of itself when sharing was last turned on; empty before.
    virtual GuestWorker worker() const = 0;
    virtual const GuestLog& guests() const = 0;
    virtual Money earned() const = 0; // since the switch was turned on
    /// Why the switch went off by itself, or the relay refused the offer; none: nothing is wrong.
    virtual std::optional<Error> problem() const = 0;

Q_SIGNALS:
    void changed();
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/MarketEngines.h"

#include <QObject>

#include <optional>

namespace weft {

class SharingModel;

/// What the window knows of the relay: whether it is reached, the balance, and this computer's sharing switch.
/// The window works without one (everything then runs here).
class MarketModel : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual bool isOnline() const = 0;
    virtual QString relayName() const = 0;
    virtual std::optional<Money> balance() const = 0;
    virtual std::optional<bool> isSharing() const = 0; // none: can't be shared
    virtual QString sharingDetail() const = 0; // "idle", "2 jobs", "+0.41"
    virtual void toggleSharing() = 0;
    /// What the relay says of the machines that RunController has from it.
    virtual std::vector<ListedMachine> listed() const { return {}; }
    /// Lending this computer; null: it can't be lent.
    virtual SharingModel* sharing() { return nullptr; }
    /// Asks the relay again for machines and balance.
    virtual void refresh() = 0;

Q_SIGNALS:
    void changed();
    void failed(const QString& why);
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/Payments.h"

#include <QTimer>

#include <set>

namespace weft::relay {

/// Takes due rows of the outbox to Stripe and the answers back into the Writer. A crash between Stripe's commit and
/// ours leaves the row due: asked again with the same key, Stripe answers with the same object.
class OutboxPump : public QObject {
    Q_OBJECT
public:
    /// Runs on the writer's thread; the answer comes back on this object's.
    template <typename T>
    using Run = std::function<void(std::function<Result<T>(Payments&)> work, std::function<void(Result<T>)> done)>;
    struct Desk {
        Run<std::vector<OutboxRow>> take;
        Run<PaymentEffects> write;
    };
    using Deliver = std::function<void(const PaymentEffects&)>;
    using Log = std::function<void(std::string_view what, const Error& error)>;

    OutboxPump(StripeApi::Options api, Desk desk, Deliver deliver, Log log);

    void start();
    /// Something was pushed: look at once.
    void poke();

private:
    void pump();
    void ask(const OutboxRow& row);
    void send(const OutboxRow& row);
    void finish(const OutboxRow& row, const StripeAnswer& answer);

    StripeApi m_api;
    Desk m_desk;
    Deliver m_deliver;
    Log m_log;
    QTimer m_timer;
    std::set<TransferId> m_asking;
    bool m_taking = false;
    bool m_again = false;
};

} // namespace weft::relay

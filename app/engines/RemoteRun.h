// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/BuyerJob.h"
#include "app/network/PeerSession.h"
#include "app/network/RealJobCrypto.h"

#include <QTimer>

#include <deque>

namespace weft {

/// One fragment on another machine: carries out what BuyerJob asks for. Belongs to the connection and goes on after its
/// report until the hold is resolved; then it deletes itself.
class RemoteRun : public QObject {
    Q_OBJECT

public:
    /// `key`: of the order (jobPublicKey). Starts by start().
    RemoteRun(RelayConnection& relay, DeviceKey key, BuyerOrder order, RandomSource random, EventSink events);
    ~RemoteRun() override;

    void start();
    void cancel();
    Pending<FragmentReport> report() const { return m_report; }

private:
    void apply(BuyerJob::Effects effects);
    void carryOut(BuyerJob::Effect& effect);
    void ask(const RelayRequest& request);
    void onPushed(const protocol::relay::ToMachine& message);
    void openChannel();
    void onMessage(const SharedBytes& frame);
    void closeSession();
    void arm();

    RelayConnection& m_relay;
    DeviceKey m_key;
    RealJobCrypto m_crypto;
    BuyerJob m_job;
    EventSink m_events;
    std::unique_ptr<PeerSession> m_session;
    QTimer m_timer;
    std::deque<BuyerJob::Effect> m_effects;
    bool m_applying = false;
    std::optional<FragmentReport> m_finished; // to be told from the event loop
    Pending<FragmentReport> m_report;
};

} // namespace weft

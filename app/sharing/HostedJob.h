// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/PeerSession.h"
#include "app/sharing/JobStore.h"

#include <QTimer>

#include <deque>

namespace weft {

/// What hosted jobs share; outlives them all.
struct HostServices {
    RelayConnection& relay;
    Engine& engine; // the guests'
    ProviderRules& rules;
    JobCrypto& crypto;
    JobStore& store;
};

/// One fragment for somebody else: carries out what ProviderJob asks for, on the guests' engine.
class HostedJob : public QObject {
    Q_OBJECT

public:
    /// A session that the relay announced; `key` is this machine's.
    HostedJob(HostServices services, const DeviceKey& key, SessionId session, JobId job);
    /// A record that a crash left.
    HostedJob(HostServices services, const JobRecord& record);
    ~HostedJob() override;

    void start();
    /// The owner's switch, or the program's end: the hold is settled or released at once.
    void stop(const Error& why);
    const JobId& id() const { return m_id; }
    bool isRunning() const { return m_running; }
    /// What was offered and accepted; null before.
    const Fragment* fragment() const { return m_job ? &m_job->fragment() : nullptr; }
    /// It was accepted and isn't done: a slot is taken.
    bool takesSlot() const;

Q_SIGNALS:
    void started(const weft::FragmentJob& job);
    void event(const weft::FragmentEvent& event);
    /// The engine ended well.
    void computed(weft::ReferenceMillis work, std::chrono::milliseconds took);
    /// Nothing is left to do; delete it later.
    void ended(bool completed, const weft::Error& error, weft::Money earned);

private:
    void openChannel(const DeviceKey& key, SessionId session);
    void apply(ProviderJob::Effects effects);
    void carryOut(ProviderJob::Effect& effect);
    void ask(const RelayRequest& request);
    void onMessage(const SharedBytes& frame);
    void onPushed(const protocol::relay::ToMachine& message);
    void closeSession();
    void arm();
    /// Keeps its own values; the job may be gone when the engine ends.
    static QCoro::Task<void> runFragment(QPointer<HostedJob> self, Engine& engine, FragmentJob job, CancelToken cancel);

    HostServices m_services;
    JobId m_id;
    std::unique_ptr<ProviderJob> m_job; // made when the peer's key is known
    std::unique_ptr<PeerSession> m_session;
    QTimer m_timer;
    CancelToken m_cancel;
    std::deque<ProviderJob::Effect> m_effects;
    bool m_applying = false;
    bool m_running = false;
    bool m_ended = false;
};

} // namespace weft

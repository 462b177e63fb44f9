// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/SharingModel.h"

#include <QSettings>
#include <QTimer>

namespace weft {

/// What this computer offers, when the switch is on.
struct ShareSetup {
    QString name; // the owner's words for this machine
    Money pricePerReferenceSecond;
    QStringList modelFolders;
    QString worker; // the program weft-worker; empty: the usual one
};

/// Guests' engine, and what it says of itself once it has started.
struct GuestEngine {
    std::shared_ptr<Engine> engine;
    std::function<GuestWorker()> describe;
    std::vector<GuestServer> servers = {};
};

/// The switch of the window: makes guests' engine when it is first turned on, keeps name and price in the settings
/// (share/name, share/price), what of the owner's servers is offered in a file of `home`, pauses, and notes what was done for guests. `relay` and `settings`
/// outlive it.
class SharingDesk : public SharingModel {
    Q_OBJECT

public:
    using MakeEngine = std::function<GuestEngine()>;
    SharingDesk(RelayConnection& relay, QString home, ShareSetup setup, QSettings& settings, RandomSource random, MakeEngine makeEngine = {});
    ~SharingDesk() override;

    State state() const override;
    QDateTime pausedUntil() const override { return m_pausedUntil; }
    void switchOn() override;
    void switchOff() override;
    void pause(std::chrono::milliseconds howLong) override;
    QString name() const override { return m_setup.name; }
    Money price() const override { return m_setup.pricePerReferenceSecond; }
    Done setName(const QString& name) override;
    Done setPrice(Money pricePerReferenceSecond) override;
    void offerAgain() override;
    const ServerOffers& servers() const override { return m_servers; }
    Done setServers(const ServerOffers& servers) override;
    std::optional<Error> serverProblem(const std::string& kind) const override;
    GuestWorker worker() const override { return m_worker; }
    const GuestLog& guests() const override { return m_guests; }
    Money earned() const override;
    std::optional<Error> problem() const override { return m_problem; }

Q_SIGNALS:
    void failed(const weft::Error& error);

private:
    void makeController();
    std::vector<GuestServer> guestServers() const;
    QString serversFile() const;
    void onState(State state);
    static QCoro::Task<void> learn(QPointer<SharingDesk> self);

    RelayConnection& m_relay;
    QString m_home;
    ShareSetup m_setup;
    QSettings& m_settings;
    RandomSource m_random;
    MakeEngine m_makeEngine;
    ServerOffers m_servers;
    QTimer m_applyServers; // several changes in a row are one
    GuestEngine m_engine; // made with the controller
    std::shared_ptr<ApiPurse> m_purse; // of the APIs, whatever is offered beside them
    std::unique_ptr<SharingController> m_controller;
    Catalogue m_offered;
    GuestWorker m_worker;
    GuestLog m_guests;
    std::optional<Error> m_problem;
    bool m_isWanted = false; // on, as soon as what runs has been stopped
    QTimer m_pause;
    QDateTime m_pausedUntil;
};

} // namespace weft

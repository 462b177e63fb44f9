// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"
#include "app/shell/MarketModel.h"

#include <QPointer>
#include <QSettings>

#include <array>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace weft {

class MarketPage;
class NoWalletPage;
class RelaySetup;
class SharingPage;
class WalletController;
class WorkflowPage;

/// The marketplace and Share my GPU in the window's stack, and without a relay what stands for the wallet: keeps them up to
/// date, and tells what the user asks of them.
class MarketPages : public QObject {
    Q_OBJECT

public:
    /// `market` may be null. All outlive this.
    MarketPages(RunController& runs, MarketModel* market, QSettings& settings, QStackedWidget& stack, QObject* parent);

    MarketPage& market() const { return *m_marketPage; }
    SharingPage& sharing() const { return *m_sharingPage; }
    NoWalletPage* noWallet() const { return m_noWallet; } // null with a relay
    void useWallet(WalletController& wallet);
    /// The workflow whose selected nodes can be sent to a machine; null: none.
    void setWorkflow(WorkflowPage* page);
    /// Machines, trust, the relay: look again.
    void refresh();
    void retranslate();

Q_SIGNALS:
    void leaveAsked(); // back to the workflow
    void walletAsked();
    void restartAsked();
    void trustAsked(const QString& machine, bool trusted);
    /// The selected nodes of the workflow now run on this machine.
    void placed(const QString& machineName);

private:
    void addPage(QWidget* page);
    void connectPages();
    void offerRelays();
    void useMachine(const QString& id);

    RunController& m_runs;
    MarketModel* m_market;
    QSettings& m_settings;
    MarketPage* m_marketPage;
    SharingPage* m_sharingPage;
    QStackedWidget& m_stack;
    NoWalletPage* m_noWallet = nullptr;
    std::array<RelaySetup*, 3> m_relaySetups {}; // null with a relay
    QPointer<WorkflowPage> m_workflow; // its tab may be closed
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/planning/Plan.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QTabBar;
class QToolButton;
QT_END_NAMESPACE

namespace weft {

class PageBar;
class Pill;

/// The top of the window: ways to the pages, who may compute, sharing, balance, Run with its price; below, the tabs.
class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget* parent = nullptr);

    QTabBar* tabs() const { return m_tabs; }
    PageBar& pages() const { return *m_pageBar; }
    /// Adds a tab with a button that closes it. -> its index
    int addTab(const QString& title, const QVariant& data);
    Privacy privacy() const { return m_privacy; }
    void setPrivacy(Privacy privacy);
    /// `isOn` none: this computer can't share (no relay).
    void setSharing(std::optional<bool> isOn, const QString& detail);
    void setBalance(std::optional<Money> balance);
    /// The balance leads to the wallet.
    void setWallet();
    /// It is open: its button shows that, and the start page's doesn't.
    void setWalletShown(bool isShown);
    /// What Run would cost; none: not known (or free).
    void setPrice(std::optional<Money> estimate, std::optional<Money> cap);
    /// The workflow needs another machine, and there is no relay to find one.
    void setNeedsRelay(bool needs);
    void setRunning(bool running);
    /// How many runs wait behind it.
    void setWaiting(int runs);
    /// How often Run runs the workflow.
    int times() const { return m_times; }
    void setTimes(int times);
    enum class View { Start, Form, Graph };
    /// What is seen: on the start page there is nothing to run.
    void setView(View view);
    void retranslate();
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void privacyChosen(weft::Privacy privacy);
    void shareAsked(); // its page
    void shareToggled(); // by a right click
    void walletAsked();
    void runAsked();
    void cancelAsked();
    void menuAsked(const QPoint& globalPos);
    void newTabAsked();
    void startAsked();
    void viewToggled(); // form or graph
    void closeAsked(int tab);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showPrivacyMenu();
    void layOut();
    void showTabRow();
    void fitWords();
    int wantedWidth() const;
    void showTimesMenu();
    void refreshRun();
    void refresh();

    QHBoxLayout* m_row; // without the tabs
    QWidget* m_tabRow = nullptr;
    QTabBar* m_tabs;
    QToolButton* m_menu;
    QToolButton* m_home;
    PageBar* m_pageBar;
    QToolButton* m_plus;
    Pill* m_viewPill;
    Pill* m_privacyPill;
    Pill* m_sharePill;
    Pill* m_balancePill;
    Pill* m_timesPill;
    Pill* m_runButton;
    Pill* m_stopPill;
    Privacy m_privacy = Privacy::AnyMachine;
    std::optional<bool> m_isSharing;
    QString m_shareDetail;
    std::optional<Money> m_balance;
    bool m_hasWallet = false;
    std::optional<Money> m_estimate, m_cap;
    int m_times = 1;
    int m_waiting = 0;
    bool m_isRunning = false;
    bool m_needsRelay = false;
    View m_view = View::Graph;
};

} // namespace weft

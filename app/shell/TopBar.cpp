// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/TopBar.h"

#include "app/editor/model/StatusText.h"
#include "app/shell/PageBar.h"
#include "app/shell/Pill.h"
#include "app/shell/WorkflowTabs.h"
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"
#include "app/wallet/WalletText.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

namespace weft {

namespace {

constexpr int kMargin = 12; // px
constexpr int kBar = 46; // px
constexpr int kTabRow = 34; // px
constexpr int kMostSteps = 7;
constexpr int kNarrowest = 760; // px

} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent)
    , m_row(nullptr)
    , m_tabs(new WorkflowTabs(this))
    , m_menu(new QToolButton(this))
    , m_home(new QToolButton(this))
    , m_pageBar(new PageBar(this))
    , m_plus(new QToolButton(this))
    , m_viewPill(new Pill(this))
    , m_privacyPill(new Pill(this))
    , m_sharePill(new Pill(this))
    , m_balancePill(new Pill(this))
    , m_timesPill(new Pill(this))
    , m_runButton(new Pill(this))
    , m_stopPill(new Pill(this))
{
    setObjectName(QStringLiteral("topBar"));
    setAutoFillBackground(true);
    m_menu->setText(QStringLiteral("weft"));
    m_menu->setObjectName(QStringLiteral("brand"));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    for (QToolButton* plain : {m_home, m_plus})
        plain->setObjectName(QStringLiteral("plainButton"));
    m_viewPill->setObjectName(QStringLiteral("viewPill"));
    m_tabs->setObjectName(QStringLiteral("workflowTabs"));
    m_tabs->setMovable(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideRight);
    m_privacyPill->setHasMenu(true);
    m_runButton->setPrimary(true);
    m_runButton->setObjectName(QStringLiteral("runButton"));
    m_timesPill->setHasMenu(true);
    m_timesPill->setObjectName(QStringLiteral("timesPill"));
    m_stopPill->setObjectName(QStringLiteral("stopPill"));
    layOut();
    connect(m_menu, &QToolButton::clicked, this, [this] { Q_EMIT menuAsked(m_menu->mapToGlobal(QPoint(0, m_menu->height()))); });
    connect(m_home, &QToolButton::clicked, this, &TopBar::startAsked);
    connect(m_plus, &QToolButton::clicked, this, &TopBar::newTabAsked);
    connect(m_viewPill, &Pill::clicked, this, &TopBar::viewToggled);
    connect(m_privacyPill, &Pill::clicked, this, &TopBar::showPrivacyMenu);
    connect(m_sharePill, &Pill::clicked, this, &TopBar::shareAsked);
    m_sharePill->setObjectName(QStringLiteral("sharePill"));
    m_sharePill->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_sharePill, &Pill::customContextMenuRequested, this, [this] {
        if (m_isSharing)
            Q_EMIT shareToggled();
    });
    m_balancePill->setReadOnly(true);
    m_balancePill->setObjectName(QStringLiteral("balancePill"));
    connect(m_balancePill, &Pill::clicked, this, [this] {
        if (m_hasWallet)
            Q_EMIT walletAsked();
    });
    connect(m_runButton, &Pill::clicked, this, &TopBar::runAsked);
    connect(m_stopPill, &Pill::clicked, this, &TopBar::cancelAsked);
    connect(m_timesPill, &Pill::clicked, this, &TopBar::showTimesMenu);
    retranslate();
}

/// Pages and what can be done with a workflow; below, the workflows.
void TopBar::layOut()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_row = new QHBoxLayout;
    m_row->setContentsMargins(kMargin, 0, kMargin, 0);
    m_row->setSpacing(8);
    for (QWidget* left : std::initializer_list<QWidget*> {m_menu, m_home, m_pageBar})
        m_row->addWidget(left);
    m_row->addStretch(1);
    for (Pill* pill : {m_viewPill, m_privacyPill, m_sharePill, m_balancePill, m_stopPill, m_timesPill, m_runButton})
        m_row->addWidget(pill);
    m_tabRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_tabRow);
    row->setContentsMargins(kMargin, 0, kMargin, 2);
    row->setSpacing(4);
    row->addWidget(m_tabs, 0, Qt::AlignVCenter);
    row->addWidget(m_plus, 0, Qt::AlignVCenter);
    row->addStretch(1);
    m_tabRow->setFixedHeight(kTabRow);
    column->addLayout(m_row, 1);
    column->addWidget(m_tabRow);
}

void TopBar::retranslate()
{
    m_menu->setAccessibleName(tr("Menu"));
    m_home->setAccessibleName(tr("Start page"));
    m_home->setToolTip(tr("Start page: templates and files"));
    m_plus->setAccessibleName(tr("New workflow"));
    m_plus->setToolTip(tr("New workflow"));
    m_pageBar->retranslate();
    refresh();
}

QSize TopBar::minimumSizeHint() const { return {kNarrowest, height()}; }

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitWords();
}

/// The more there is to show, the fewer words: first those that pages tell as well, then the names of the pages, last the
/// word on the button that runs and who may compute.
void TopBar::fitWords()
{
    for (int step = 0; step <= kMostSteps; ++step) {
        m_sharePill->setWords(step < 1 ? Pill::Words::All : Pill::Words::NoQuiet);
        m_viewPill->setWords(step < 2 ? Pill::Words::All : Pill::Words::None);
        m_stopPill->setWords(step < 2 ? Pill::Words::All : Pill::Words::None);
        m_sharePill->setVisible(step < 3); // the page bar tells it, too
        m_balancePill->setVisible(m_balance.has_value() && step < 4); // so does the wallet
        m_pageBar->setWords(step < 5);
        m_runButton->setWords(step < 6 ? Pill::Words::All : Pill::Words::QuietOnly);
        m_privacyPill->setWords(step < 7 ? Pill::Words::All : Pill::Words::None);
        if (wantedWidth() <= width())
            return;
    }
}

int TopBar::wantedWidth() const
{
    int wanted = 2 * kMargin;
    for (int i = 0; i < m_row->count(); ++i) {
        const QWidget* widget = m_row->itemAt(i)->widget();
        if (widget && !widget->isHidden())
            wanted += (widget == m_pageBar ? m_pageBar->wantedWidth() : widget->sizeHint().width()) + m_row->spacing();
    }
    return wanted;
}

/// The start page of somebody who has nothing open yet needs no tabs.
void TopBar::showTabRow()
{
    const bool isShown = m_pageBar->shown() != ShownPage::Start || m_tabs->count() > 1;
    m_tabRow->setVisible(isShown);
    setFixedHeight(isShown ? kBar + kTabRow : kBar);
}

int TopBar::addTab(const QString& title, const QVariant& data)
{
    const int index = m_tabs->addTab(title);
    m_tabs->setTabData(index, data);
    auto* close = new QToolButton(m_tabs);
    close->setObjectName(QStringLiteral("plainButton"));
    close->setFocusPolicy(Qt::NoFocus);
    close->setFixedSize(20, 20);
    m_tabs->setTabButton(index, QTabBar::RightSide, close);
    connect(close, &QToolButton::clicked, this, [this, close] {
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (m_tabs->tabButton(i, QTabBar::RightSide) == close) {
                Q_EMIT closeAsked(i);
                return;
            }
        }
    });
    refresh();
    return index;
}

void TopBar::refresh()
{
    showTabRow();
    const Theme& theme = Theme::of(this);
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (auto* close = qobject_cast<QToolButton*>(m_tabs->tabButton(i, QTabBar::RightSide))) {
            close->setIcon(themedIcon(QStringLiteral("x"), theme.secondary, 14));
            close->setAccessibleName(tr("Close"));
        }
    }
    m_plus->setIcon(themedIcon(QStringLiteral("plus"), theme.secondary));
    m_home->setIcon(themedIcon(QStringLiteral("house"), m_pageBar->shown() == ShownPage::Start ? theme.accent : theme.secondary));
    m_viewPill->setVisible(m_view != View::Start);
    m_viewPill->setIconName(m_view == View::Form ? QStringLiteral("workflow") : QStringLiteral("settings-2"));
    m_viewPill->setTexts(m_view == View::Form ? tr("Graph") : tr("Form"));
    m_viewPill->setToolTip(m_view == View::Form ? tr("The same workflow, node by node (Ctrl+E)") : tr("Only words, seeds and pictures (Ctrl+E)"));
    for (Pill* pill : {m_timesPill, m_runButton})
        pill->setVisible(m_view == View::Graph); // a form has its own
    m_stopPill->setVisible(m_isRunning && m_view != View::Form);
    switch (m_privacy) {
    case Privacy::OnlyHere:
        m_privacyPill->setTexts(tr("Only here"));
        m_privacyPill->setDot(theme.ok);
        break;
    case Privacy::TrustedMachines:
        m_privacyPill->setTexts(tr("Trusted machines"));
        m_privacyPill->setDot(theme.warn);
        break;
    case Privacy::AnyMachine:
        m_privacyPill->setTexts(tr("Any machine"));
        m_privacyPill->setDot(theme.remote);
        break;
    }
    m_privacyPill->setToolTip(tr("Which machines may run parts of this workflow"));
    const bool sharing = m_isSharing.value_or(false);
    m_sharePill->setTexts(sharing ? tr("Sharing my GPU") : tr("Share my GPU"), m_shareDetail);
    m_sharePill->setDot(sharing ? theme.ok : theme.border);
    m_sharePill->setOutlined(sharing);
    m_sharePill->setToolTip(m_isSharing ? tr("Lend this computer's free time to others; a right click turns it on and off") : tr("Sharing needs a relay"));
    if (m_balance)
        m_balancePill->setTexts(tr("%1 credits").arg(roundedCredits(*m_balance)));
    m_balancePill->setToolTip(m_hasWallet ? tr("Wallet: top up, earnings, history (Alt+W)") : QString());
    refreshRun();
}

/// While something runs, Run puts the workflow behind it.
void TopBar::refreshRun()
{
    m_stopPill->setIconName(QStringLiteral("square"));
    m_stopPill->setTexts(tr("Cancel"));
    m_stopPill->setToolTip(tr("Stop the run; what isn't delivered isn't charged"));
    m_timesPill->setTexts(QStringLiteral("× %1").arg(m_times));
    m_timesPill->setToolTip(tr("How often Run runs it, each time with the seeds that follow"));
    m_timesPill->setAccessibleName(tr("Run it %1 times").arg(m_times));
    m_runButton->setIconName(m_isRunning ? QStringLiteral("plus") : QStringLiteral("play"));
    const bool costs = m_estimate && m_estimate->micro > 0;
    const auto all = [this](Money one) { return creditsText(microCredits(std::min(one.micro, kMaxAmount.micro) * m_times)); };
    m_runButton->setTexts(m_isRunning ? tr("Add to queue") : tr("Run"),
        costs && m_cap ? tr("≈ %1, at most %2 credits").arg(all(*m_estimate), all(*m_cap)) : m_estimate ? tr("free") : QString());
    if (m_needsRelay && !m_isRunning)
        m_runButton->setTexts(tr("Run"), tr("needs a relay"));
    m_runButton->setPrimary(!m_needsRelay || m_isRunning);
    m_runButton->setToolTip(m_needsRelay && !m_isRunning ? tr("A part of this workflow must run on another machine: set a relay first")
            : m_isRunning ? tr("It runs behind those that wait: %1 (Ctrl+Enter)").arg(m_waiting)
                                        : tr("Run the workflow (Ctrl+Enter)"));
    fitWords();
}

void TopBar::setWaiting(int runs)
{
    m_waiting = runs;
    refreshRun();
}

void TopBar::setTimes(int times)
{
    m_times = times;
    refreshRun();
}

void TopBar::showTimesMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const int times : {1, 2, 3, 4, 8, 16, 32, 64}) {
        QAction* action = menu->addAction(times == 1 ? tr("Once") : tr("%1 times").arg(times), this, [this, times] { setTimes(times); });
        action->setCheckable(true);
        action->setChecked(m_times == times);
    }
    menu->popup(m_timesPill->mapToGlobal(QPoint(0, m_timesPill->height() + 4)));
}

void TopBar::setPrivacy(Privacy privacy)
{
    m_privacy = privacy;
    refresh();
}

void TopBar::setSharing(std::optional<bool> isOn, const QString& detail)
{
    m_isSharing = isOn;
    m_shareDetail = detail;
    m_pageBar->setSharing(isOn.value_or(false));
    refresh();
}

void TopBar::setBalance(std::optional<Money> balance)
{
    m_balance = balance;
    refresh();
}

void TopBar::setWallet()
{
    m_hasWallet = true;
    m_balancePill->setReadOnly(false);
    m_balancePill->setIconName(QStringLiteral("wallet"));
    refresh();
}

void TopBar::setWalletShown(bool isShown)
{
    m_balancePill->setOpen(isShown);
    refresh();
}

void TopBar::setPrice(std::optional<Money> estimate, std::optional<Money> cap)
{
    m_estimate = estimate;
    m_cap = cap;
    refresh();
}

void TopBar::setNeedsRelay(bool needs)
{
    if (needs == m_needsRelay)
        return;
    m_needsRelay = needs;
    refreshRun();
}

void TopBar::setRunning(bool running)
{
    m_isRunning = running;
    if (running)
        m_runButton->setEnabled(true);
    refresh();
}

void TopBar::setView(View view)
{
    m_view = view;
    refresh();
}

void TopBar::showPrivacyMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](Privacy privacy, const QString& text) {
        QAction* action = menu->addAction(text, this, [this, privacy] {
            setPrivacy(privacy);
            Q_EMIT privacyChosen(privacy);
        });
        action->setCheckable(true);
        action->setChecked(m_privacy == privacy);
    };
    add(Privacy::OnlyHere, tr("Only here: nothing leaves this computer"));
    add(Privacy::TrustedMachines, tr("Trusted machines: mine and those I chose"));
    add(Privacy::AnyMachine, tr("Any machine: whoever is fastest"));
    menu->popup(m_privacyPill->mapToGlobal(QPoint(0, m_privacyPill->height() + 4)));
}

} // namespace weft

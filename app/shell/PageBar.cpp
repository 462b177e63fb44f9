// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/PageBar.h"

#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr int kBesideWords = 18; // px of a button round its words or icon
constexpr int kIcon = 16; // px
constexpr int kGap = 2; // px

QString pageTitle(ShownPage page)
{
    switch (page) {
    case ShownPage::Workflow:
        return PageBar::tr("Workflow");
    case ShownPage::Market:
        return PageBar::tr("Marketplace");
    case ShownPage::Sharing:
        return PageBar::tr("Share my GPU");
    case ShownPage::Wallet:
        return PageBar::tr("Wallet");
    case ShownPage::Gallery:
        return PageBar::tr("Gallery");
    case ShownPage::Models:
        return PageBar::tr("Models");
    case ShownPage::Settings:
        return PageBar::tr("Settings");
    case ShownPage::Account:
        return PageBar::tr("Account");
    case ShownPage::Start:
    case ShownPage::Other:
        break;
    }
    return {};
}

QString pageTip(ShownPage page)
{
    switch (page) {
    case ShownPage::Workflow:
        return PageBar::tr("Back to the workflows in their tabs");
    case ShownPage::Market:
        return PageBar::tr("Marketplace: machines of others, what they offer and cost");
    case ShownPage::Sharing:
        return PageBar::tr("Share my GPU: the switch, earnings, what guests can do");
    default:
        return PageBar::tr("Wallet: credits, earnings, history");
    }
}

const char* pageIcon(ShownPage page)
{
    switch (page) {
    case ShownPage::Workflow:
        return "workflow";
    case ShownPage::Market:
        return "globe";
    case ShownPage::Sharing:
        return "cpu";
    case ShownPage::Wallet:
        return "wallet";
    case ShownPage::Gallery:
        return "images";
    case ShownPage::Models:
        return "layers";
    case ShownPage::Account:
        return "lock";
    default:
        return "settings-2";
    }
}

constexpr std::array kOthers {ShownPage::Gallery, ShownPage::Models, ShownPage::Account, ShownPage::Settings};

} // namespace

PageBar::PageBar(QWidget* parent)
    : QWidget(parent)
    , m_more(new QToolButton(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    add(ShownPage::Workflow, "goWorkflow", *row);
    add(ShownPage::Market, "goMarket", *row);
    add(ShownPage::Sharing, "goSharing", *row);
    add(ShownPage::Wallet, "goWallet", *row);
    m_more->setObjectName(QStringLiteral("goMore"));
    m_more->setProperty("isPage", true);
    m_more->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_more);
    connect(m_more, &QToolButton::clicked, this, &PageBar::showMore);
    retranslate();
}

void PageBar::add(ShownPage page, const char* name, QHBoxLayout& row)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setProperty("isPage", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(uiFont(12));
    connect(button, &QToolButton::clicked, this, [this, page] {
        refresh(); // a click mustn't switch the mark off
        Q_EMIT pageAsked(page);
    });
    row.addWidget(button);
    m_entries.append({page, button, {}});
}

void PageBar::setShown(ShownPage page)
{
    m_shown = page;
    refresh();
}

void PageBar::setWords(bool hasWords)
{
    if (m_hasWords == hasWords)
        return;
    m_hasWords = hasWords;
    refresh();
}

void PageBar::setSharing(bool isOn)
{
    if (m_isSharing == isOn)
        return;
    m_isSharing = isOn;
    refresh();
}

int PageBar::wantedWidth() const
{
    const QFontMetrics metrics(uiFont(12, QFont::DemiBold));
    int width = kBesideWords + kIcon + kGap;
    for (const Entry& entry : m_entries)
        width += kBesideWords + kGap + (m_hasWords ? metrics.horizontalAdvance(pageTitle(entry.page)) : kIcon);
    return width;
}

void PageBar::setKeys(ShownPage page, const QString& keys)
{
    const auto entry = std::ranges::find(m_entries, page, &Entry::page);
    if (entry != m_entries.end())
        entry->keys = keys;
}

void PageBar::retranslate()
{
    m_more->setAccessibleName(tr("More pages"));
    m_more->setToolTip(tr("Gallery, models, account, settings"));
    refresh();
}

void PageBar::refresh()
{
    const Theme& theme = Theme::of(this);
    for (const Entry& entry : m_entries) {
        const bool isShown = entry.page == m_shown;
        const bool isOn = entry.page == ShownPage::Sharing && m_isSharing;
        const QString title = pageTitle(entry.page);
        entry.button->setText(title);
        entry.button->setChecked(isShown);
        entry.button->setToolButtonStyle(m_hasWords ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
        entry.button->setIcon(themedIcon(QLatin1String(pageIcon(entry.page)), isShown ? theme.accent : isOn ? theme.ok : theme.secondary));
        entry.button->setProperty("isOn", isOn);
        entry.button->setAccessibleName(title);
        entry.button->setAccessibleDescription(isShown ? tr("shown now") : isOn ? tr("on") : QString());
        entry.button->setToolTip(entry.keys.isEmpty() ? pageTip(entry.page) : QStringLiteral("%1 (%2)").arg(pageTip(entry.page), entry.keys));
    }
    const bool isOther = std::ranges::find(kOthers, m_shown) != kOthers.end();
    m_more->setIcon(themedIcon(QStringLiteral("ellipsis"), isOther ? theme.accent : theme.secondary));
}

void PageBar::showMore()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Theme& theme = Theme::of(this);
    for (const ShownPage page : kOthers) {
        QAction* action = menu->addAction(themedIcon(QLatin1String(pageIcon(page)), theme.secondary), pageTitle(page), this, [this, page] { Q_EMIT pageAsked(page); });
        action->setCheckable(true);
        action->setChecked(page == m_shown);
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height() + 4)));
}

} // namespace weft

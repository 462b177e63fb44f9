// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/AccountPage.h"

#include "app/account/page/DeviceSections.h"
#include "app/account/page/SecuritySections.h"
#include "app/account/page/SignInSections.h"
#include "app/language/ErrorText.h"
#include "app/theme/Theme.h"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kTwoColumns = 900; // px of width from which on there are two
constexpr int kWidest = 620; // px of a column

} // namespace

AccountPage::AccountPage(AccountController& account, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_title(new QLabel(this))
    , m_where(new QLabel(this))
    , m_content(new QWidget(this))
    , m_columns(new QBoxLayout(QBoxLayout::LeftToRight, m_content))
{
    setObjectName(QStringLiteral("accountPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_content->setObjectName(QStringLiteral("accountContent"));
    m_title->setFont(uiFont(20, QFont::Bold));
    m_where->setWordWrap(true);
    m_sections = {new PasswordSection(account, m_content), new SignInSection(account, m_content),
        new RecoverySection(account, m_content), new TotpSection(account, m_content),
        new DevicesSection(account, m_content), new ApproveSection(account, m_content)};
    m_columns->setContentsMargins(0, 0, space::kSmall, 0);
    m_columns->setSpacing(space::kMedium);
    for (int half = 0; half < 2; ++half) {
        auto* side = new QWidget(m_content);
        side->setMaximumWidth(kWidest);
        auto* column = new QVBoxLayout(side);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(space::kMedium);
        for (int i = 0; i < 3; ++i)
            column->addWidget(m_sections[half * 3 + i]);
        column->addStretch(1);
        m_columns->addWidget(side, 1);
    }
    m_columns->addStretch(0);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_content);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kMedium);
    page->setSpacing(space::kMedium);
    page->addWidget(m_title);
    page->addWidget(m_where);
    page->addWidget(scroll, 1);
    connect(&account.model(), &AccountModel::changed, this, &AccountPage::refresh);
    retranslate();
}

void AccountPage::retranslate()
{
    m_title->setText(tr("Account"));
    for (AccountSection* section : m_sections)
        section->retranslate();
    refresh();
}

void AccountPage::refresh()
{
    const AccountModel& model = m_account.model();
    const Theme& theme = Theme::of(this);
    const bool isFrozen = model.state() && model.state()->frozen;
    QColor color = theme.secondary;
    if (model.relay().isEmpty()) {
        m_where->setText(tr("An account belongs to a relay. Start Weft with --relay and the address of one."));
    } else if (!model.refusal().isEmpty()) {
        m_where->setText(model.refusal());
        color = theme.error;
    } else if (!model.isOnline()) {
        m_where->setText(tr("%1 can't be reached just now. Weft goes on trying; nothing is lost.").arg(model.relay()));
        color = theme.warn;
    } else if (isFrozen) {
        m_where->setText(sentenceFor(Error{ErrorCode::AccountFrozen}));
        color = theme.error;
    } else {
        m_where->setText(tr("At the relay %1").arg(model.relay()));
    }
    m_where->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
    m_content->setVisible(!model.relay().isEmpty());
    for (AccountSection* section : m_sections)
        section->refresh();
}

void AccountPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        QMetaObject::invokeMethod(
            this, &AccountPage::refresh, Qt::QueuedConnection); // the notes' colours are the theme's
}

void AccountPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool areTwo = width() >= kTwoColumns;
    m_columns->setDirection(areTwo ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_columns->setStretch(0, areTwo ? 1 : 0);
    m_columns->setStretch(1, areTwo ? 1 : 0);
    m_columns->setStretch(2, areTwo ? 0 : 1);
}

void AccountPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_account.refresh();
}

} // namespace weft

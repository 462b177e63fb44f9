// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/AccountPage.h"

#include "app/account/page/DeviceSections.h"
#include "app/account/page/SecuritySections.h"
#include "app/account/page/SignInSections.h"
#include "app/language/ErrorText.h"
#include "app/theme/Theme.h"

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
    , m_where(new Sentence(this))
    , m_content(new QWidget(this))
    , m_columns(new QBoxLayout(QBoxLayout::LeftToRight, m_content))
{
    setObjectName(QStringLiteral("accountPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_content->setObjectName(QStringLiteral("accountContent"));
    m_title->setFont(uiFont(20, QFont::Bold));
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
    const bool isFrozen = model.state() && model.state()->frozen;
    if (model.relay().isEmpty())
        m_where->say(tr("An account belongs to a relay. Start Weft with --relay and the address of one."),
            Sentence::Tone::Quiet);
    else if (!model.refusal().isEmpty())
        m_where->say(model.refusal(), Sentence::Tone::Error);
    else if (!model.isOnline())
        m_where->say(tr("%1 can't be reached just now. Weft goes on trying; nothing is lost.").arg(model.relay()),
            Sentence::Tone::Warning);
    else if (isFrozen)
        m_where->say(sentenceFor(Error{ErrorCode::AccountFrozen}), Sentence::Tone::Error);
    else
        m_where->say(tr("At the relay %1").arg(model.relay()), Sentence::Tone::Quiet);
    m_content->setVisible(!model.relay().isEmpty());
    for (AccountSection* section : m_sections)
        section->refresh();
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

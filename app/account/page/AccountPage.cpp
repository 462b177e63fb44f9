// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/AccountPage.h"

#include "app/account/page/DeviceSections.h"
#include "app/account/page/SecuritySections.h"
#include "app/account/page/SignInSections.h"
#include "app/language/ErrorText.h"
#include "app/theme/Widgets.h"

#include <QLabel>
#include <QVBoxLayout>

namespace weft {

AccountPage::AccountPage(AccountController& account, QWidget* parent)
    : QWidget(parent)
    , m_account(account)
    , m_title(new QLabel(this))
    , m_where(new Sentence(this))
{
    setObjectName(QStringLiteral("accountPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setFont(uiFont(20, QFont::Bold));
    m_sections = {new PasswordSection(account, this), new SignInSection(account, this),
        new RecoverySection(account, this), new TotpSection(account, this),
        new DevicesSection(account, this), new ApproveSection(account, this)};
    m_cards = new CardColumns({m_sections[0], m_sections[1], m_sections[2]}, {m_sections[3], m_sections[4], m_sections[5]}, this);
    auto* page = middleColumn(this, kWidestPage);
    page->addWidget(m_title);
    page->addWidget(m_where);
    page->addWidget(m_cards, 1);
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
    m_cards->widget()->setVisible(!model.relay().isEmpty());
    for (AccountSection* section : m_sections)
        section->refresh();
}

void AccountPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_account.refresh();
}

} // namespace weft

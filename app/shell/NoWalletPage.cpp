// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/NoWalletPage.h"

#include <QFrame>
#include <QVBoxLayout>

namespace weft {

NoWalletPage::NoWalletPage(QWidget* setup, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(new Sentence(this, Sentence::Tone::Plain))
{
    setObjectName(QStringLiteral("noWalletPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setFont(uiFont(20, QFont::Bold));
    auto* card = new QFrame(this);
    card->setProperty("isCard", true);
    auto* row = new QVBoxLayout(card);
    row->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kLarge); // as a card's
    row->addWidget(m_text);
    row->addWidget(setup);
    auto* page = middleColumn(this, kWidestPage);
    page->addWidget(m_title);
    page->addWidget(card);
    page->addStretch(1);
    setFocusProxy(setup);
    retranslate();
}

void NoWalletPage::retranslate()
{
    m_title->setText(tr("Wallet"));
    m_text->say(tr("A wallet needs a relay: a server that keeps your credits and pays machines."));
}

} // namespace weft

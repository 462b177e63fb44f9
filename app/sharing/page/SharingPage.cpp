// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/SharingPage.h"

#include <QVBoxLayout>

namespace weft {

SharingPage::SharingPage(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_share(new ShareCard(this))
    , m_may(new GuestsMayCard(this))
    , m_price(new PriceCard(this))
    , m_offered(new OfferedCard(this))
    , m_comfy(new ComfyOfferCard(this))
    , m_language(new LanguageOfferCard(this))
    , m_apis(new OwnApisCard(this))
    , m_guests(new GuestsCard(this))
{
    setObjectName(QStringLiteral("sharingPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setFont(uiFont(20, QFont::Bold));
    auto* columns = new CardColumns({m_share, m_may, m_guests}, {m_price, m_offered, m_comfy, m_language, m_apis}, this);
    auto* page = middleColumn(this, kWidestPage);
    page->addWidget(m_title);
    page->addWidget(makeNoRelay());
    page->addWidget(columns, 1);
    connect(m_share, &ShareCard::walletAsked, this, &SharingPage::walletAsked);
    connect(m_apis, &OwnApisCard::listAsked, this, &SharingPage::apisAsked);
    for (OfferedServerCard* card : std::initializer_list<OfferedServerCard*> {m_comfy, m_language}) {
        connect(card, &OfferedServerCard::setupAsked, this, &SharingPage::serversAsked);
        card->hide();
    }
    useSharing(nullptr);
    retranslate();
}

void SharingPage::useServers(OwnServers& servers)
{
    m_comfy->use(&servers);
    m_language->use(&servers);
    m_hasServers = true;
    useSharing(m_sharing);
}

void SharingPage::useApis(ApiShelf& shelf)
{
    m_apis->use(shelf);
    m_hasApis = true;
    useSharing(m_sharing);
}

QWidget* SharingPage::makeNoRelay()
{
    m_noRelay = new QFrame(this);
    m_noRelay->setProperty("isCard", true);
    m_noRelay->setObjectName(QStringLiteral("sharingNoRelay"));
    auto* row = new QVBoxLayout(m_noRelay);
    row->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kLarge); // as a card's
    m_noRelayText = new Sentence(m_noRelay, Sentence::Tone::Plain);
    row->addWidget(m_noRelayText, 1);
    return m_noRelay;
}

void SharingPage::useSharing(SharingModel* sharing)
{
    m_sharing = sharing;
    m_noRelay->setVisible(!sharing);
    m_share->use(sharing);
    m_may->use(sharing);
    m_price->use(sharing);
    m_price->setVisible(sharing);
    m_guests->use(sharing);
    for (OfferedServerCard* card : std::initializer_list<OfferedServerCard*> {m_comfy, m_language}) {
        card->use(sharing);
        card->setVisible(sharing && m_hasServers);
    }
    m_apis->setVisible(sharing && m_hasApis);
    setFocusProxy(sharing ? m_share->firstField() : m_relaySetup);
    if (sharing)
        connect(sharing, &SharingModel::changed, this, &SharingPage::refresh, Qt::UniqueConnection);
    refresh();
}

void SharingPage::setRelaySetup(QWidget* setup)
{
    m_noRelay->layout()->addWidget(setup);
    m_relaySetup = setup;
    useSharing(m_sharing);
}

void SharingPage::useWallet(WalletController& wallet)
{
    m_wallet = &wallet;
    m_share->use(&wallet);
    connect(&wallet.model(), &WalletModel::changed, m_share, &ShareCard::refresh);
    connect(&wallet.model(), &WalletModel::linesChanged, m_share, &ShareCard::refresh);
    m_share->refresh();
}

void SharingPage::setRelay(bool isOnline, const QString& name) { m_share->setRelay(isOnline, name); }

void SharingPage::setHere(const QString& device, const Catalogue& catalogue)
{
    m_share->setDevice(device);
    m_offered->setCatalogue(catalogue);
    m_guests->setCatalogue(catalogue);
}

void SharingPage::retranslate()
{
    m_title->setText(tr("Share my GPU"));
    m_noRelayText->say(tr("Sharing needs a relay: a server through which others find this computer, and which counts what they owe you."));
    m_share->retranslate();
    m_may->retranslate();
    m_price->retranslate();
    m_offered->retranslate();
    m_comfy->retranslate();
    m_language->retranslate();
    m_apis->retranslate();
    m_guests->retranslate();
}

void SharingPage::refresh()
{
    m_share->refresh();
    m_may->refresh();
    m_price->refresh();
    m_comfy->refresh();
    m_language->refresh();
    m_guests->refresh();
}

void SharingPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_wallet)
        m_wallet->watch();
}

} // namespace weft

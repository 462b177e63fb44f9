// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/page/ComfyOfferCard.h"
#include "app/sharing/page/LanguageOfferCard.h"
#include "app/sharing/page/OfferCards.h"
#include "app/sharing/page/OwnApisCard.h"
#include "app/sharing/page/ShareCard.h"

namespace weft {

/// Share my GPU: the switch, what it earns, what guests can do, and what they did.
class SharingPage : public QWidget {
    Q_OBJECT

public:
    explicit SharingPage(QWidget* parent = nullptr);

    /// Null: there is no relay. Both outlive the page.
    void useSharing(SharingModel* sharing);
    void useWallet(WalletController& wallet);
    /// The owner's servers, which may be offered; they outlive the page.
    void useServers(OwnServers& servers);
    /// What the owner publishes; it outlives the page.
    void useApis(ApiShelf& shelf);
    void setRelay(bool isOnline, const QString& name);
    /// What asks for a relay's address while none is set; the page owns it.
    void setRelaySetup(QWidget* setup);
    /// This computer: its device, and the nodes and models that it has.
    void setHere(const QString& device, const Catalogue& catalogue);
    void retranslate();

Q_SIGNALS:
    void walletAsked();
    void serversAsked(); // where they are set up
    void apisAsked(); // the list of them

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeNoRelay();
    void refresh();

    SharingModel* m_sharing = nullptr;
    WalletController* m_wallet = nullptr;
    bool m_hasServers = false;
    bool m_hasApis = false;
    QLabel* m_title;
    QFrame* m_noRelay = nullptr;
    Sentence* m_noRelayText = nullptr;
    QWidget* m_relaySetup = nullptr;
    ShareCard* m_share;
    GuestsMayCard* m_may;
    PriceCard* m_price;
    OfferedCard* m_offered;
    ComfyOfferCard* m_comfy;
    LanguageOfferCard* m_language;
    OwnApisCard* m_apis;
    GuestsCard* m_guests;
};

} // namespace weft

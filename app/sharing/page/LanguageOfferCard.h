// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/page/OfferedServerCard.h"

QT_BEGIN_NAMESPACE
class QLineEdit;
class QListWidget;
QT_END_NAMESPACE

namespace weft {

/// Which models of the owner's server of language models guests may use, what 1000 tokens cost, and how long a text may be.
class LanguageOfferCard : public OfferedServerCard {
    Q_OBJECT
public:
    explicit LanguageOfferCard(QWidget* parent);

    void retranslate() override;

protected:
    QString switchText(const QString& name) const override;
    bool isOn(const ServerOffers& offers) const override { return offers.language.isOn; }
    QUrl serverOf(const ServerOffers& offers) const override { return offers.language.server; }
    ServerOffers changed(ServerOffers offers, const ServerEntry& server, bool isOn) const override;
    bool isAnyTicked(const ServerOffers& offers) const override { return !offers.language.models.empty(); }
    QString buyersSee(const ServerOffers& offers) const override;
    void showContent(const ServerStatus& server, const ServerOffers& offers) override;

private:
    void keepModels();
    void keepPrice();
    void keepMost();

    QListWidget* m_models;
    QLabel* m_priceLabel;
    QLineEdit* m_price;
    QLabel* m_mostLabel;
    QLineEdit* m_most;
};

} // namespace weft

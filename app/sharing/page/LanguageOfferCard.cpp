// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/LanguageOfferCard.h"

#include "app/engines/language/LanguageCatalogue.h"
#include "app/language/MoneyText.h"
#include "app/wallet/WalletText.h"

#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kLineHeight = 26; // px
constexpr int kMostLines = 6;
constexpr std::int64_t kPricedTokens = 1000;

} // namespace

LanguageOfferCard::LanguageOfferCard(QWidget* parent)
    : OfferedServerCard(ServerKind::Language, parent)
    , m_models(new QListWidget(this))
    , m_priceLabel(new QLabel(this))
    , m_price(amountField(this, "tokenPrice"))
    , m_mostLabel(new QLabel(this))
    , m_most(amountField(this, "mostTokens"))
{
    m_models->setObjectName(QStringLiteral("offerModels"));
    for (QLabel* label : {m_priceLabel, m_mostLabel}) {
        label->setObjectName(QStringLiteral("fieldLabel"));
        label->setFont(uiFont(11));
    }
    m_priceLabel->setBuddy(m_price);
    m_mostLabel->setBuddy(m_most);
    content()->addWidget(m_models);
    content()->addWidget(m_priceLabel);
    content()->addWidget(m_price, 0, Qt::AlignLeft);
    content()->addWidget(m_mostLabel);
    content()->addWidget(m_most, 0, Qt::AlignLeft);
    connect(m_models, &QListWidget::itemChanged, this, &LanguageOfferCard::keepModels);
    connect(m_price, &QLineEdit::editingFinished, this, &LanguageOfferCard::keepPrice);
    connect(m_most, &QLineEdit::editingFinished, this, &LanguageOfferCard::keepMost);
}

QString LanguageOfferCard::switchText(const QString& name) const { return tr("Offer %1 to guests").arg(name); }

ServerOffers LanguageOfferCard::changed(ServerOffers offers, const ServerEntry& server, bool isOn) const
{
    if (offers.language.server != server.address)
        offers.language.models.clear(); // they were of another server
    offers.language.server = server.address;
    offers.language.key = server.key;
    offers.language.isOn = isOn;
    return offers;
}

QString LanguageOfferCard::buyersSee(const ServerOffers& offers) const
{
    const LanguageOffer& offer = offers.language;
    if (offer.models.empty())
        return tr("Nothing is offered yet: tick the models that guests may use.");
    QStringList models;
    for (const std::string& model : offer.models)
        models << QString::fromStdString(model);
    const QString named = models.join(QStringLiteral(", "));
    if (!offer.pricePer1000Tokens)
        return tr("Buyers see %1, priced by the token at your price per second, at most %2 tokens a text; not where it is.").arg(named).arg(offer.mostTokens);
    const Money most = timesRatioUp(*offer.pricePer1000Tokens, offer.mostTokens, kPricedTokens).valueOr(kMaxAmount);
    return tr("Buyers see %1 at %2 credits for 1000 tokens; a text has at most %3 tokens and costs at most %4 credits; not where it is.").arg(named, exactCredits(*offer.pricePer1000Tokens)).arg(offer.mostTokens).arg(exactCredits(most));
}

/// Models that were ticked and aren't there now stay ticked: servers load and unload them.
void LanguageOfferCard::showContent(const ServerStatus& server, const ServerOffers& offers)
{
    std::vector<std::string> names = server.models;
    for (const std::string& model : offers.language.models) {
        if (std::ranges::find(names, model) == names.end())
            names.push_back(model);
    }
    const QSignalBlocker quiet(m_models);
    while (m_models->count() > int(names.size()))
        delete m_models->takeItem(m_models->count() - 1);
    while (m_models->count() < int(names.size()))
        m_models->addItem(new QListWidgetItem);
    for (int i = 0; i < m_models->count(); ++i) {
        const std::string& name = names[std::size_t(i)];
        const bool isThere = std::ranges::find(server.models, name) != server.models.end();
        QListWidgetItem& item = *m_models->item(i);
        item.setText(isThere ? QString::fromStdString(name) : tr("%1 (isn't there now)").arg(QString::fromStdString(name)));
        item.setData(Qt::UserRole, QString::fromStdString(name));
        item.setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item.setCheckState(offers.language.models.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
    m_models->setFixedHeight(kLineHeight * std::clamp(m_models->count(), 1, kMostLines) + space::kTiny);
    if (!m_price->hasFocus())
        m_price->setText(offers.language.pricePer1000Tokens ? exactCredits(*offers.language.pricePer1000Tokens) : QString());
    if (!m_most->hasFocus())
        m_most->setText(QString::number(offers.language.mostTokens));
}

void LanguageOfferCard::keepModels()
{
    ServerOffers offers = sharing()->servers();
    offers.language.models.clear();
    for (int i = 0; i < m_models->count(); ++i) {
        const QListWidgetItem& item = *m_models->item(i);
        if (item.checkState() == Qt::Checked)
            offers.language.models.insert(item.data(Qt::UserRole).toString().toStdString());
    }
    keep(offers);
}

void LanguageOfferCard::keepPrice()
{
    if (!sharing())
        return;
    ServerOffers offers = sharing()->servers();
    const QString typed = m_price->text().trimmed();
    const Result<Money> price = readAmount(typed);
    if (!typed.isEmpty() && (!price || price->isNegative() || *price > kMaxAmount))
        return sayMistake(tr("A price is a number of credits, such as 0.05; nothing: by your price per second. What was set before stays."));
    offers.language.pricePer1000Tokens = typed.isEmpty() ? std::nullopt : std::optional(*price);
    keep(offers);
}

void LanguageOfferCard::keepMost()
{
    if (!sharing())
        return;
    ServerOffers offers = sharing()->servers();
    bool isNumber = false;
    const qlonglong most = m_most->text().trimmed().toLongLong(&isNumber);
    if (!isNumber || most < 1 || most > kMostTokens)
        return sayMistake(tr("A whole number from 1 to %1, please. What was set before stays.").arg(kMostTokens));
    offers.language.mostTokens = most;
    keep(offers);
}

void LanguageOfferCard::retranslate()
{
    setTitle(tr("Your language models for guests"));
    m_models->setAccessibleName(tr("Models that guests may use"));
    m_priceLabel->setText(tr("Credits per 1000 tokens (empty: by time)"));
    m_price->setAccessibleName(m_priceLabel->text());
    m_mostLabel->setText(tr("The most tokens of one text"));
    m_most->setAccessibleName(m_mostLabel->text());
    OfferedServerCard::retranslate();
}

} // namespace weft

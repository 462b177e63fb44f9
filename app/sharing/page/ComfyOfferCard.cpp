// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/ComfyOfferCard.h"

#include "app/language/MoneyText.h"
#include "app/sharing/page/ComfyOfferTable.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kRowHeight = 26; // px
constexpr int kTableHeight = 300; // px
constexpr int kKnownWidth = 170; // px
constexpr int kPriceWidth = 100; // px

} // namespace

ComfyOfferCard::ComfyOfferCard(QWidget* parent)
    : OfferedServerCard(ServerKind::Comfy, parent)
    , m_table(new ComfyOfferTable(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_search(new QLineEdit(this))
    , m_view(new QTableView(this))
    , m_about(new Sentence(this))
{
    m_about->setObjectName(QStringLiteral("offerAbout"));
    m_search->setObjectName(QStringLiteral("offerSearch"));
    m_search->setClearButtonEnabled(true);
    m_shown->setSourceModel(m_table);
    m_shown->setFilterRole(ComfyOfferTable::kSearchRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    makeTable();
    content()->addWidget(m_search);
    content()->addWidget(m_view);
    content()->addWidget(m_about);
    connect(m_search, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table, &ComfyOfferTable::edited, this, &ComfyOfferCard::onEdited);
    connect(m_table, &ComfyOfferTable::priceRefused, this, [this] { sayMistake(tr("A price is a number of credits, such as 0.05; nothing: by its work. What was set before stays.")); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &ComfyOfferCard::showAbout);
}

void ComfyOfferCard::makeTable()
{
    m_view->setObjectName(QStringLiteral("offerTable"));
    m_view->setModel(m_shown);
    m_view->setFixedHeight(kTableHeight);
    m_view->setShowGrid(false);
    m_view->setTabKeyNavigation(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setWordWrap(false);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_view->verticalHeader()->setMinimumSectionSize(kRowHeight);
    QHeaderView* header = m_view->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(ComfyOfferTable::Node, QHeaderView::Stretch);
    header->setSectionResizeMode(ComfyOfferTable::Known, QHeaderView::Fixed);
    header->setSectionResizeMode(ComfyOfferTable::Price, QHeaderView::Fixed);
    header->resizeSection(ComfyOfferTable::Known, kKnownWidth);
    header->resizeSection(ComfyOfferTable::Price, kPriceWidth);
}

QString ComfyOfferCard::switchText(const QString& name) const { return tr("Offer nodes of %1 to guests").arg(name); }

ServerOffers ComfyOfferCard::changed(ServerOffers offers, const ServerEntry& server, bool isOn) const
{
    if (offers.comfy.server != server.address)
        offers.comfy = {}; // what was ticked was of another server
    offers.comfy.server = server.address;
    offers.comfy.isOn = isOn;
    return offers;
}

QString ComfyOfferCard::buyersSee(const ServerOffers& offers) const
{
    const auto& classes = offers.comfy.classes;
    if (classes.empty())
        return tr("Nothing is offered yet: tick the nodes that guests may run.");
    Money dearest;
    std::size_t priced = 0;
    for (const auto& [name, one] : classes) {
        priced += one.price ? 1 : 0;
        dearest = std::max(dearest, one.price.value_or(Money {}));
    }
    const QString nodes = classes.size() == 1 ? tr("Buyers see 1 node of this ComfyUI") : tr("Buyers see %1 nodes of this ComfyUI").arg(classes.size());
    const QString prices = priced == 0 ? tr("priced by their work at your price per second")
        : priced == classes.size()     ? tr("at most %1 credits a call").arg(exactCredits(dearest))
                                       : tr("some at a price of their own, at most %1 credits a call, the others by their work").arg(exactCredits(dearest));
    return tr("%1, %2; not where it is.").arg(nodes, prices);
}

void ComfyOfferCard::showContent(const ServerStatus& server, const ServerOffers& offers)
{
    const QString key = server.entry.address.toString() + QString::fromStdString(server.version) + QString::number(server.nodes);
    if (key != m_ofServer || m_table->isEmpty()) {
        m_table->setClasses(servers()->judgements(server.entry.address));
        m_ofServer = key;
    }
    m_table->setOffered(offers.comfy.classes);
    showAbout();
}

void ComfyOfferCard::onEdited()
{
    ServerOffers offers = sharing()->servers();
    offers.comfy.classes = m_table->offered();
    keep(offers);
}

void ComfyOfferCard::showAbout()
{
    const QModelIndex at = m_shown->mapToSource(m_view->currentIndex());
    m_about->say(at.isValid() ? m_table->about(at.row()) : m_table->isEmpty() ? tr("What it has is known once it has answered.")
                                                                              : tr("Space ticks a node. Nothing is offered that isn't ticked."));
}

void ComfyOfferCard::retranslate()
{
    setTitle(tr("Your ComfyUI for guests"));
    m_search->setPlaceholderText(tr("Search nodes and packs"));
    m_search->setAccessibleName(tr("Search the nodes of your ComfyUI"));
    m_view->setAccessibleName(tr("Nodes of your ComfyUI"));
    m_table->retranslate();
    OfferedServerCard::retranslate();
}

} // namespace weft

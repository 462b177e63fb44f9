// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/ComfyOfferCard.h"

#include "app/language/MoneyText.h"
#include "app/sharing/page/ComfyOfferTable.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kRowHeight = 26; // px
constexpr int kTableHeight = 300; // px
constexpr int kKnownWidth = 170; // px
constexpr int kPriceWidth = 110; // px

} // namespace

ComfyOfferCard::ComfyOfferCard(QWidget* parent)
    : OfferedServerCard(ServerKind::Comfy, parent)
    , m_table(new ComfyOfferTable(this))
    , m_shown(new ComfyOfferFilter(*m_table, this))
    , m_search(new QLineEdit(this))
    , m_onlyTicked(new QCheckBox(this))
    , m_tickSafe(linkButton(this))
    , m_untick(linkButton(this))
    , m_hint(new Sentence(this))
    , m_view(new QTableView(this))
    , m_about(new Sentence(this))
{
    m_about->setObjectName(QStringLiteral("offerAbout"));
    m_search->setObjectName(QStringLiteral("offerSearch"));
    m_onlyTicked->setObjectName(QStringLiteral("offerOnlyTicked"));
    m_tickSafe->setObjectName(QStringLiteral("offerTickSafe"));
    m_untick->setObjectName(QStringLiteral("offerUntick"));
    m_search->setClearButtonEnabled(true);
    makeTable();
    auto* search = new QHBoxLayout;
    search->setSpacing(space::kSmall);
    search->addWidget(m_search, 1);
    search->addWidget(m_onlyTicked);
    content()->addLayout(search);
    content()->addWidget(m_hint);
    content()->addLayout(rowLayoutOf({m_tickSafe, m_untick}));
    content()->addWidget(m_view);
    content()->addWidget(m_about);
    connectTable();
}

void ComfyOfferCard::connectTable()
{
    connect(m_search, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_onlyTicked, &QCheckBox::toggled, m_shown, &ComfyOfferFilter::showOnlyTicked);
    connect(m_tickSafe, &QPushButton::clicked, m_table, &ComfyOfferTable::tickSafe);
    connect(m_untick, &QPushButton::clicked, this, &ComfyOfferCard::askToUntick);
    connect(m_table, &ComfyOfferTable::edited, this, &ComfyOfferCard::onEdited);
    connect(m_table, &ComfyOfferTable::tickAsked, this, &ComfyOfferCard::askToOffer);
    connect(m_table, &ComfyOfferTable::priceRefused, this, [this] { sayMistake(tr("A price is a number of credits, such as 0.05; nothing: by time. What was set before stays.")); });
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
    const QString prices = priced == 0 ? tr("priced by time at your price per second")
        : priced == classes.size()     ? tr("at most %1 credits a call").arg(exactCredits(dearest))
                                       : tr("some at a price of their own, at most %1 credits a call, the others by time").arg(exactCredits(dearest));
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
    showTicks();
    showAbout();
}

/// What can be ticked and unticked at once.
void ComfyOfferCard::showTicks()
{
    const int safe = m_table->safeLeft();
    const bool isAny = !m_table->offered().empty();
    m_tickSafe->setText(tr("Tick all that are safe (%1)").arg(safe));
    m_tickSafe->setVisible(safe > 0);
    m_untick->setVisible(isAny);
    m_onlyTicked->setEnabled(isAny || m_onlyTicked->isChecked());
    m_hint->say(m_table->isEmpty() ? QString() : tr("Click or press Space to tick. Double-click a price to set it."));
}

void ComfyOfferCard::onEdited(int row)
{
    ServerOffers offers = sharing()->servers();
    offers.comfy.classes = m_table->offered();
    if (row < 0)
        m_shown->showOnlyTicked(m_onlyTicked->isChecked());
    else
        select(row);
    keep(offers);
}

/// What is said below the table is of the row that was touched last.
void ComfyOfferCard::select(int row)
{
    const QModelIndex at = m_shown->mapFromSource(m_table->index(row, ComfyOfferTable::Node));
    if (at.isValid() && at.row() != m_view->currentIndex().row())
        m_view->setCurrentIndex(at);
}

void ComfyOfferCard::askToOffer(int row)
{
    select(row);
    ask(tr("Offer it?"), tr("Offer “%1” to guests? %2").arg(m_table->nameAt(row), m_table->about(row)), tr("Offer it"), tr("Don't offer it"),
        [this, name = m_table->classAt(row)] { m_table->offer(name); });
}

/// Prices that were typed would be lost: that is asked.
void ComfyOfferCard::askToUntick()
{
    const auto& offered = m_table->offered();
    const bool hasPrices = std::ranges::any_of(offered, [](const auto& one) { return one.second.price.has_value(); });
    if (!hasPrices)
        return m_table->untickAll();
    ask(tr("Untick all?"), tr("Untick all %1 nodes? Their prices are forgotten, too.").arg(offered.size()), tr("Untick all"), tr("Keep them"),
        [this] { m_table->untickAll(); });
}

void ComfyOfferCard::ask(const QString& title, const QString& text, const QString& yes, const QString& no, std::function<void()> act)
{
    auto* question = new QMessageBox(QMessageBox::Warning, title, text, QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("offerQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText); // it quotes other people's nodes
    QPushButton* agree = question->addButton(yes, QMessageBox::AcceptRole);
    agree->setObjectName(QStringLiteral("offerYes"));
    QPushButton* keep = question->addButton(no, QMessageBox::RejectRole);
    keep->setObjectName(QStringLiteral("offerNo"));
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(agree, &QPushButton::clicked, this, std::move(act));
    question->open();
}

void ComfyOfferCard::showAbout()
{
    const QModelIndex at = m_shown->mapToSource(m_view->currentIndex());
    if (at.isValid())
        m_about->say(m_table->about(at.row()), m_table->isRisky(at.row()) ? Sentence::Tone::Warning : Sentence::Tone::Quiet);
    else
        m_about->say(m_table->isEmpty() ? tr("What it has is known once it has answered.") : QString(), Sentence::Tone::Quiet);
}

void ComfyOfferCard::retranslate()
{
    setTitle(tr("Your ComfyUI for guests"));
    m_search->setPlaceholderText(tr("Search nodes and packs"));
    m_search->setAccessibleName(tr("Search the nodes of your ComfyUI"));
    m_view->setAccessibleName(tr("Nodes of your ComfyUI"));
    m_onlyTicked->setText(tr("Only ticked"));
    m_untick->setText(tr("Untick all"));
    m_table->retranslate();
    OfferedServerCard::retranslate();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/page/MarketPage.h"

#include "app/market/page/MachineRows.h"
#include "app/wallet/WalletText.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kFilters = 196; // px
constexpr int kLeastDetail = 300;
constexpr int kMostDetail = 440;
constexpr int kEmptyText = 460;

void setKeptText(QComboBox& box, const QList<std::pair<QString, QVariant>>& entries)
{
    const QSignalBlocker quiet(box);
    const QVariant chosen = box.currentData();
    box.clear();
    for (const auto& [text, data] : entries)
        box.addItem(text, data);
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

} // namespace

MarketPage::MarketPage(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_rows(new MachineRows(this))
    , m_detail(new MachineDetail(this))
{
    setObjectName(QStringLiteral("marketPage"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusPolicy(Qt::ClickFocus);
    m_title->setFont(uiFont(20, QFont::Bold));
    m_detail->setMinimumWidth(kLeastDetail);
    m_detail->setMaximumWidth(kMostDetail);
    QVBoxLayout* page = middleColumn(this, kWidestPage);
    page->addWidget(m_title);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    page->addLayout(row, 1);
    row->addWidget(makeFilters());
    row->addWidget(makeMiddle(), 3);
    row->addWidget(m_detail, 2);
    setTabOrder(m_text, m_order);
    setTabOrder(m_order, m_view);
    connect(m_detail, &MachineDetail::useAsked, this, &MarketPage::useAsked);
    connect(m_detail, &MachineDetail::trustAsked, this, &MarketPage::trustAsked);
    retranslate();
}

QLabel* MarketPage::addCaption(QVBoxLayout& column)
{
    auto* caption = new QLabel(this);
    caption->setObjectName(QStringLiteral("sectionTitle"));
    caption->setFont(uiFont(11, QFont::DemiBold));
    column.addSpacing(space::kSmall);
    column.addWidget(caption);
    return caption;
}

QWidget* MarketPage::makeFilters()
{
    auto* side = m_filters = new QWidget(this);
    side->setObjectName(QStringLiteral("marketFilters"));
    side->setAttribute(Qt::WA_StyledBackground);
    side->setFixedWidth(kFilters);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    column->setSpacing(space::kSmall);
    m_showCaption = addCaption(*column);
    m_free = new QCheckBox(side);
    m_free->setObjectName(QStringLiteral("onlyFree"));
    m_trusted = new QCheckBox(side);
    m_trusted->setObjectName(QStringLiteral("onlyTrusted"));
    column->addWidget(m_free);
    column->addWidget(m_trusted);
    m_modelCaption = addCaption(*column);
    m_model = new QComboBox(side);
    m_model->setObjectName(QStringLiteral("withModel"));
    m_model->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    column->addWidget(m_model);
    m_priceCaption = addCaption(*column);
    m_price = amountField(side, "atMost");
    m_priceNote = new Sentence(side, Sentence::Tone::Error);
    column->addWidget(m_price);
    column->addWidget(m_priceNote);
    m_reset = linkButton(side);
    m_reset->setObjectName(QStringLiteral("resetFilters"));
    column->addWidget(m_reset, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(m_free, &QCheckBox::toggled, this, &MarketPage::search);
    connect(m_trusted, &QCheckBox::toggled, this, &MarketPage::search);
    connect(m_model, &QComboBox::currentIndexChanged, this, &MarketPage::search);
    connect(m_price, &QLineEdit::textChanged, this, &MarketPage::search);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        m_free->setChecked(false);
        m_trusted->setChecked(false);
        m_model->setCurrentIndex(0);
        m_price->clear();
        m_text->clear();
        m_text->setFocus();
    });
    return side;
}

QWidget* MarketPage::makeMiddle()
{
    auto* middle = new QWidget(this);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(space::kMedium, 0, space::kMedium, 0);
    column->setSpacing(space::kSmall);
    m_text = new QLineEdit(middle);
    m_text->setObjectName(QStringLiteral("machineSearch"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumHeight(34);
    m_count = new QLabel(middle);
    m_count->setObjectName(QStringLiteral("fieldLabel"));
    m_order = new QComboBox(middle);
    m_order->setObjectName(QStringLiteral("machineOrder"));
    auto* counted = new QHBoxLayout;
    counted->addWidget(m_count);
    counted->addStretch(1);
    counted->addWidget(m_order);
    m_view = new QListView(middle);
    m_view->setObjectName(QStringLiteral("machineList"));
    m_view->setModel(m_rows);
    m_view->setItemDelegate(new MachineRowPainter(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setUniformItemSizes(true);
    column->addWidget(m_text);
    column->addLayout(counted);
    m_head = new MachineHead(middle);
    column->addWidget(m_head);
    column->addWidget(m_view, 1);
    column->addWidget(makeEmpty(), 1);
    connect(m_text, &QLineEdit::textChanged, this, &MarketPage::search);
    connect(m_text, &QLineEdit::returnPressed, m_view, [this] { m_view->setFocus(); });
    connect(m_order, &QComboBox::currentIndexChanged, this, &MarketPage::search);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
        if (!now.isValid())
            return;
        m_chosen = now.data(MachineRows::IdRole).toString().toStdString();
        showChosen();
    });
    return middle;
}

QWidget* MarketPage::makeEmpty()
{
    m_empty = new QWidget(this);
    auto* column = new QVBoxLayout(m_empty);
    column->setSpacing(space::kMedium);
    m_emptyTitle = new QLabel(m_empty);
    m_emptyTitle->setFont(uiFont(15, QFont::DemiBold));
    m_emptyTitle->setAlignment(Qt::AlignCenter);
    m_emptyText = new Sentence(m_empty);
    m_emptyText->setObjectName(QStringLiteral("marketEmpty"));
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setMaximumWidth(kEmptyText);
    m_emptyAct = new QPushButton(m_empty);
    m_emptyAct->setObjectName(QStringLiteral("marketEmptyAct"));
    column->addStretch(1);
    column->addWidget(m_emptyTitle);
    auto* middle = new QHBoxLayout; // an alignment would take the text for one line
    middle->addStretch(1);
    middle->addWidget(m_emptyText, 1000);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addWidget(m_emptyAct, 0, Qt::AlignHCenter);
    m_relayPlace = new QVBoxLayout;
    column->addLayout(m_relayPlace);
    column->addStretch(2);
    connect(m_emptyAct, &QPushButton::clicked, this, [this] {
        if (!m_list.machines().empty())
            m_reset->click();
        else
            Q_EMIT refreshAsked();
    });
    return m_empty;
}

void MarketPage::setMachines(const std::vector<EngineInfo>& infos, const std::vector<ListedMachine>& listed, const std::set<std::string>& trusted)
{
    if (infos == m_infos && listed == m_listed && trusted == m_trustedIds)
        return; // the list stays as it is scrolled
    m_infos = infos;
    m_listed = listed;
    m_trustedIds = trusted;
    m_list.setMachines(infos, listed, trusted);
    fillChoices();
    search();
}

void MarketPage::setRelay(const RelayState& relay)
{
    if (relay == m_relay)
        return;
    m_relay = relay;
    showEmpty(m_rows->rowCount());
}

void MarketPage::setRelaySetup(QWidget* setup)
{
    setup->setMaximumWidth(kEmptyText);
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(setup, 1000);
    middle->addStretch(1);
    m_relayPlace->addLayout(middle);
    m_relaySetup = setup;
    showEmpty(m_rows->rowCount());
}

void MarketPage::fillChoices()
{
    QList<std::pair<QString, QVariant>> models {{tr("Any model"), QString()}};
    for (const std::string& model : m_list.models())
        models.append({QString::fromStdString(model), QString::fromStdString(model)});
    setKeptText(*m_model, models);
    setKeptText(*m_order, {{tr("Sort by price"), int(MachineOrder::Price)}, {tr("Sort by name"), int(MachineOrder::Name)}, {tr("Sort by speed"), int(MachineOrder::Speed)}});
}

void MarketPage::retranslate()
{
    m_title->setText(tr("Marketplace"));
    m_head->setToolTip(tr("Speed by the machine's own measure: the reference machine is 1 ×, and prices are for a second of its work."));
    m_head->update();
    m_text->setPlaceholderText(tr("Search machines, nodes, models"));
    m_text->setAccessibleName(m_text->placeholderText());
    m_order->setAccessibleName(tr("Order of the machines"));
    m_view->setAccessibleName(tr("Machines"));
    m_showCaption->setText(tr("SHOW"));
    m_free->setText(tr("Only free ones"));
    m_trusted->setText(tr("Only trusted ones"));
    m_modelCaption->setText(tr("HAS THE MODEL"));
    m_model->setAccessibleName(tr("Only machines with this model"));
    m_priceCaption->setText(tr("AT MOST, CREDITS/S"));
    m_price->setAccessibleName(tr("At most so many credits for a second of the reference machine's work"));
    m_price->setPlaceholderText(tr("any price"));
    m_reset->setText(tr("Show all machines"));
    fillChoices();
    m_detail->retranslate();
    search();
}

MachineFilter MarketPage::filter()
{
    MachineFilter filter;
    filter.text = m_text->text();
    filter.onlyFree = m_free->isChecked();
    filter.onlyTrusted = m_trusted->isChecked();
    filter.model = m_model->currentData().toString().toStdString();
    filter.order = MachineOrder(m_order->currentData().toInt());
    m_priceNote->say({});
    if (m_price->text().trimmed().isEmpty())
        return filter;
    if (const Result<Money> most = readAmount(m_price->text()); most && !most->isNegative())
        filter.atMost = *most;
    else
        m_priceNote->say(tr("That isn't an amount, such as 0.02; any price is shown."));
    return filter;
}

void MarketPage::search()
{
    const MachineFilter asked = filter();
    m_rows->setHits(m_list.search(asked));
    const int shown = m_rows->rowCount();
    const int row = m_rows->rowOf(m_chosen);
    if (row < 0 && shown > 0)
        m_chosen = m_rows->index(0, 0).data(MachineRows::IdRole).toString().toStdString();
    if (shown > 0)
        m_view->setCurrentIndex(m_rows->index(std::max(0, row), 0));
    m_reset->setVisible(asked.onlyFree || asked.onlyTrusted || !asked.model.empty() || asked.atMost || !asked.text.isEmpty());
    m_count->setText(shown == 1 ? tr("1 machine") : tr("%1 machines").arg(QLocale().toString(shown)));
    showEmpty(shown);
    showChosen();
}

void MarketPage::showEmpty(int shown)
{
    const bool isAnythingThere = !m_list.machines().empty();
    m_filters->setVisible(isAnythingThere);
    m_text->setVisible(isAnythingThere);
    m_view->setVisible(shown > 0);
    m_head->setVisible(shown > 0);
    m_detail->setVisible(shown > 0);
    m_empty->setVisible(shown == 0);
    m_count->setVisible(shown > 0);
    m_order->setVisible(shown > 0);
    if (m_relaySetup)
        m_relaySetup->setVisible(!isAnythingThere && !m_relay.isSet);
    if (shown > 0)
        return;
    const auto say = [this](const QString& title, const QString& text, const QString& act) {
        m_emptyTitle->setText(title);
        m_emptyText->say(text);
        m_emptyAct->setText(act);
        m_emptyAct->setVisible(!act.isEmpty());
    };
    if (!m_list.machines().empty())
        say(tr("No machine is like that"), tr("%1 machines are there, but none fits the search and the filters.").arg(m_list.machines().size()), tr("Show all machines"));
    else if (!m_relay.isSet)
        say(tr("No relay is set"), tr("Machines of others are found through a relay: a server that knows who offers what, and passes encrypted work on."), {});
    else if (!m_relay.isOnline)
        say(tr("The relay can't be reached"), tr("%1 doesn't answer just now. Weft keeps trying; what runs on this computer goes on.").arg(m_relay.name), tr("Look again"));
    else
        say(tr("Nobody shares a machine just now"), tr("%1 lists no machine whose nodes Weft knows. Weft looks again every half minute. You could be the first: share your GPU.").arg(m_relay.name), tr("Look again"));
}

void MarketPage::showChosen()
{
    const MarketMachine* machine = m_list.find(m_chosen);
    m_detail->show(machine ? std::optional(*machine) : std::nullopt);
}

/// Where the page is typed into, or what it says to do.
void MarketPage::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_text->isVisible())
        m_text->setFocus();
    else if (m_relaySetup && m_relaySetup->isVisible())
        m_relaySetup->setFocus();
    else
        m_emptyAct->setFocus();
}

int MarketPage::shownRows() const { return m_rows->rowCount(); }

void MarketPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_view->viewport()->update();
}

} // namespace weft

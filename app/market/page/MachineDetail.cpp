// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/page/MachineDetail.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/StatusText.h"
#include "app/language/DeviceText.h"
#include "app/market/MarketText.h"
#include "app/market/page/MachineRows.h"
#include "app/models/ModelText.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kPortrait = 44; // px
constexpr int kFewNodes = 14;
constexpr std::size_t kMostModels = 40;
constexpr std::chrono::milliseconds kShown {100}; // the shortest time that is told

void emptyLines(QVBoxLayout& lines)
{
    while (QLayoutItem* item = lines.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

/// A name at the left, its value at the right.
void addLine(QVBoxLayout& lines, QWidget* parent, const QString& name, const QString& value, Sentence::Tone tone = Sentence::Tone::Plain)
{
    auto* line = new QWidget(parent);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kSmall);
    auto* left = new Sentence(line, Sentence::Tone::Plain);
    auto* right = new Sentence(line, tone);
    right->setWordWrap(false);
    row->addWidget(left, 1);
    row->addWidget(right);
    left->say(name);
    right->say(value);
    line->setAccessibleName(name + QStringLiteral(": ") + value);
    lines.addWidget(line);
}

QPixmap letterOf(const MarketMachine& machine, double scale)
{
    QPixmap picture(QSize(kPortrait, kPortrait) * scale);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLetter(painter, QRect(0, 0, kPortrait, kPortrait), QString::fromStdString(machine.info.displayName), machine.info.id);
    return picture;
}

} // namespace

MachineDetail::MachineDetail(QWidget* parent)
    : QScrollArea(parent)
    , m_letter(new QLabel)
    , m_name(new QLabel)
    , m_device(new Sentence)
    , m_use(primaryButton(nullptr))
    , m_trust(new QPushButton)
    , m_useNote(new Sentence)
{
    setObjectName(QStringLiteral("machineDetail"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_use->setObjectName(QStringLiteral("useMachine"));
    m_trust->setObjectName(QStringLiteral("trustMachine"));
    m_name->setObjectName(QStringLiteral("machineName"));
    setWidget(makeContent());
    connect(m_use, &QPushButton::clicked, this, [this] { Q_EMIT useAsked(QString::fromStdString(m_machine->info.id)); });
    connect(m_trust, &QPushButton::clicked, this, [this] { Q_EMIT trustAsked(QString::fromStdString(m_machine->info.id), !m_machine->isTrusted); });
    connect(m_allNodes, &QPushButton::clicked, this, [this] {
        m_showsAllNodes = !m_showsAllNodes;
        showNodes();
    });
}

QLabel* MachineDetail::addTitle(QVBoxLayout& column)
{
    auto* title = new QLabel(widget());
    title->setObjectName(QStringLiteral("sectionTitle"));
    title->setFont(uiFont(11, QFont::DemiBold));
    column.addSpacing(space::kSmall);
    column.addWidget(title);
    return title;
}

QVBoxLayout* MachineDetail::addLines(QVBoxLayout& column)
{
    auto* lines = new QVBoxLayout;
    lines->setSpacing(space::kTiny);
    column.addLayout(lines);
    return lines;
}

QWidget* MachineDetail::makeContent()
{
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("machineDetailContent"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    column->setSpacing(space::kSmall);
    m_name->setFont(uiFont(15, QFont::DemiBold));
    m_name->setWordWrap(true);
    m_name->setTextFormat(Qt::PlainText); // its owner's words
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_name);
    names->addWidget(m_device);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::kMedium);
    top->addWidget(m_letter, 0, Qt::AlignTop);
    top->addLayout(names, 1);
    column->addLayout(top);
    column->addLayout(rowLayoutOf({m_use, m_trust}));
    column->addWidget(m_useNote);
    m_seenTitle = addTitle(*column);
    m_seen = new Sentence(content, Sentence::Tone::Plain);
    m_seen->setObjectName(QStringLiteral("machineSees"));
    column->addWidget(m_seen);
    m_priceTitle = addTitle(*column);
    m_prices = addLines(*column);
    m_modelsTitle = addTitle(*column);
    m_models = addLines(*column);
    m_nodesTitle = addTitle(*column);
    m_nodes = new Sentence(content, Sentence::Tone::Plain);
    m_nodes->setObjectName(QStringLiteral("machineNodes"));
    m_allNodes = linkButton(content);
    column->addWidget(m_nodes);
    column->addWidget(m_allNodes, 0, Qt::AlignLeft);
    m_factsTitle = addTitle(*column);
    m_facts = addLines(*column);
    column->addStretch(1);
    return content;
}

void MachineDetail::show(const std::optional<MarketMachine>& machine)
{
    const bool isAnother = !m_machine || !machine || m_machine->info.id != machine->info.id;
    m_machine = machine;
    if (isAnother)
        m_showsAllNodes = false;
    refresh();
}

void MachineDetail::setWish(const std::optional<NodeWish>& wish)
{
    m_wish = wish;
    showActions();
}

void MachineDetail::retranslate()
{
    setAccessibleName(tr("The chosen machine"));
    m_seenTitle->setText(tr("WHAT IT SEES"));
    m_priceTitle->setText(tr("WHAT JOBS COST THERE"));
    m_nodesTitle->setText(tr("NODES"));
    m_factsTitle->setText(tr("WHAT IS KNOWN OF IT"));
    refresh();
}

void MachineDetail::refresh()
{
    widget()->setVisible(m_machine.has_value());
    if (!m_machine)
        return;
    m_letter->setPixmap(letterOf(*m_machine, devicePixelRatioF()));
    m_name->setText(QString::fromStdString(m_machine->info.displayName));
    m_device->say(m_machine->listed ? deviceText(QString::fromStdString(m_machine->listed->device)) : QString());
    m_seen->say(seenTexts(m_machine->info.catalogue).join(QLatin1Char('\n')));
    showActions();
    showPrices();
    showModels();
    showNodes();
    showFacts();
}

void MachineDetail::showActions()
{
    if (!m_machine)
        return;
    m_trust->setText(m_machine->isTrusted ? tr("Don't trust") : tr("Trust"));
    m_trust->setToolTip(m_machine->isTrusted ? tr("Runs on trusted machines won't use it any more.") : tr("Runs on trusted machines may use it, too."));
    const Catalogue& offered = m_machine->info.catalogue;
    QStringList lacking;
    for (const auto& [type, name] : m_wish.value_or(NodeWish {}).needs) {
        if (!offered.find(type) && !lacking.contains(name))
            lacking << name;
    }
    m_use->setText(m_wish ? tr("Use for %1").arg(m_wish->title) : tr("Use for the selected node"));
    m_use->setEnabled(m_wish && lacking.isEmpty());
    m_useNote->say(!m_wish     ? tr("To run a node there, select it in a workflow first.")
            : lacking.isEmpty() ? QString()
                                : tr("It doesn't offer %1.").arg(lacking.join(QStringLiteral(", "))));
}

void MachineDetail::showPrices()
{
    emptyLines(*m_prices);
    for (const TypicalJob& job : typicalJobs(m_machine->info)) {
        const QString price = job.quote.amount.micro == 0 ? tr("free") : tr("%1 credits").arg(creditsText(job.quote.amount));
        const QString took = job.took < kShown ? QStringLiteral("< ") + secondsText(0.1) : tr("≈ %1").arg(secondsText(double(job.took.count()) / 1000));
        addLine(*m_prices, widget(), typicalJobText(job), price + QStringLiteral(" · ") + took);
    }
    addLine(*m_prices, widget(), tr("Price per second (of the reference machine)"), priceText(m_machine->info));
    addLine(*m_prices, widget(), tr("What fails, or is cancelled before it is delivered"), tr("nothing"), Sentence::Tone::Good);
}

void MachineDetail::showModels()
{
    emptyLines(*m_models);
    const auto& models = m_machine->info.catalogue.models();
    m_modelsTitle->setText(tr("MODELS"));
    m_modelsTitle->setVisible(!models.empty());
    for (std::size_t i = 0; i < std::min(models.size(), kMostModels); ++i)
        addLine(*m_models, widget(), QString::fromStdString(models[i].name), modelSizeText(qint64(models[i].sizeBytes)), Sentence::Tone::Quiet);
    if (models.size() > kMostModels)
        addLine(*m_models, widget(), tr("and %1 more").arg(models.size() - kMostModels), {});
}

void MachineDetail::showNodes()
{
    QStringList names;
    for (const auto& [name, type] : m_machine->info.catalogue.types())
        names << displayName(type);
    std::ranges::sort(names, [](const QString& a, const QString& b) { return QString::localeAwareCompare(a, b) < 0; });
    const bool isLong = names.size() > kFewNodes;
    m_allNodes->setVisible(isLong);
    m_allNodes->setText(m_showsAllNodes ? tr("Show fewer") : tr("Show all %1").arg(names.size()));
    const QStringList shown = isLong && !m_showsAllNodes ? names.mid(0, kFewNodes) : names;
    m_nodes->say(shown.join(QStringLiteral(" · ")) + (shown.size() < names.size() ? QStringLiteral(" …") : QString()));
}

void MachineDetail::showFacts()
{
    emptyLines(*m_facts);
    const MarketMachine& machine = *m_machine;
    if (machine.listed) {
        const QLocale locale;
        addLine(*m_facts, widget(), tr("Jobs done at this relay"), locale.toString(qint64(machine.listed->completedJobs)));
        addLine(*m_facts, widget(), tr("Jobs that failed"), locale.toString(qint64(machine.listed->failedJobs)));
        addLine(*m_facts, widget(), tr("Busy now"), tr("%1 of %2").arg(machine.listed->busySlots).arg(machine.info.slots));
    }
    addLine(*m_facts, widget(), tr("Speed, by its own measure; the reference machine is 1 ×"), speedText(machine.info));
    addLine(*m_facts, widget(), tr("Key"), QString::fromStdString(machine.info.id.substr(0, 16)), Sentence::Tone::Quiet);
}

} // namespace weft

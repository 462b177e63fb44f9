// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/OfferCards.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/StatusText.h"
#include "app/language/ErrorText.h"
#include "app/models/ModelText.h"
#include "app/sharing/HostRules.h"
#include "app/sharing/page/Earnings.h"
#include "app/wallet/WalletText.h"
#include "core/protocol/Worker.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr int kFewOffered = 18;
constexpr int kMostModelsNamed = 12;
constexpr std::size_t kMostGuestLines = 30;
constexpr std::int64_t kSecondsPerHour = 3600;

QLabel* fieldLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QStringLiteral("fieldLabel"));
    label->setFont(uiFont(11));
    return label;
}

QString typeText(const Catalogue& catalogue, const std::string& name)
{
    const NodeType* type = catalogue.find(name);
    return type ? displayName(*type) : QString::fromStdString(name);
}

} // namespace

PriceCard::PriceCard(QWidget* parent)
    : TitledCard(parent)
    , m_nameLabel(fieldLabel(this))
    , m_name(new QLineEdit(this))
    , m_priceLabel(fieldLabel(this))
    , m_price(amountField(this, "sharePrice"))
    , m_unit(new QLabel(this))
    , m_hour(new Sentence(this))
    , m_note(new Sentence(this))
{
    m_name->setObjectName(QStringLiteral("shareName"));
    m_name->setMaxLength(120);
    m_note->setObjectName(QStringLiteral("sharePriceNote"));
    m_nameLabel->setBuddy(m_name);
    m_priceLabel->setBuddy(m_price);
    column()->addWidget(m_nameLabel);
    column()->addWidget(m_name);
    column()->addWidget(m_priceLabel);
    column()->addWidget(rowOf({m_price, m_unit}, this));
    column()->addWidget(m_hour);
    column()->addWidget(m_note);
    connect(m_name, &QLineEdit::editingFinished, this, &PriceCard::keepName);
    connect(m_price, &QLineEdit::editingFinished, this, &PriceCard::keepPrice);
    connect(m_price, &QLineEdit::textEdited, this, &PriceCard::showHour);
}

void PriceCard::use(SharingModel* sharing)
{
    m_sharing = sharing;
    m_name->setText(sharing ? sharing->name() : QString());
    m_price->setText(sharing ? exactCredits(sharing->price()) : QString());
    refresh();
}

void PriceCard::retranslate()
{
    setTitle(tr("Name and price"));
    m_nameLabel->setText(tr("What others call this computer"));
    m_name->setAccessibleName(m_nameLabel->text());
    m_priceLabel->setText(tr("Price per second (of the reference machine)"));
    m_priceLabel->setToolTip(tr("The reference machine is the one whose speed is 1 ×: a job's work is counted in its seconds, so that the price is known before it starts."));
    m_price->setToolTip(m_priceLabel->toolTip());
    m_price->setAccessibleName(m_priceLabel->text() + QStringLiteral(", ") + tr("in credits"));
    m_unit->setText(tr("credits; 0 is free"));
    m_note->say({});
    refresh();
}

void PriceCard::refresh()
{
    m_name->setEnabled(m_sharing);
    m_price->setEnabled(m_sharing);
    showHour();
}

/// At most, when it never idles: what it will earn depends on guests, and isn't guessed.
void PriceCard::showHour()
{
    const Result<Money> price = readAmount(m_price->text());
    const bool isGood = m_sharing && price && !price->isNegative() && price->micro <= kMaxAmount.micro / kSecondsPerHour;
    m_hour->say(!isGood ? QString()
            : price->micro == 0
            ? tr("Guests pay nothing.")
            : tr("An hour of that work costs %1. How long a job takes here doesn't change its price: it is known before it starts.").arg(cashText(microCredits(price->micro * kSecondsPerHour))));
}

void PriceCard::keepName()
{
    if (!m_sharing || m_name->text().simplified() == m_sharing->name())
        return;
    const Done kept = m_sharing->setName(m_name->text());
    if (!kept) {
        m_note->say(tr("A name of 1 to 120 characters, please. It is still “%1”.").arg(m_sharing->name()), Sentence::Tone::Error);
        m_name->setText(m_sharing->name());
        return;
    }
    m_note->say(tr("Kept. The relay's list shows it from now on."), Sentence::Tone::Good);
}

void PriceCard::keepPrice()
{
    if (!m_sharing)
        return;
    const Result<Money> price = readAmount(m_price->text());
    if (price && *price == m_sharing->price())
        return;
    const Done kept = price ? m_sharing->setPrice(*price) : Done(price.error());
    if (!kept) {
        m_note->say(tr("An amount such as 0.02, please. It is still %1.").arg(exactCredits(m_sharing->price())), Sentence::Tone::Error);
        return;
    }
    m_note->say(tr("Kept. New jobs have this price; those under way keep theirs."), Sentence::Tone::Good);
    m_price->setText(exactCredits(m_sharing->price()));
}

GuestsMayCard::GuestsMayCard(QWidget* parent)
    : TitledCard(parent)
    , m_may(new Sentence(this, Sentence::Tone::Plain))
    , m_mayNot(new Sentence(this, Sentence::Tone::Plain))
    , m_outside(new Sentence(this, Sentence::Tone::Warning))
    , m_sees(new Sentence(this))
    , m_sandbox(new Sentence(this))
{
    m_sandbox->setObjectName(QStringLiteral("shareSandbox"));
    m_outside->setObjectName(QStringLiteral("shareOutside"));
    m_sees->setObjectName(QStringLiteral("shareSees"));
    for (Sentence* line : {m_may, m_mayNot, m_outside, m_sandbox, m_sees})
        column()->addWidget(line);
}

void GuestsMayCard::retranslate()
{
    setTitle(tr("What guests can touch"));
    m_may->say(QStringLiteral("✓  ") + tr("The nodes and models that are offered, and this computer's processor or card while one of their jobs runs."));
    m_mayNot->say(QStringLiteral("✕  ") + tr("Not your files, your network, your accounts, other programs: what runs in Weft's own worker is shut in."));
    refresh();
}

/// What runs in the owner's ComfyUI isn't shut in: nobody may take it for that.
QString GuestsMayCard::outsideText() const
{
    if (!m_sharing || !m_sharing->servers().comfy.isOn || m_sharing->servers().comfy.classes.empty())
        return {};
    const auto& classes = m_sharing->servers().comfy.classes;
    const auto listed = std::ranges::count_if(classes, [](const auto& one) { return one.second.isListed; });
    const QString where = QStringLiteral("⚠  ") + tr("Nodes of your ComfyUI run in that ComfyUI, outside of the sandbox: they can reach what it can reach.");
    return listed == 0 ? where : where + QStringLiteral("\n⚠  ") + tr("%1 of the nodes that you ticked may reach files, the network or code, as far as Weft knows.").arg(listed);
}

QString GuestsMayCard::seesText() const
{
    const QString here = tr("This computer sees what guests send: words, pictures, latents. Weft neither shows nor keeps it.");
    const bool hasLanguage = m_sharing && m_sharing->servers().language.isOn && !m_sharing->servers().language.models.empty();
    return hasLanguage ? here + QLatin1Char(' ') + tr("Your language models get guests' words.") : here;
}

void GuestsMayCard::refresh()
{
    m_outside->say(outsideText());
    m_sees->say(seesText());
    const QString sandbox = m_sharing ? QString::fromStdString(m_sharing->worker().sandbox) : QString();
    if (sandbox.isEmpty())
        m_sandbox->say(tr("Whether this computer can shut guests' work in is checked when you turn sharing on. If it can't, sharing stays off."), Sentence::Tone::Quiet);
    else if (sandbox == QLatin1String(protocol::worker::kWholeSandbox))
        m_sandbox->say(tr("Checked: the sandbox of Weft's own worker is whole."), Sentence::Tone::Good);
    else
        m_sandbox->say(tr("The sandbox isn't whole here. What there is: %1").arg(sandbox), Sentence::Tone::Warning);
}

OfferedCard::OfferedCard(QWidget* parent)
    : TitledCard(parent)
    , m_nodesTitle(new Sentence(this, Sentence::Tone::Plain))
    , m_nodes(new Sentence(this))
    , m_all(linkButton(this))
    , m_modelsTitle(new Sentence(this, Sentence::Tone::Plain))
    , m_models(new Sentence(this))
    , m_withheld(new Sentence(this))
{
    m_nodesTitle->setObjectName(QStringLiteral("offeredNodes"));
    m_modelsTitle->setObjectName(QStringLiteral("offeredModels"));
    column()->addWidget(m_nodesTitle);
    column()->addWidget(m_nodes);
    column()->addWidget(m_all, 0, Qt::AlignLeft);
    column()->addWidget(m_modelsTitle);
    column()->addWidget(m_models);
    column()->addWidget(m_withheld);
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_showsAll = !m_showsAll;
        refresh();
    });
}

void OfferedCard::setCatalogue(const Catalogue& catalogue)
{
    m_catalogue = catalogue;
    refresh();
}

void OfferedCard::retranslate()
{
    setTitle(tr("What Weft itself offers"));
    refresh();
}

void OfferedCard::refresh()
{
    const std::set<std::string> types = HostRules::offered(m_catalogue, {});
    QStringList names;
    for (const std::string& type : types)
        names << typeText(m_catalogue, type);
    std::ranges::sort(names, [](const QString& a, const QString& b) { return QString::localeAwareCompare(a, b) < 0; });
    const bool isLong = names.size() > kFewOffered;
    const QStringList shown = isLong && !m_showsAll ? QStringList() : names;
    m_nodesTitle->say(names.isEmpty() ? tr("What this computer offers is known once its worker has started.") : names.size() == 1 ? tr("1 node") : tr("%1 nodes").arg(names.size()));
    m_nodes->say(shown.join(QStringLiteral(" · ")));
    m_all->setVisible(isLong);
    m_all->setText(m_showsAll ? tr("Show fewer") : tr("Show all"));
    QStringList models;
    for (const ModelFile& model : m_catalogue.models()) {
        if (!model.sha256.isNull())
            models << QStringLiteral("%1 (%2)").arg(QString::fromStdString(model.name), modelSizeText(qint64(model.sizeBytes)));
    }
    m_modelsTitle->say(names.isEmpty() ? QString() : tr("Models: %1").arg(models.size()));
    m_models->say(models.mid(0, kMostModelsNamed).join(QStringLiteral(" · ")) + (models.size() > kMostModelsNamed ? QStringLiteral(" …") : QString()));
    m_withheld->say(names.isEmpty() ? QString() : tr("Weft offers no nodes that read or write files here, and no models whose checksum isn't known."));
}

GuestsCard::GuestsCard(QWidget* parent)
    : TitledCard(parent)
    , m_intro(new Sentence(this))
    , m_lines(new QVBoxLayout)
{
    m_intro->setObjectName(QStringLiteral("guestsIntro"));
    m_lines->setSpacing(space::kSmall);
    column()->addWidget(m_intro);
    column()->addLayout(m_lines);
}

void GuestsCard::retranslate()
{
    setTitle(tr("What this computer has seen of guests"));
    refresh();
}

QWidget* GuestsCard::lineOf(const GuestJob& job)
{
    QStringList nodes;
    for (const std::string& type : job.nodes)
        nodes << typeText(m_catalogue, type);
    QStringList seen;
    if (job.seen.contains(Exposure::Text))
        seen << tr("words");
    if (job.seen.contains(Exposure::Encoding))
        seen << tr("encoded words");
    if (job.seen.contains(Exposure::Pictures))
        seen << tr("pictures");
    if (job.seen.contains(Exposure::Latents))
        seen << tr("latents");
    const QString when = clockText(QDateTime::fromMSecsSinceEpoch(job.started.time_since_epoch().count()).time());
    const QString ended = job.state == GuestJob::State::Running ? tr("runs")
        : job.state == GuestJob::State::Failed                  ? tr("failed")
                                                                : tr("done, %1").arg(exactCash(job.earned));
    auto* line = new Sentence(this, job.state == GuestJob::State::Failed ? Sentence::Tone::Error : Sentence::Tone::Plain);
    line->setProperty("isGuestLine", true);
    line->say(QStringList {when, nodes.join(QStringLiteral(", ")), tr("saw: %1").arg(seen.isEmpty() ? tr("numbers") : seen.join(QStringLiteral(", "))), bytesText(job.bytes), ended}
                  .join(QStringLiteral(" · ")));
    return line;
}

void GuestsCard::refresh()
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const bool isEmpty = !m_sharing || m_sharing->guests().jobs().empty();
    m_intro->say(isEmpty ? tr("No guest has sent anything since Weft was started. What kinds of things guests send is listed here; what is in them isn't kept.")
                         : tr("Since Weft was started, the newest first. Only kinds and sizes are noted, in memory; what was in them isn't kept."));
    if (isEmpty)
        return;
    const auto& jobs = m_sharing->guests().jobs();
    for (std::size_t i = 0; i < std::min(jobs.size(), kMostGuestLines); ++i)
        m_lines->addWidget(lineOf(jobs[i]));
}

} // namespace weft

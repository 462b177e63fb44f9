// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/page/PublishDialog.h"

#include "app/apis/page/CallPreview.h"
#include "app/language/ErrorText.h"
#include "app/wallet/WalletText.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr QSize kDialogSize {860, 760};
constexpr int kCostDelay = 250; // ms
constexpr std::int64_t kMillion = 1'000'000;
constexpr int kFewestRows = 3;
constexpr int kMostRows = 8;
constexpr int kListRow = 28;
constexpr int kFrame = 4; // above and below rows together

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setFont(uiFont(13, QFont::DemiBold));
    return label;
}

/// As high as its rows and its headings need, within reason.
int tableHeight(int rows) { return kListRow * (std::clamp(rows, kFewestRows, kMostRows) + 1) + kFrame; }

} // namespace

PublishDialog::PublishDialog(ApiDraft draft, PublishSurroundings surroundings, QWidget* parent)
    : QDialog(parent)
    , m_draft(std::move(draft))
    , m_around(std::move(surroundings))
{
    setWindowTitle(tr("Publish as API"));
    setObjectName(QStringLiteral("publishDialog"));
    auto* inside = new QWidget(this);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kSmall);
    column->setSpacing(space::kMedium);
    column->addWidget(makeWords());
    column->addWidget(makeLists());
    column->addWidget(makePrice());
    column->addWidget(heading(tr("How it is called"), this));
    m_preview = new CallPreview(this);
    column->addWidget(m_preview);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    m_problem = new Sentence(this, Sentence::Tone::Warning);
    m_problem->setObjectName(QStringLiteral("publishProblem"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_publish = primaryButton(this);
    m_publish->setText(tr("Publish"));
    m_publish->setObjectName(QStringLiteral("publishButton"));
    buttons->addButton(m_publish, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &PublishDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(space::kHuge, 0, space::kHuge, space::kMedium);
    below->addWidget(m_problem, 1);
    below->addWidget(buttons);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll, 1);
    whole->addLayout(below);
    resize(kDialogSize);
    m_costs.setSingleShot(true);
    m_costs.setInterval(kCostDelay);
    connect(&m_costs, &QTimer::timeout, this, &PublishDialog::showCost);
    m_title->setText(m_around.title);
    m_name->setText(QString::fromStdString(apiNameFor(m_around.title, m_around.taken)));
    refresh();
    showCost();
    m_name->setFocus();
    m_name->selectAll();
}

/// The table shows a draft that goes before it.
PublishDialog::~PublishDialog() { m_parameters->setModel(nullptr); }

QWidget* PublishDialog::makeWords()
{
    auto* words = new QWidget(this);
    auto* form = new QFormLayout(words);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(space::kSmall);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* what = new Sentence(words, Sentence::Tone::Plain);
    what->say(tr("%1 becomes a service that others call, also from their own programs. How it works inside stays on this computer.").arg(m_around.what));
    form->addRow(what);
    const auto add = [&](const QString& label, const char* objectName, const QString& hint, int most) {
        auto* field = new QLineEdit(words);
        field->setObjectName(QLatin1String(objectName));
        field->setPlaceholderText(hint);
        field->setMaxLength(most);
        field->setAccessibleName(label);
        field->setAccessibleDescription(hint);
        form->addRow(label, field);
        connect(field, &QLineEdit::textChanged, this, &PublishDialog::takeWords);
        return field;
    };
    m_name = add(tr("Name"), "apiName", tr("what callers type: small letters, digits, hyphens"), 40);
    m_title = add(tr("Title"), "apiTitle", tr("what people read"), 120);
    m_description = add(tr("Description"), "apiDescription", tr("what it does, in a sentence"), 400);
    return words;
}

QWidget* PublishDialog::makePrice()
{
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kSmall);
    auto* label = new QLabel(tr("Price of a call"), part);
    m_price = amountField(part, "apiPrice");
    m_price->setText(QStringLiteral("0"));
    m_price->setAccessibleName(tr("Price of a call, in credits"));
    label->setBuddy(m_price);
    m_paid = new Sentence(part);
    m_paid->setObjectName(QStringLiteral("apiPaid"));
    m_cost = new Sentence(part);
    m_cost->setObjectName(QStringLiteral("apiCost"));
    auto* spendLabel = new QLabel(tr("A call may cost you at most"), part);
    m_spend = amountField(part, "apiSpend");
    m_spend->setAccessibleName(tr("What a call may cost you at other machines at most, in credits"));
    m_spend->setPlaceholderText(tr("its pay"));
    spendLabel->setBuddy(m_spend);
    m_spendRow = rowOf({spendLabel, m_spend, new QLabel(tr("credits at other machines; left empty, never more than you are paid"), part)}, part);
    m_spendRow->setVisible(false);
    column->addWidget(rowOf({label, m_price, new QLabel(tr("credits; 0 is free"), part)}, part));
    column->addWidget(m_paid);
    column->addWidget(m_cost);
    column->addWidget(m_spendRow);
    connect(m_price, &QLineEdit::textChanged, this, &PublishDialog::takeWords);
    connect(m_spend, &QLineEdit::textChanged, this, &PublishDialog::takeWords);
    return part;
}

QWidget* PublishDialog::makeLists()
{
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kSmall);
    m_table = new ParameterTable(m_draft, this);
    m_parameters = new QTableView(part);
    m_parameters->setObjectName(QStringLiteral("apiParameters"));
    m_parameters->setModel(m_table);
    m_parameters->setAccessibleName(tr("Inputs of a call"));
    m_parameters->setAccessibleDescription(tr("Space chooses a setting, F2 changes a name, its allowed values, or a default."));
    m_parameters->setToolTip(m_parameters->accessibleDescription());
    m_parameters->setShowGrid(false);
    m_parameters->setTabKeyNavigation(false);
    m_parameters->setSelectionMode(QAbstractItemView::SingleSelection);
    m_parameters->verticalHeader()->hide();
    m_parameters->verticalHeader()->setDefaultSectionSize(kListRow);
    QHeaderView* header = m_parameters->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    for (const auto& [column, width] : {std::pair {ParameterTable::Name, 150}, {ParameterTable::Range, 140}, {ParameterTable::Default, 110}})
        header->resizeSection(column, width); // what stands in them may be long
    for (const int column : {ParameterTable::Type, ParameterTable::Needed})
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(ParameterTable::Where, QHeaderView::Stretch);
    m_parameters->setFixedHeight(tableHeight(m_table->rowCount()));
    m_outputs = new QListWidget(part);
    m_outputs->setObjectName(QStringLiteral("apiOutputs"));
    m_outputs->setAccessibleName(tr("Results of a call"));
    m_outputs->setFixedHeight(kListRow * int(std::clamp<std::size_t>(m_draft.outputs.size(), 1, kMostRows)) + kFrame);
    showOutputs();
    column->addWidget(heading(tr("Inputs of a call"), part));
    auto* hint = new Sentence(part);
    hint->say(m_table->rowCount() ? tr("Ticked settings become parameters; the others stay as they are in the workflow.") : tr("There is no setting to choose from: every call makes the same."));
    column->addWidget(hint);
    column->addWidget(m_parameters);
    m_parameters->setVisible(m_table->rowCount() > 0);
    column->addWidget(heading(tr("Results of a call"), part));
    column->addWidget(m_outputs);
    connect(m_table, &ParameterTable::dataChanged, this, &PublishDialog::refresh);
    connect(m_table, &ParameterTable::refused, this, [this](const QString& why) { m_problem->say(why, Sentence::Tone::Error); });
    connect(m_outputs, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        DraftOutput& output = m_draft.outputs[static_cast<std::size_t>(m_outputs->row(item))];
        output.isOffered = item->checkState() == Qt::Checked;
        refresh();
        m_costs.start();
    });
    return part;
}

void PublishDialog::showOutputs()
{
    for (const DraftOutput& output : m_draft.outputs) {
        const QString name = QString::fromStdString(output.output.spec.name);
        auto* item = new QListWidgetItem(name + QStringLiteral(" · ") + QString::fromStdString(output.output.spec.type), m_outputs);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setSizeHint({0, kListRow});
        item->setCheckState(output.isOffered ? Qt::Checked : Qt::Unchecked);
    }
}

void PublishDialog::takeWords()
{
    constexpr Money kWrong {-1};
    m_draft.name = m_name->text().trimmed().toStdString();
    m_draft.title = m_title->text().simplified().toStdString();
    m_draft.description = m_description->text().simplified().toStdString();
    m_draft.price = readAmount(m_price->text()).valueOr(kWrong);
    m_draft.spend.reset();
    if (!m_spend->text().trimmed().isEmpty())
        m_draft.spend = readAmount(m_spend->text()).valueOr(kWrong);
    refresh();
}

void PublishDialog::refresh()
{
    const auto problem = m_draft.problem(m_around.taken);
    const PublishedApi api = m_draft.finished();
    m_preview->show(apiNodeType(api, "x"), m_draft.name);
    showPaid();
    showElsewhere();
    showProblem(problem);
}

void PublishDialog::showProblem(const std::optional<DraftProblem>& problem)
{
    const bool isBegun = !m_draft.name.empty(); // nobody is warned before
    if (m_cannotRun)
        m_problem->say(sentenceFor(*m_cannotRun), Sentence::Tone::Error);
    else
        m_problem->say(problem ? problem->text : QString(), isBegun ? Sentence::Tone::Warning : Sentence::Tone::Quiet);
    m_publish->setEnabled(!problem && !m_cannotRun && !m_isTooDear);
    m_publish->setToolTip(problem ? problem->text : QString());
}

/// What the author gets of the price, and what is left of it.
void PublishDialog::showPaid()
{
    if (m_draft.price.isNegative() || m_draft.price > kMaxAmount)
        return m_paid->say({});
    if (m_draft.price.micro == 0)
        return m_paid->say(tr("Callers pay nothing."), Sentence::Tone::Quiet);
    if (!m_around.shareMillionths)
        return m_paid->say(tr("The relay keeps its share of it; the rest is yours."), Sentence::Tone::Quiet);
    const Money share = timesRatioDown(m_draft.price, *m_around.shareMillionths, kMillion).valueOr(Money {});
    const Money paid = minus(m_draft.price, share).valueOr(Money {});
    m_paid->say(tr("You are paid %1 of %2 credits; the relay keeps %3.").arg(exactCredits(paid), exactCredits(m_draft.price), percentText(*m_around.shareMillionths)),
        Sentence::Tone::Quiet);
}

/// What other machines ask for a call, and whether it is more than a call may cost: nobody could call it then.
void PublishDialog::showElsewhere()
{
    m_isTooDear = false;
    if (!m_known || !m_known->goesOn || m_draft.price.isNegative() || m_draft.price > kMaxAmount)
        return;
    const Money share = timesRatioDown(m_draft.price, m_around.shareMillionths.value_or(0), kMillion).valueOr(Money {});
    const Money most = m_draft.spend.value_or(minus(m_draft.price, share).valueOr(Money {}));
    m_isTooDear = m_known->estimate > most;
    if (m_isTooDear)
        m_cost->say(tr("Other machines ask about %1 credits for a call, more than the %2 that you are paid: calls will be refused. Ask a higher price, or say below what a call may cost you.")
                        .arg(creditsText(m_known->estimate), exactCredits(most)),
            Sentence::Tone::Warning);
    else
        m_cost->say(tr("Parts of it run on other machines, which you pay: about %1 credits a call now. Callers are told that what they send goes on.").arg(creditsText(m_known->estimate)),
            Sentence::Tone::Quiet);
}

void PublishDialog::showCost()
{
    m_known.reset();
    m_cannotRun.reset();
    if (m_around.cost) {
        const auto cost = m_around.cost(m_draft.finished());
        if (cost)
            m_known = *cost;
        else
            m_cannotRun = cost.error();
    }
    m_spendRow->setVisible(m_known && m_known->goesOn);
    if (m_known && !m_known->goesOn)
        m_cost->say(tr("All of it runs on this computer."), Sentence::Tone::Quiet);
    refresh();
}

void PublishDialog::setDoor(const QUrl& address, bool wantsToken) { m_preview->setDoor(address, wantsToken); }

void PublishDialog::goTo(const DraftProblem& problem)
{
    using Part = DraftProblem::Part;
    if (problem.part == Part::Name)
        m_name->setFocus();
    else if (problem.part == Part::Price)
        m_price->setFocus();
    else if (problem.part == Part::Spend)
        m_spend->setFocus();
    else if (problem.part == Part::Output)
        m_outputs->setFocus();
    else
        m_parameters->setCurrentIndex(m_table->index(problem.row, ParameterTable::Name));
}

/// Enter in a field comes here, too.
void PublishDialog::accept()
{
    if (const auto problem = m_draft.problem(m_around.taken)) {
        m_problem->say(problem->text, Sentence::Tone::Warning);
        return goTo(*problem);
    }
    if (m_cannotRun || m_isTooDear)
        return;
    const Done done = m_around.publish(m_draft.finished());
    if (!done)
        return m_problem->say(sentenceFor(done.error()), Sentence::Tone::Error);
    Q_EMIT published(QString::fromStdString(m_draft.name));
    QDialog::accept();
}

} // namespace weft

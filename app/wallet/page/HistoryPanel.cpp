// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/page/HistoryPanel.h"

#include "app/language/ErrorText.h"
#include "app/wallet/WalletText.h"
#include "core/files/ReplaceFile.h"

#include <QComboBox>
#include <QDate>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>

#include <set>

namespace weft {

namespace {

constexpr int kTableHeight = 300;

QString inAndOut(const QString& in, const QString& out)
{
    return QCoreApplication::translate("Wallet", "%1 in, %2 out").arg(in, out);
}

} // namespace

HistoryPanel::HistoryPanel(const WalletModel& wallet, QWidget* parent)
    : QWidget(parent)
    , m_wallet(wallet)
    , m_table(wallet)
    , m_filter(m_table)
    , m_view(new QTableView(this))
    , m_empty(new Sentence(this))
    , m_totals(new Sentence(this))
    , m_note(new Sentence(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::kSmall, 0, 0);
    column->setSpacing(space::kSmall);
    column->addWidget(makeTools());
    column->addWidget(m_view);
    for (QWidget* line : {m_empty, m_totals, m_note})
        column->addWidget(line);
    m_view->setObjectName(QStringLiteral("walletHistory"));
    m_view->setModel(&m_filter);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(StatementTable::Time, Qt::DescendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setMinimumHeight(kTableHeight);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(space::kRow + 4);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_view->setWordWrap(false);
    connect(&wallet, &WalletModel::linesChanged, this, &HistoryPanel::refresh);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter.setText(text);
        refresh();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_filter.setKind(m_kind->currentData().toInt());
        refresh();
    });
    retranslate();
}

QWidget* HistoryPanel::makeTools()
{
    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kSmall);
    m_search = new QLineEdit(tools);
    m_search->setObjectName(QStringLiteral("historySearch"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(260);
    m_kind = new QComboBox(tools);
    m_kind->setObjectName(QStringLiteral("historyKind"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_export = new QPushButton(tools);
    m_export->setObjectName(QStringLiteral("historyExport"));
    auto* menu = new QMenu(m_export);
    menu->addAction(QStringLiteral("CSV…"), this, [this] { askForFile(QStringLiteral("csv")); });
    menu->addAction(QStringLiteral("JSON…"), this, [this] { askForFile(QStringLiteral("json")); });
    m_export->setMenu(menu);
    row->addWidget(m_search);
    row->addWidget(m_kind);
    row->addStretch(1);
    row->addWidget(m_export);
    return tools;
}

void HistoryPanel::fillKinds()
{
    const int chosen = m_kind->currentData().toInt();
    const QSignalBlocker quiet(m_kind);
    m_kind->clear();
    m_kind->addItem(tr("All kinds"), 0);
    std::set<int> kinds;
    for (const WalletLine& line : m_wallet.lines()) {
        if (kinds.insert(line.kind).second)
            m_kind->addItem(lineKindText(WalletLine{.kind = line.kind}), line.kind);
    }
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(chosen)));
}

void HistoryPanel::retranslate()
{
    m_search->setPlaceholderText(tr("Search the history"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_kind->setAccessibleName(tr("Kind of movement"));
    m_export->setText(tr("Export"));
    m_view->setAccessibleName(tr("History"));
    m_table.retranslate();
    m_note->say({});
    refresh();
}

void HistoryPanel::refresh()
{
    fillKinds();
    const bool isEmpty = m_filter.rowCount() == 0;
    m_view->setVisible(!isEmpty);
    m_export->setEnabled(!isEmpty);
    m_empty->say(!isEmpty               ? QString()
            : !m_wallet.lines().empty() ? tr("Nothing in the history is like that.")
            : m_wallet.hasLines()       ? tr("Nothing has happened yet. What you add, spend and earn is listed here.")
                                        : tr("Loading…"));
    const StatementTotals totals = m_filter.totals();
    const int lines = m_filter.rowCount();
    QStringList parts{lines == 1 ? tr("1 line") : tr("%1 lines").arg(lines)};
    parts << tr("credits: %1").arg(inAndOut(QStringLiteral("+") + exactCredits(totals.creditsIn), exactCredits(totals.creditsOut)));
    if (totals.earningsIn.micro != 0 || totals.earningsOut.micro != 0)
        parts << tr("earnings: %1").arg(inAndOut(exactCash(totals.earningsIn), exactCash(totals.earningsOut)));
    m_totals->say(isEmpty ? QString() : parts.join(QStringLiteral(" · ")));
}

Done HistoryPanel::exportTo(const QString& path) const
{
    const bool asJson = path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    const auto lines = m_filter.shown();
    const QByteArray text = asJson ? statementJson(lines, m_table.runNames()) : statementCsv(lines, m_table.runNames());
    return replaceFile(path, text);
}

void HistoryPanel::askForFile(const QString& ending)
{
    auto* dialog = new QFileDialog(this, tr("Export the history"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(QStringLiteral("weft-%1.%2").arg(QDate::currentDate().toString(Qt::ISODate), ending));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const Done done = exportTo(path);
        m_note->say(done ? tr("“%1” is written.").arg(path) : sentenceFor(done.error()),
            done ? Sentence::Tone::Good : Sentence::Tone::Error);
    });
    dialog->open();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/page/ApisDialog.h"

#include "app/apis/page/CallPreview.h"
#include "app/language/ErrorText.h"
#include "app/wallet/WalletText.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

namespace weft {

namespace {

enum ApiColumn { NameColumn, TitleColumn, PriceColumn, CallsColumn, EarnedColumn, SpentColumn };

constexpr QSize kListSize {820, 560};
constexpr int kApiRow = 28;

QTableWidgetItem* cell(const QString& text, bool isNumber = false)
{
    auto* item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    if (isNumber)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

} // namespace

ApisDialog::ApisDialog(ApiShelf& shelf, bool isShared, QWidget* parent)
    : QDialog(parent)
    , m_shelf(shelf)
{
    setWindowTitle(tr("Published APIs"));
    setObjectName(QStringLiteral("apisDialog"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kMedium);
    column->setSpacing(space::kMedium);
    m_shared = new Sentence(this);
    m_shared->setObjectName(QStringLiteral("apisShared"));
    m_shared->say(isShared ? tr("Others can call these now: this computer is shared.") : tr("Others can call these while this computer is shared. It isn't now: turn sharing on under Share my GPU."),
        isShared ? Sentence::Tone::Good : Sentence::Tone::Warning);
    m_none = new Sentence(this, Sentence::Tone::Plain);
    m_none->say(tr("Nothing is published yet. Right-click nodes, a group or a form, then choose Publish as API…"));
    m_none->setAlignment(Qt::AlignCenter);
    makeRows(this);
    column->addWidget(m_shared);
    column->addWidget(m_none);
    column->addWidget(m_rows, 1);
    column->addWidget(makeChosen());
    m_note = new Sentence(this);
    m_note->setObjectName(QStringLiteral("apisNote"));
    column->addWidget(m_note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    resize(kListSize);
    connect(&m_shelf, &ApiShelf::changed, this, &ApisDialog::refresh);
    refresh();
    m_rows->setFocus();
}

void ApisDialog::makeRows(QWidget* parent)
{
    m_rows = new QTableWidget(0, SpentColumn + 1, parent);
    m_rows->setObjectName(QStringLiteral("apiRows"));
    m_rows->setAccessibleName(tr("Published APIs"));
    m_rows->setHorizontalHeaderLabels({tr("Name"), tr("Title"), tr("Price (credits)"), tr("Calls"), tr("Earned"), tr("Paid to others (credits)")});
    for (const int column : {PriceColumn, CallsColumn, EarnedColumn, SpentColumn}) // above their numbers
        m_rows->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setSelectionMode(QAbstractItemView::SingleSelection);
    m_rows->setShowGrid(false);
    m_rows->setTabKeyNavigation(false);
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setDefaultSectionSize(kApiRow);
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->horizontalHeader()->setSectionResizeMode(TitleColumn, QHeaderView::Stretch);
    connect(m_rows, &QTableWidget::currentCellChanged, this, &ApisDialog::showChosen);
    connect(new QShortcut(QKeySequence::Delete, m_rows, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, &ApisDialog::withdraw);
}

QWidget* ApisDialog::makeChosen()
{
    m_chosen = new QWidget(this);
    auto* column = new QVBoxLayout(m_chosen);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kSmall);
    m_preview = new CallPreview(m_chosen);
    m_preview->leadToSettings();
    connect(m_preview, &CallPreview::settingsAsked, this, [this] {
        reject();
        Q_EMIT settingsAsked();
    });
    auto* label = new QLabel(tr("Price of a call"), m_chosen);
    m_price = amountField(m_chosen, "apiNewPrice");
    m_price->setAccessibleName(tr("Price of a call, in credits"));
    label->setBuddy(m_price);
    auto* keep = new QPushButton(tr("Change price"), m_chosen);
    keep->setObjectName(QStringLiteral("apiKeepPrice"));
    keep->setAutoDefault(false);
    auto* away = new QPushButton(tr("Withdraw…"), m_chosen);
    away->setObjectName(QStringLiteral("apiWithdraw"));
    away->setAutoDefault(false);
    connect(keep, &QPushButton::clicked, this, &ApisDialog::keepPrice);
    connect(m_price, &QLineEdit::returnPressed, this, &ApisDialog::keepPrice);
    connect(away, &QPushButton::clicked, this, &ApisDialog::withdraw);
    column->addWidget(m_preview);
    column->addWidget(rowOf({label, m_price, new QLabel(tr("credits"), m_chosen), keep, away}, m_chosen));
    return m_chosen;
}

void ApisDialog::setDoor(const QUrl& address, bool wantsToken) { m_preview->setDoor(address, wantsToken); }

std::string ApisDialog::chosen() const
{
    const QTableWidgetItem* item = m_rows->item(m_rows->currentRow(), NameColumn);
    return item ? item->text().toStdString() : std::string();
}

void ApisDialog::refresh()
{
    const std::string before = chosen();
    std::vector<std::pair<QString, Error>> broken;
    m_apis = m_shelf.apis(&broken);
    const auto earned = m_shelf.earned();
    m_rows->setRowCount(0);
    m_rows->setRowCount(int(m_apis.size()));
    int row = 0;
    for (const auto& [name, api] : m_apis) {
        const auto known = earned.find(name);
        const ApiEarned sums = known == earned.end() ? ApiEarned {} : known->second;
        m_rows->setItem(row, NameColumn, cell(QString::fromStdString(name)));
        m_rows->setItem(row, TitleColumn, cell(QString::fromStdString(api.title)));
        m_rows->setItem(row, PriceColumn, cell(api.price.micro ? exactCredits(api.price) : tr("free"), true));
        m_rows->setItem(row, CallsColumn, cell(QLocale().toString(qlonglong(sums.calls)), true));
        m_rows->setItem(row, EarnedColumn, cell(sums.earned.micro ? cashText(sums.earned) : QString(), true));
        m_rows->setItem(row, SpentColumn, cell(sums.spent.micro ? chargedCredits(sums.spent) : QString(), true));
        if (name == before || row == 0)
            m_rows->setCurrentCell(row, NameColumn);
        ++row;
    }
    m_none->setVisible(m_apis.empty());
    m_rows->setVisible(!m_apis.empty());
    m_shared->setVisible(!m_apis.empty());
    if (!broken.empty())
        m_note->say(tr("“%1” can't be read: %2").arg(broken.front().first, sentenceFor(broken.front().second)), Sentence::Tone::Error);
    showChosen();
}

void ApisDialog::showChosen()
{
    const auto api = m_apis.find(chosen());
    m_chosen->setVisible(api != m_apis.end());
    if (api == m_apis.end())
        return;
    m_price->setText(exactCredits(api->second.price));
    m_preview->show(apiNodeType(api->second, "x"), api->first);
}

void ApisDialog::keepPrice()
{
    const std::string name = chosen();
    const auto price = readAmount(m_price->text());
    const Done kept = price ? m_shelf.setPrice(name, *price) : Done(price.error());
    if (!kept)
        return m_note->say(tr("An amount such as 2 or 0.5, please. The price is as it was."), Sentence::Tone::Error);
    m_note->say(tr("“%1” costs %2 credits a call from now on. Calls under way keep their price.").arg(QString::fromStdString(name), exactCredits(*price)), Sentence::Tone::Good);
}

void ApisDialog::withdraw()
{
    const QString name = QString::fromStdString(chosen());
    if (name.isEmpty())
        return;
    auto* question = new QMessageBox(QMessageBox::Question, tr("Withdraw?"), tr("Withdraw “%1”? Nobody can call it any more, and workflows that use it stop working.").arg(name),
        QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("apiWithdrawQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* away = question->addButton(tr("Withdraw"), QMessageBox::DestructiveRole);
    away->setObjectName(QStringLiteral("apiWithdrawYes"));
    question->setDefaultButton(question->addButton(tr("Keep it"), QMessageBox::RejectRole));
    connect(away, &QPushButton::clicked, this, [this, name] {
        const Done gone = m_shelf.withdraw(name.toStdString());
        if (gone)
            m_note->say(tr("“%1” is withdrawn.").arg(name), Sentence::Tone::Good);
        else
            m_note->say(sentenceFor(gone.error()), Sentence::Tone::Error);
    });
    question->open();
}

} // namespace weft

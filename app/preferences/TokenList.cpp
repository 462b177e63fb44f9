// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/TokenList.h"

#include "app/language/ErrorText.h"
#include "app/language/MoneyText.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>

namespace weft {

namespace {

constexpr int kTokenFieldHeight = 30; // px
constexpr int kMostNameLetters = 60;

QString budgetText(const TokenBook::Entry& entry)
{
    if (!entry.budget)
        return TokenList::tr("spent: %1 credits; without an end").arg(exactCredits(entry.taken));
    const Money left = std::max(Money {}, minus(*entry.budget, entry.taken).valueOr(Money {}));
    return TokenList::tr("%1 of %2 credits left").arg(exactCredits(left), exactCredits(*entry.budget));
}

QString nameText(const TokenBook::Entry& entry) { return entry.name.isEmpty() ? TokenList::tr("Token %1").arg(entry.id.left(6)) : entry.name; }

} // namespace

TokenList::TokenList(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_lines(new QVBoxLayout)
    , m_note(new Sentence(this))
{
    m_note->setObjectName(QStringLiteral("tokenNote"));
    m_title->setObjectName(QStringLiteral("fieldLabel"));
    m_title->setFont(uiFont(11));
    m_lines->setSpacing(space::kTiny);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kSmall);
    column->addWidget(m_title);
    column->addLayout(m_lines);
    column->addWidget(makeNew());
    column->addWidget(makeSecret());
    column->addWidget(m_note);
}

QWidget* TokenList::makeNew()
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    m_name = new QLineEdit(row);
    m_name->setObjectName(QStringLiteral("tokenName"));
    m_name->setMaxLength(kMostNameLetters);
    m_budget = amountField(row, "tokenBudget");
    m_make = new QPushButton(row);
    m_make->setObjectName(QStringLiteral("tokenMake"));
    m_make->setAutoDefault(false);
    line->addWidget(m_name, 1);
    line->addWidget(m_budget);
    line->addWidget(m_make);
    for (QWidget* widget : std::initializer_list<QWidget*> {m_name, m_budget, m_make})
        widget->setMinimumHeight(kTokenFieldHeight);
    connect(m_make, &QPushButton::clicked, this, &TokenList::make);
    for (QLineEdit* field : {m_name, m_budget})
        connect(field, &QLineEdit::returnPressed, this, &TokenList::make);
    return row;
}

QWidget* TokenList::makeSecret()
{
    m_secretRow = new QWidget(this);
    auto* line = new QHBoxLayout(m_secretRow);
    line->setContentsMargins(0, 0, 0, 0);
    m_secret = new QLineEdit(m_secretRow);
    m_secret->setObjectName(QStringLiteral("tokenSecret"));
    m_secret->setReadOnly(true);
    m_secret->setMinimumHeight(kTokenFieldHeight);
    m_copy = new QPushButton(m_secretRow);
    m_copy->setObjectName(QStringLiteral("tokenCopy"));
    m_copy->setMinimumHeight(kTokenFieldHeight);
    line->addWidget(m_secret, 1);
    line->addWidget(m_copy);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_secret->text());
        m_note->say(tr("The token is on the clipboard."), Sentence::Tone::Good);
    });
    m_secretRow->hide();
    return m_secretRow;
}

void TokenList::use(DoorSwitch& door)
{
    m_door = &door;
    connect(&door, &DoorSwitch::changed, this, &TokenList::refresh);
    refresh();
}

void TokenList::make()
{
    if (!m_door)
        return;
    const Result<Money> budget = parseCredits(m_budget->text().trimmed().toStdString());
    if (!budget || budget->isNegative() || *budget > kMaxAmount) {
        m_note->say(tr("Say how many credits it may spend in all, such as 5; 0 lets it use only what is free."), Sentence::Tone::Error);
        m_budget->setFocus();
        return;
    }
    const Result<QString> secret = m_door->makeToken(m_name->text().simplified(), *budget);
    if (!secret) {
        m_note->say(sentenceFor(secret.error()), Sentence::Tone::Error);
        return;
    }
    m_secret->setText(*secret);
    m_secretRow->show();
    m_secret->setFocus();
    m_secret->selectAll();
    m_note->say(tr("Copy the token now: it is shown only this once. A program sends it as “Authorization: Bearer TOKEN”."), Sentence::Tone::Good);
    m_name->clear();
    m_budget->clear();
}

void TokenList::forgetSecret()
{
    m_secretRow->hide();
    m_secret->clear();
}

/// It is shown only once: whoever comes back to the page doesn't find it.
void TokenList::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (event->spontaneous()) // the window was minimized, perhaps to paste it elsewhere
        return;
    forgetSecret();
    m_note->say({});
}

QWidget* TokenList::lineOf(const TokenBook::Entry& entry)
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* text = new Sentence(row, Sentence::Tone::Plain);
    text->setProperty("isTokenLine", true);
    text->say(nameText(entry) + QStringLiteral(" · ") + budgetText(entry));
    QPushButton* revoke = linkButton(row);
    revoke->setObjectName(QStringLiteral("tokenRevoke"));
    revoke->setText(tr("Revoke"));
    revoke->setAccessibleName(tr("Revoke %1").arg(nameText(entry)));
    revoke->setToolTip(tr("Who has it is let in no more, at once"));
    line->addWidget(text, 1);
    line->addWidget(revoke);
    connect(revoke, &QPushButton::clicked, this, [this, id = entry.id] {
        const Done revoked = m_door->revoke(id);
        forgetSecret();
        const std::vector<TokenBook::Entry> left = m_door->tokens();
        if (std::ranges::none_of(left, [&](const TokenBook::Entry& one) { return one.id == id; }))
            m_note->say(tr("It is revoked."), Sentence::Tone::Good);
        else
            m_note->say(revoked ? QString() : sentenceFor(revoked.error()), Sentence::Tone::Error);
    });
    return row;
}

void TokenList::refresh()
{
    if (!m_door)
        return;
    const std::vector<TokenBook::Entry> tokens = m_door->tokens();
    QStringList texts;
    for (const TokenBook::Entry& entry : tokens)
        texts << entry.id + nameText(entry) + budgetText(entry);
    if (texts == m_shown)
        return;
    m_shown = texts;
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // its button may be the one that was clicked
        delete item;
    }
    QWidget* before = m_note; // what Tab leaves for the fields below the lines
    for (const TokenBook::Entry& entry : tokens) {
        QWidget* const line = lineOf(entry);
        m_lines->addWidget(line);
        auto* const revoke = line->findChild<QPushButton*>();
        setTabOrder(before, revoke);
        before = revoke;
    }
}

void TokenList::retranslate()
{
    m_title->setText(tr("Tokens: one for each program, with its budget"));
    m_name->setPlaceholderText(tr("a program's name"));
    m_name->setAccessibleName(tr("Name of the new token"));
    m_budget->setPlaceholderText(tr("budget (credits)"));
    fitPlaceholder(*m_budget);
    m_budget->setAccessibleName(tr("Credits that the new token may spend"));
    m_make->setText(tr("Make a token"));
    m_secret->setAccessibleName(tr("The new token"));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the token"));
    m_shown.clear();
    m_shown << QString(); // all lines are said anew
    refresh();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/DoorCard.h"

#include "app/language/ErrorText.h"
#include "app/preferences/TokenList.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace weft {

namespace {

constexpr int kDoorFieldHeight = 30; // px

} // namespace

DoorCard::DoorCard(QWidget* parent)
    : SettingsCard([] { return tr("For ComfyUI programs"); }, parent)
    , m_switch(addSwitch([] { return tr("Serve programs that speak ComfyUI's API"); }, QStringLiteral("doorSwitch")))
    , m_state(new Sentence(this))
    , m_note(new Sentence(this))
{
    setObjectName(QStringLiteral("doorCard"));
    m_state->setObjectName(QStringLiteral("doorState"));
    m_note->setObjectName(QStringLiteral("doorNote"));
    addNote([] { return tr("Scripts, plugins and pages made for ComfyUI then find Weft's nodes, your servers and the marketplace behind one address; their prompts wait behind your own runs."); });
    column()->addWidget(m_state);
    column()->addWidget(makeAddress());
    makeFields();
    column()->addWidget(m_note);
    m_tokens = new TokenList(this); // last: Tab goes through what is made first
    column()->addWidget(m_tokens);
    connect(m_switch, &QCheckBox::clicked, this, [this](bool isOn) {
        if (!m_door)
            return;
        if (isOn)
            (void)m_door->switchOn(); // what is wrong stands in the state
        else
            m_door->switchOff();
    });
}

QWidget* DoorCard::makeAddress()
{
    m_addressRow = new QWidget(this);
    auto* line = new QHBoxLayout(m_addressRow);
    line->setContentsMargins(0, 0, 0, 0);
    m_address = new QLineEdit(m_addressRow);
    m_address->setObjectName(QStringLiteral("doorAddress"));
    m_address->setReadOnly(true);
    m_address->setMinimumHeight(kDoorFieldHeight);
    m_copy = new QPushButton(m_addressRow);
    m_copy->setObjectName(QStringLiteral("doorCopy"));
    m_open = new QPushButton(m_addressRow);
    m_open->setObjectName(QStringLiteral("doorOpen"));
    line->addWidget(m_address, 1);
    for (QPushButton* button : {m_copy, m_open}) {
        button->setMinimumHeight(kDoorFieldHeight);
        button->setAutoDefault(false);
        line->addWidget(button);
    }
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_address->text());
        m_note->say(tr("The address is on the clipboard."), Sentence::Tone::Good);
    });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openAsked(QUrl(m_address->text() + QStringLiteral("/v1"))); });
    return m_addressRow;
}

void DoorCard::makeFields()
{
    m_port = addField([] { return tr("Port"); }, QStringLiteral("doorPort"));
    m_who = addChoice([] { return tr("Who may connect"); }, QStringLiteral("doorWho"));
    m_budget = addField([] { return tr("Programs without a token may still spend (credits)"); }, QStringLiteral("doorBudget"));
    connect(m_port, &QLineEdit::editingFinished, this, &DoorCard::keepPort);
    connect(m_budget, &QLineEdit::editingFinished, this, &DoorCard::keepBudget);
    connect(m_who, &QComboBox::activated, this, [this] {
        m_note->say({});
        if (m_door)
            (void)m_door->setForNetwork(m_who->currentData().toBool()); // what is wrong stands in the state
        refresh();
    });
}

void DoorCard::use(DoorSwitch& door)
{
    m_door = &door;
    m_tokens->use(door);
    connect(&door, &DoorSwitch::changed, this, &DoorCard::refresh);
    refresh();
}

QWidget& DoorCard::firstField() const { return *m_switch; }

void DoorCard::keepPort()
{
    if (!m_door)
        return;
    bool isNumber = false;
    const int port = m_port->text().trimmed().toInt(&isNumber);
    if (isNumber && port == m_door->port() && !m_door->problem())
        return;
    const Done kept = isNumber ? m_door->setPort(port) : Done(Error {ErrorCode::AmountInvalid});
    const bool isBad = !kept && kept.error().code == ErrorCode::AmountInvalid;
    m_note->say(isBad ? tr("A port is a number from 1 to 65535. What was set before stays.") : QString(), Sentence::Tone::Error);
}

void DoorCard::keepBudget()
{
    if (!m_door)
        return;
    const Result<Money> left = parseCredits(m_budget->text().trimmed().toStdString());
    if (left && *left == m_door->leftWithoutToken())
        return;
    const bool isGood = left && !left->isNegative() && *left <= kMaxAmount;
    const Done kept = isGood ? m_door->setBudgetWithoutToken(*left) : Done(Error {ErrorCode::AmountInvalid});
    if (kept)
        m_note->say(tr("Kept. What runs on this computer is free."), Sentence::Tone::Good);
    else
        m_note->say(isGood ? sentenceFor(kept.error()) : tr("A number of credits, such as 5 or 0.5. What was set before stays."), Sentence::Tone::Error);
}

QString DoorCard::problemText(const Error& problem) const
{
    const auto name = problem.args.find("name");
    const bool isOfDoor = problem.code == ErrorCode::SettingInvalid && name != problem.args.end();
    if (isOfDoor && name->second == "door-token")
        return tr("Other computers need a token: make one below, and give it to them.");
    if (isOfDoor && name->second == "http-listen")
        return tr("Port %1 is taken by another program, as often as not a ComfyUI. Choose another port, such as %2, and give it to your programs.").arg(m_door->port()).arg(m_door->port() == 8189 ? 8190 : 8189);
    return sentenceFor(problem);
}

QString DoorCard::stateText() const
{
    if (!m_door->isOn())
        return m_door->problem() ? problemText(*m_door->problem()) : tr("Off: no program is served.");
    const int running = m_door->running();
    const int waiting = m_door->waiting();
    const QString prompts = running + waiting == 0 ? tr("On. No prompt waits.") : tr("On. Prompts of programs: %1 running, %2 waiting.").arg(running).arg(waiting);
    if (!m_door->isForNetwork())
        return prompts;
    return prompts + QLatin1Char(' ') + tr("What other computers send isn't encrypted: who is on the way can read it. weft serve has TLS for that.");
}

void DoorCard::refresh()
{
    if (!m_door)
        return;
    const bool isOn = m_door->isOn();
    m_switch->setChecked(isOn || m_door->problem());
    m_state->say(stateText(), isOn ? Sentence::Tone::Good : m_door->problem() ? Sentence::Tone::Error
                                                                              : Sentence::Tone::Quiet);
    m_addressRow->setVisible(isOn);
    m_address->setText(m_door->address());
    if (!m_port->hasFocus())
        m_port->setText(QString::number(m_door->port()));
    if (!m_budget->hasFocus())
        m_budget->setText(QString::fromStdString(toCreditString(m_door->leftWithoutToken())));
    const QSignalBlocker quiet(m_who);
    m_who->setCurrentIndex(m_door->isForNetwork() ? 1 : 0);
    m_budget->setEnabled(!m_door->isForNetwork()); // then nobody is without one
}

void DoorCard::retranslate()
{
    SettingsCard::retranslate();
    const QSignalBlocker quiet(m_who);
    m_who->clear();
    m_who->addItem(tr("Programs on this computer"), false);
    m_who->addItem(tr("Other computers too, with a token"), true);
    m_address->setAccessibleName(tr("Address for programs"));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the address"));
    m_open->setText(tr("Open the list of APIs"));
    m_note->say({});
    m_tokens->retranslate();
    refresh();
}

} // namespace weft

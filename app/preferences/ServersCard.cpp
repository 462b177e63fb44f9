// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/ServersCard.h"

#include "app/language/ErrorText.h"
#include "app/servers/ServerText.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace weft {

namespace {

constexpr int kServerFieldHeight = 30; // px

Sentence::Tone toneOf(ServerStatus::State state)
{
    switch (state) {
    case ServerStatus::State::Connected:
        return Sentence::Tone::Good;
    case ServerStatus::State::Unreachable:
        return Sentence::Tone::Warning;
    case ServerStatus::State::Asking:
        break;
    }
    return Sentence::Tone::Quiet;
}

} // namespace

ServersCard::ServersCard(QWidget* parent)
    : SettingsCard([] { return tr("Servers on this computer or network"); }, parent)
    , m_list(new QVBoxLayout)
    , m_none(new Sentence(this))
    , m_note(new Sentence(this))
{
    setObjectName(QStringLiteral("serversCard"));
    m_note->setObjectName(QStringLiteral("serverNote"));
    m_list->setSpacing(space::kSmall);
    addNote([] { return tr("The nodes of your ComfyUIs, and of servers with OpenAI's API such as Ollama, llama.cpp and vLLM, beside Weft's own in every workflow. Nothing is installed in them."); });
    column()->addLayout(m_list);
    column()->addWidget(m_none);
    column()->addWidget(makeAdding());
    column()->addWidget(m_note);
}

QWidget* ServersCard::makeAdding()
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, space::kSmall, 0, 0);
    m_address = new QLineEdit(row);
    m_address->setObjectName(QStringLiteral("serverAddress"));
    m_address->setMinimumHeight(kServerFieldHeight);
    m_key = new QLineEdit(row);
    m_key->setObjectName(QStringLiteral("serverKey"));
    m_key->setMinimumHeight(kServerFieldHeight);
    m_key->setEchoMode(QLineEdit::Password);
    m_add = new QPushButton(row);
    m_add->setObjectName(QStringLiteral("serverAdd"));
    m_add->setMinimumHeight(kServerFieldHeight);
    m_add->setAutoDefault(false);
    line->addWidget(m_address, 1);
    line->addWidget(m_key);
    line->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, &ServersCard::add);
    for (QLineEdit* field : {m_address, m_key})
        connect(field, &QLineEdit::returnPressed, this, &ServersCard::add);
    return row;
}

void ServersCard::use(OwnServers& servers)
{
    m_servers = &servers;
    connect(&servers, &OwnServers::changed, this, &ServersCard::refresh);
    connect(&servers, &OwnServers::refused, this, [this](const Error& why) { m_note->say(ServerText::problem(why), Sentence::Tone::Error); });
    connect(&servers, &OwnServers::added, this, [this] {
        m_note->say(tr("Its nodes are in the library now."), Sentence::Tone::Good);
        m_address->clear();
        m_key->clear();
    });
    if (isVisible())
        servers.watch(true);
    refresh();
}

QWidget& ServersCard::firstField() const { return *m_address; }

void ServersCard::add()
{
    if (!m_servers || m_servers->isAdding())
        return;
    m_note->say(tr("Asks who is there…"), Sentence::Tone::Quiet);
    m_servers->add(m_address->text(), m_key->text());
}

/// By value: the button, and what it knows, may go while this is at work.
void ServersCard::press(QUrl address, bool isFound)
{
    if (isFound)
        m_sinceUse.start();
    else if (m_sinceUse.isValid() && !m_sinceUse.hasExpired(QApplication::doubleClickInterval()))
        return; // a double click on Use
    const ServerStatus* used = m_servers->find(address);
    if (!isFound && used && m_mayRemove && !m_mayRemove(ServerEntry(used->entry)))
        return;
    const Done done = isFound ? m_servers->use(address) : m_servers->remove(address);
    m_note->say(done ? QString() : sentenceFor(done.error()), Sentence::Tone::Error);
}

ServersCard::Row ServersCard::makeRow(const ServerEntry& entry, bool isFound)
{
    Row row;
    row.isFound = isFound;
    row.widget = new QWidget(this);
    row.widget->setProperty("server", entry.address);
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    row.name = new QLabel(row.widget);
    row.name->setFont(uiFont(12, QFont::DemiBold));
    row.state = new Sentence(row.widget);
    words->addWidget(row.name);
    words->addWidget(row.state);
    row.button = new QPushButton(row.widget);
    row.button->setObjectName(isFound ? QStringLiteral("serverUse") : QStringLiteral("serverRemove"));
    row.button->setAutoDefault(false);
    line->addLayout(words, 1);
    line->addWidget(row.button, 0, Qt::AlignTop);
    connect(row.button, &QPushButton::clicked, this, [this, isFound, address = entry.address] { press(address, isFound); });
    m_list->addWidget(row.widget);
    return row;
}

/// Rows are made anew only when there are others: what has the keyboard keeps it.
void ServersCard::arrange()
{
    QList<std::pair<ServerEntry, bool>> wanted;
    for (const ServerStatus& one : m_servers->servers())
        wanted.append({one.entry, false});
    for (const ServerEntry& one : m_servers->found())
        wanted.append({one, true});
    bool isSame = wanted.size() == m_rows.size();
    for (qsizetype i = 0; isSame && i < wanted.size(); ++i)
        isSame = wanted[i].first.address == m_rows[i].first && wanted[i].second == m_rows[i].second.isFound;
    if (isSame)
        return;
    const bool hadFocus = std::ranges::any_of(m_rows, [](const auto& row) { return row.second.button->hasFocus(); });
    for (const auto& [address, row] : std::exchange(m_rows, {})) {
        m_list->removeWidget(row.widget);
        row.widget->hide();
        row.widget->deleteLater(); // its button may be the one that was clicked
    }
    for (const auto& [entry, isFound] : wanted)
        m_rows.append({entry.address, makeRow(entry, isFound)});
    QWidget* before = m_none; // what Tab leaves for the fields below the rows
    for (const auto& [address, row] : m_rows) {
        setTabOrder(before, row.button);
        before = row.button;
    }
    if (hadFocus)
        (m_rows.isEmpty() ? static_cast<QWidget*>(m_address) : m_rows.front().second.button)->setFocus();
}

void ServersCard::showRow(const Row& row, const ServerEntry& entry, const QString& state, Sentence::Tone tone)
{
    const QString name = ServerText::name(entry);
    row.name->setText(name);
    row.state->say(state, tone);
    row.button->setText(row.isFound ? tr("Use") : tr("Remove"));
    row.button->setAccessibleName(row.isFound ? tr("Use %1").arg(name) : tr("Remove %1").arg(name));
    row.widget->setAccessibleName(name + QStringLiteral(", ") + state);
}

void ServersCard::refresh()
{
    if (!m_servers)
        return;
    arrange();
    for (const auto& [address, row] : m_rows) {
        if (const ServerStatus* status = m_servers->find(address))
            showRow(row, status->entry, ServerText::state(*status), toneOf(status->state));
    }
    for (const ServerEntry& entry : m_servers->found()) {
        const auto row = std::ranges::find(m_rows, entry.address, [](const auto& one) { return one.first; });
        if (row != m_rows.end())
            showRow(row->second, entry, tr("Found at its usual address. It isn't used before you say so."), Sentence::Tone::Quiet);
    }
    m_none->say(m_rows.isEmpty() ? tr("None is used, and none was found at the usual addresses of this computer.") : QString());
    m_add->setEnabled(!m_servers->isAdding());
}

void ServersCard::retranslate()
{
    SettingsCard::retranslate();
    m_address->setPlaceholderText(tr("http://127.0.0.1:8188"));
    m_address->setAccessibleName(tr("Address of a server"));
    m_key->setPlaceholderText(tr("key (if needed)"));
    fitPlaceholder(*m_key);
    m_key->setAccessibleName(tr("Key of a server of language models"));
    m_add->setText(tr("Add"));
    m_add->setAccessibleName(tr("Add the server"));
    m_note->say({});
    refresh();
}

void ServersCard::showEvent(QShowEvent* event)
{
    SettingsCard::showEvent(event);
    if (m_servers)
        m_servers->watch(true);
}

void ServersCard::hideEvent(QHideEvent* event)
{
    SettingsCard::hideEvent(event);
    if (m_servers)
        m_servers->watch(false);
}

} // namespace weft

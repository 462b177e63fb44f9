// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/OfferedServerCard.h"

#include "app/language/ErrorText.h"
#include "app/servers/ServerText.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace weft {

namespace {

const char* wordOf(ServerKind kind) { return kind == ServerKind::Comfy ? "comfyui" : "language"; }

} // namespace

OfferedServerCard::OfferedServerCard(ServerKind kind, QWidget* parent)
    : TitledCard(parent)
    , m_kind(kind)
    , m_none(new Sentence(this))
    , m_setup(linkButton(this))
    , m_server(new QComboBox(this))
    , m_switch(new QCheckBox(this))
    , m_body(new QWidget(this))
    , m_content(new QVBoxLayout(m_body))
    , m_sees(new Sentence(this, Sentence::Tone::Plain))
    , m_state(new Sentence(this))
    , m_turnOn(linkButton(this))
    , m_note(new Sentence(this))
{
    setObjectName(QLatin1String(wordOf(kind)) + QStringLiteral("Offer"));
    m_switch->setObjectName(QStringLiteral("offerSwitch"));
    m_server->setObjectName(QStringLiteral("offerServer"));
    m_sees->setObjectName(QStringLiteral("offerSeen"));
    m_state->setObjectName(QStringLiteral("offerState"));
    m_note->setObjectName(QStringLiteral("offerNote"));
    m_setup->setObjectName(QStringLiteral("offerSetup"));
    m_turnOn->setObjectName(QStringLiteral("offerTurnOn"));
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(space::kSmall);
    column()->addWidget(m_none);
    column()->addWidget(m_setup, 0, Qt::AlignLeft);
    column()->addWidget(m_server);
    column()->addWidget(m_switch);
    column()->addWidget(m_body);
    column()->addWidget(m_sees);
    column()->addWidget(m_state);
    column()->addWidget(m_turnOn, 0, Qt::AlignLeft);
    column()->addWidget(m_note);
    connect(m_setup, &QPushButton::clicked, this, &OfferedServerCard::setupAsked);
    connect(m_turnOn, &QPushButton::clicked, this, [this] { m_sharing->switchOn(); });
    connect(m_switch, &QCheckBox::clicked, this, &OfferedServerCard::choose);
    connect(m_server, &QComboBox::activated, this, [this] { choose(m_switch->isChecked()); });
}

void OfferedServerCard::use(SharingModel* sharing)
{
    m_sharing = sharing;
    refresh();
}

void OfferedServerCard::use(OwnServers* servers)
{
    m_servers = servers;
    if (servers)
        connect(servers, &OwnServers::changed, this, &OfferedServerCard::refresh);
    refresh();
}

const ServerStatus* OfferedServerCard::chosen() const { return m_servers ? m_servers->find(m_server->currentData().toUrl()) : nullptr; }

void OfferedServerCard::keep(const ServerOffers& offers)
{
    const Done kept = m_sharing->setServers(offers);
    m_note->say(kept ? QString() : sentenceFor(kept.error()), Sentence::Tone::Error);
    refresh();
}

void OfferedServerCard::sayMistake(const QString& text) { m_note->say(text, Sentence::Tone::Error); }

void OfferedServerCard::choose(bool isOn)
{
    const ServerStatus* server = chosen();
    if (server && m_sharing)
        keep(changed(m_sharing->servers(), server->entry, isOn));
}

void OfferedServerCard::showChoice()
{
    const QSignalBlocker quiet(m_server);
    const QUrl offered = m_sharing ? serverOf(m_sharing->servers()) : QUrl();
    const QUrl before = m_server->currentData().toUrl();
    m_server->clear();
    for (const ServerStatus& one : m_servers ? m_servers->servers() : std::vector<ServerStatus>()) {
        if (one.entry.kind == m_kind)
            m_server->addItem(ServerText::name(one.entry), one.entry.address);
    }
    int at = m_server->findData(offered);
    if (at < 0)
        at = m_server->findData(before);
    m_server->setCurrentIndex(m_server->count() > 0 ? std::max(0, at) : -1);
}

QString OfferedServerCard::stateText(bool isOffered) const
{
    if (!isOffered)
        return tr("Off: guests don't get it.");
    if (const auto problem = m_sharing->serverProblem(wordOf(m_kind)); problem && problem->code == ErrorCode::LimitExceeded)
        return tr("Not offered: so many nodes don't fit into an offer. Tick fewer of them.");
    else if (problem)
        return tr("Not offered just now: %1").arg(ServerText::problem(*problem));
    if (!isAnyTicked(m_sharing->servers()))
        return {}; // what buyers see says it
    switch (m_sharing->state()) {
    case SharingModel::State::On:
        return tr("Offered now. What you change here is in the offer a moment later; jobs under way keep their price.");
    case SharingModel::State::Starting:
        return tr("Guests get this as soon as sharing has started.");
    default:
        return tr("Guests get this when you turn sharing on.");
    }
}

void OfferedServerCard::refresh()
{
    showChoice();
    const ServerStatus* server = chosen();
    const bool isThere = server && m_sharing;
    m_none->say(isThere ? QString() : m_kind == ServerKind::Comfy ? tr("Your own ComfyUI can earn, too: guests run the nodes that you choose.")
                                                                  : tr("Your own language models can earn, too, paid by the token."));
    m_setup->setVisible(!isThere);
    m_server->setVisible(isThere && m_server->count() > 1);
    m_switch->setVisible(isThere);
    if (!isThere) {
        for (QWidget* widget : std::initializer_list<QWidget*> {m_body, m_sees, m_state, m_turnOn})
            widget->hide();
        return;
    }
    const ServerOffers& offers = m_sharing->servers();
    const bool isOffered = isOn(offers) && serverOf(offers) == server->entry.address;
    m_switch->setText(switchText(ServerText::name(server->entry)));
    m_switch->setChecked(isOffered);
    m_body->setVisible(isOffered);
    if (isOffered)
        showContent(*server, offers);
    m_sees->say(isOffered ? buyersSee(offers) : QString());
    showState(isOffered);
}

/// That sharing is off is no fault: only what stands in the way warns.
void OfferedServerCard::showState(bool isOffered)
{
    const bool isStopped = isOffered && m_sharing->serverProblem(wordOf(m_kind));
    const bool isLive = isOffered && m_sharing->state() == SharingModel::State::On;
    m_state->say(stateText(isOffered), isStopped ? Sentence::Tone::Warning : isLive ? Sentence::Tone::Good
                                                                                    : Sentence::Tone::Quiet);
    m_turnOn->setVisible(isOffered && isAnyTicked(m_sharing->servers()) && m_sharing->state() == SharingModel::State::Off);
}

void OfferedServerCard::retranslate()
{
    m_turnOn->setText(tr("Turn sharing on"));
    m_setup->setText(tr("Set up a server in the settings"));
    m_server->setAccessibleName(tr("Which server is offered"));
    m_note->say({});
    refresh();
}

} // namespace weft

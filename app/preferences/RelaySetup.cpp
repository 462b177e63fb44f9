// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/RelaySetup.h"

#include "app/network/RelayAddress.h"
#include "app/theme/Widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr auto kKey = "relay/url";
constexpr int kLineHeight = 34; // px

} // namespace

RelaySetup::RelaySetup(QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_about(new Sentence(this))
    , m_address(new QLineEdit(this))
    , m_connect(primaryButton(this))
    , m_note(new Sentence(this))
    , m_restart(new QPushButton(this))
{
    m_address->setObjectName(QStringLiteral("relayAddress"));
    m_connect->setObjectName(QStringLiteral("relayConnect"));
    m_note->setObjectName(QStringLiteral("relayNote"));
    m_restart->setObjectName(QStringLiteral("relayRestart"));
    m_address->setText(settings.value(QLatin1String(kKey)).toString());
    m_address->setMinimumHeight(kLineHeight);
    m_connect->setMinimumHeight(kLineHeight);
    auto* line = new QHBoxLayout;
    line->addWidget(m_address, 1);
    line->addWidget(m_connect);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kSmall);
    column->addWidget(m_about);
    column->addLayout(line);
    column->addWidget(m_note);
    column->addWidget(m_restart, 0, Qt::AlignLeft);
    setFocusProxy(m_address);
    connect(m_connect, &QPushButton::clicked, this, &RelaySetup::keep);
    connect(m_address, &QLineEdit::returnPressed, this, &RelaySetup::keep);
    connect(m_restart, &QPushButton::clicked, this, &RelaySetup::restartAsked);
    retranslate();
}

void RelaySetup::centre() { m_about->setAlignment(Qt::AlignHCenter); }

void RelaySetup::keep()
{
    const QString address = m_address->text().trimmed();
    if (!relayAddress(address)) {
        m_note->say(tr("An address such as wss://relay.example. What was set before stays."), Sentence::Tone::Error);
        return;
    }
    m_settings.setValue(QLatin1String(kKey), address);
    showKept();
}

void RelaySetup::showKept()
{
    const QString kept = m_settings.value(QLatin1String(kKey)).toString();
    m_restart->setVisible(!kept.isEmpty());
    m_note->say(kept.isEmpty() ? QString() : tr("Weft connects to %1 at its next start.").arg(QUrl(kept).host()), Sentence::Tone::Good);
}

void RelaySetup::retranslate()
{
    m_about->say(tr("An operator tells you the address of a relay; docs/relay.md tells how to run your own."));
    m_address->setPlaceholderText(tr("wss://relay.example"));
    m_address->setAccessibleName(tr("Address of the relay"));
    m_connect->setText(tr("Connect"));
    m_restart->setText(tr("Restart now"));
    showKept();
}

} // namespace weft

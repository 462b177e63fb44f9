// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/StatusStrip.h"

#include "app/editor/model/StatusText.h"
#include "app/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <cmath>

namespace weft {

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent)
    , m_relay(new QLabel(this))
    , m_graph(new QLabel(this))
    , m_notice(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_money(new QLabel(this))
    , m_zoom(new QLabel(this))
{
    setFixedHeight(28);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(28, 0, 14, 0);
    row->setSpacing(20);
    for (QLabel* label : {m_relay, m_graph, m_notice, m_money, m_zoom}) {
        label->setTextFormat(Qt::PlainText); // it may quote a machine
        label->setFont(uiFont(11));
        label->setTextInteractionFlags(Qt::NoTextInteraction);
    }
    m_notice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_relay);
    row->addWidget(m_graph);
    row->addWidget(m_notice, 1);
    row->addWidget(m_action);
    m_action->setObjectName(QStringLiteral("noticeAction"));
    m_action->setProperty("isLink", true);
    m_action->setFixedHeight(22);
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &StatusStrip::noticeActed);
    row->addWidget(m_money);
    row->addWidget(m_zoom);
}

void StatusStrip::show(const State& state)
{
    m_state = state;
    const Theme& theme = Theme::of(this);
    const QString quiet = QStringLiteral("color: %1").arg(theme.secondary.name());
    m_relay->setText(state.relay.isEmpty() && state.isReport ? tr("A finished run, end to end encrypted")
            : state.relay.isEmpty() && state.needsRelay      ? tr("Needs another machine: set a relay")
            : state.relay.isEmpty()                          ? tr("No relay: everything runs on this PC")
            : state.isOnline               ? tr("%1 · end to end encrypted").arg(state.relay)
                                           : tr("%1 can't be reached · runs on this PC go on").arg(state.relay));
    QStringList parts {state.nodes == 1 ? tr("1 node") : tr("%1 nodes").arg(state.nodes)};
    if (state.machines > 1) {
        parts << tr("%1 machines").arg(state.machines);
        parts << (state.crossings == 1 ? tr("1 wire crosses") : tr("%1 wires cross").arg(state.crossings));
    }
    m_graph->setText(parts.join(QStringLiteral(" · ")));
    m_graph->setStyleSheet(quiet);
    if (state.isRunning && (state.held.micro > 0 || state.charged.micro > 0))
        m_money->setText(tr("held %1 · charged so far %2 credits").arg(chargedCredits(state.held), chargedCredits(state.charged)));
    else
        m_money->setText(state.charged.micro > 0 ? tr("last run: %1 credits").arg(chargedCredits(state.charged)) : QString());
    m_money->setStyleSheet(quiet);
    m_graph->setVisible(state.isGraph);
    m_zoom->setVisible(state.isGraph);
    m_zoom->setText(QStringLiteral("%1 %").arg(std::lround(state.zoom * 100)));
    m_zoom->setStyleSheet(quiet);
    update();
}

void StatusStrip::setNotice(const QString& text, const QString& action)
{
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_notice->setText(text);
    m_notice->setToolTip(text.toHtmlEscaped());
    m_notice->setStyleSheet(QStringLiteral("color: %1").arg(Theme::of(this).error.name()));
}

void StatusStrip::setGoodNotice(const QString& text, const QString& action)
{
    setNotice(text, action);
    m_notice->setStyleSheet(QStringLiteral("color: %1").arg(Theme::of(this).ok.name()));
}

void StatusStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.panel);
    painter.setPen(theme.panelLine);
    painter.drawLine(0, 0, width(), 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_state.relay.isEmpty() ? (m_state.isReport ? theme.ok : m_state.needsRelay ? theme.warn : theme.border) : m_state.isOnline ? theme.ok : theme.warn);
    painter.drawEllipse(QPointF(17, height() / 2.0), 4, 4);
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/Tray.h"

#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QAction>
#include <QMenu>
#include <QSystemTrayIcon>

namespace weft {

bool Tray::isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }

Tray::Tray(QObject* parent)
    : QObject(parent)
{
    if (!isAvailable())
        return;
    m_menu = new QMenu;
    m_show = m_menu->addAction({}, this, &Tray::showAsked);
    m_share = m_menu->addAction({}, this, &Tray::shareToggled);
    m_share->setCheckable(true);
    m_share->setVisible(false);
    m_menu->addSeparator();
    m_quit = m_menu->addAction({}, this, &Tray::quitAsked);
    m_icon = new QSystemTrayIcon(themedIcon(QStringLiteral("workflow"), Theme::dark().accent, 22), this);
    m_icon->setContextMenu(m_menu);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT showAsked();
    });
    retranslate();
    m_icon->show();
}

Tray::~Tray() { delete m_menu; }

void Tray::setSharing(std::optional<bool> isOn, const QString& detail)
{
    if (!m_icon)
        return;
    m_share->setVisible(isOn.has_value());
    m_share->setChecked(isOn.value_or(false));
    m_detail = isOn.value_or(false) ? detail : QString();
    retranslate();
}

void Tray::say(const QString& text)
{
    if (m_icon)
        m_icon->showMessage(QStringLiteral("Weft"), text);
}

void Tray::retranslate()
{
    if (!m_icon)
        return;
    m_show->setText(tr("Show Weft"));
    m_share->setText(tr("Share my GPU"));
    m_quit->setText(tr("Quit"));
    m_icon->setToolTip(m_detail.isEmpty() ? QStringLiteral("Weft") : tr("Weft – sharing, %1").arg(m_detail));
}

} // namespace weft

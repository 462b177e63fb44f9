// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
class QSystemTrayIcon;
QT_END_NAMESPACE

namespace weft {

/// Weft's mark in the system tray, for machines that share while no window is open. Nothing where there is no tray.
class Tray : public QObject {
    Q_OBJECT
public:
    explicit Tray(QObject* parent = nullptr);
    ~Tray() override;

    bool isThere() const { return m_icon != nullptr; }
    static bool isAvailable();
    /// `isOn` none: this computer can't share.
    void setSharing(std::optional<bool> isOn, const QString& detail);
    void say(const QString& text);
    void retranslate();

Q_SIGNALS:
    void showAsked();
    void shareToggled();
    void quitAsked();

private:
    QMenu* m_menu = nullptr;
    QSystemTrayIcon* m_icon = nullptr;
    QAction* m_show = nullptr;
    QAction* m_share = nullptr;
    QAction* m_quit = nullptr;
    QString m_detail;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/preferences/ShortcutTable.h"

#include <QSettings>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace weft {

class CardColumns;
class DoorCard;
class DoorSwitch;
class OwnServers;
class ServersCard;
class SettingsCard;

/// How the window looks: what "window/theme" can be.
inline constexpr const char* kThemeOfSystem = "system";
inline constexpr const char* kThemeDark = "dark";
inline constexpr const char* kThemeLight = "light";

/// What can be set, in cards. What takes effect at once is asked for by a signal; the rest is written to the settings, which
/// outlive the page, and says that it takes effect at the next start.
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(QSettings& settings, QWidget* parent = nullptr);

    void setShortcuts(const QList<ShortcutRow>& rows) { m_shortcuts->setRows(rows); }
    /// What is in force, where it isn't in the settings.
    struct State {
        QString theme, language;
        bool startsWithDesktop = false;
        bool opensLinks = false;
        bool hasTray = false;
    };
    void setState(const State& state);
    /// Without them there are no such cards. Both outlive the page.
    void useServers(OwnServers& servers);
    void useDoor(DoorSwitch& door);
    ServersCard& servers() const { return *m_servers; }
    DoorCard& door() const { return *m_door; }
    /// Scrolls to what can be set of them, and puts the keyboard there.
    void goToServers();
    void goToDoor();
    void setFolders(const QString& input, const QString& output);
    void retranslate();

Q_SIGNALS:
    void themeChosen(const QString& theme); // kThemeOfSystem, ...
    void wireColoursChosen(bool distinct);
    void languageChosen(const QString& language);
    void autostartChosen(bool on);
    void linksChosen(bool on);
    void capChanged();
    void keysChosen(const QString& id, const QKeySequence& keys);
    void resetKeysAsked(const QString& id); // empty: all
    void diagnosticsAsked();
    void logAsked();
    void aboutAsked();
    void restartAsked(); // for another relay

private:
    SettingsCard* makeAppearance();
    SettingsCard* makeRuns();
    SettingsCard* makeRelay();
    SettingsCard* makeDesktop();
    SettingsCard* makeShortcuts();
    SettingsCard* makeHelp();
    void goTo(QWidget& card, QWidget& field);
    QString relayNow() const;
    void showRestart();
    void fillChoices();
    void keep(const QString& key, const QString& value);

    QSettings& m_settings;
    QLabel* m_title;
    CardColumns* m_columns = nullptr;
    ServersCard* m_servers = nullptr;
    DoorCard* m_door = nullptr;
    QList<SettingsCard*> m_cards;
    QComboBox* m_theme = nullptr;
    QComboBox* m_language = nullptr;
    QComboBox* m_wires = nullptr;
    QLineEdit* m_relay = nullptr;
    QPushButton* m_restart = nullptr;
    QString m_relayAtStart; // it and its proxy, as the settings had them
    QLineEdit* m_input = nullptr;
    QLineEdit* m_output = nullptr;
    QCheckBox* m_autostart = nullptr;
    QCheckBox* m_tray = nullptr;
    QCheckBox* m_links = nullptr;
    ShortcutTable* m_shortcuts = nullptr;
};

} // namespace weft

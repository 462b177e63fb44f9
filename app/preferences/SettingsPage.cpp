// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/SettingsPage.h"

#include "app/network/RelayAddress.h"
#include "app/network/RelayProxy.h"
#include "app/preferences/DoorCard.h"
#include "app/preferences/RelaySetup.h"
#include "app/preferences/ServersCard.h"
#include "app/theme/Widgets.h"
#include "core/base/Money.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>
#include <QVBoxLayout>

namespace weft {

namespace {

/// A field whose text is no good says so by its colour and tip.
void markField(QLineEdit& field, const QString& problem)
{
    field.setToolTip(problem);
    field.setAccessibleDescription(problem);
    field.setStyleSheet(problem.isEmpty() ? QString() : QStringLiteral("border-color: %1").arg(Theme::of(&field).error.name()));
}

} // namespace

SettingsPage::SettingsPage(QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_title(new QLabel(this))
{
    setObjectName(QStringLiteral("settingsPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setFont(uiFont(20, QFont::Bold));
    const QList<QWidget*> left {makeAppearance(), makeRuns(), makeRelay(), makeDesktop(), makeHelp()};
    m_servers = new ServersCard(this); // here: Tab goes through what is made first
    m_door = new DoorCard(this);
    const QList<QWidget*> right {m_servers, m_door, makeShortcuts()};
    m_columns = new CardColumns(left, right, this);
    auto* page = middleColumn(this, kWidestPage);
    page->addWidget(m_title);
    page->addWidget(m_columns, 1);
    m_cards = findChildren<SettingsCard*>();
    m_servers->hide();
    m_door->hide();
    setFocusProxy(m_theme);
    retranslate();
}

void SettingsPage::useServers(OwnServers& servers)
{
    m_servers->use(servers);
    m_servers->show();
}

void SettingsPage::useDoor(DoorSwitch& door)
{
    m_door->use(door);
    m_door->show();
}

void SettingsPage::goToServers() { goTo(*m_servers, m_servers->firstField()); }
void SettingsPage::goToDoor() { goTo(*m_door, m_door->firstField()); }

/// The card's place is known when the page has been laid out.
void SettingsPage::goTo(QWidget& card, QWidget& field)
{
    field.setFocus();
    QTimer::singleShot(0, &card, [this, &card, &field] {
        m_columns->ensureWidgetVisible(&card, 0, 0);
        m_columns->ensureWidgetVisible(&field, 0, space::kHuge); // where the card is higher than the page
    });
}

void SettingsPage::keep(const QString& key, const QString& value)
{
    if (value.isEmpty())
        m_settings.remove(key);
    else
        m_settings.setValue(key, value);
}

SettingsCard* SettingsPage::makeAppearance()
{
    auto* card = new SettingsCard([] { return tr("Appearance"); }, this);
    m_theme = card->addChoice([] { return tr("Theme"); }, QStringLiteral("themeChoice"));
    m_language = card->addChoice([] { return tr("Language"); }, QStringLiteral("languageChoice"));
    m_wires = card->addChoice([] { return tr("Colours of wires and ports"); }, QStringLiteral("wireChoice"));
    connect(m_theme, &QComboBox::activated, this, [this] { Q_EMIT themeChosen(m_theme->currentData().toString()); });
    connect(m_language, &QComboBox::activated, this, [this] { Q_EMIT languageChosen(m_language->currentData().toString()); });
    connect(m_wires, &QComboBox::activated, this, [this] { Q_EMIT wireColoursChosen(m_wires->currentData().toBool()); });
    return card;
}

SettingsCard* SettingsPage::makeRuns()
{
    auto* card = new SettingsCard([] { return tr("Runs"); }, this);
    QLineEdit* cap = card->addField([] { return tr("A run may cost at most (credits)"); }, QStringLiteral("capField"));
    cap->setText(m_settings.value(QStringLiteral("run/cap"), QStringLiteral("100")).toString());
    connect(cap, &QLineEdit::editingFinished, this, [this, cap] {
        const Result<Money> money = parseCredits(cap->text().toStdString());
        const bool isGood = money && !money->isNegative();
        markField(*cap, isGood ? QString() : tr("A number of credits, such as 5 or 0.5. What was set before stays."));
        if (!isGood)
            return;
        m_settings.setValue(QStringLiteral("run/cap"), cap->text());
        Q_EMIT capChanged();
    });
    m_input = card->addFolder([] { return tr("Pictures are loaded from"); }, QStringLiteral("inputFolder"),
        [this](const QString& folder) { keep(QStringLiteral("folders/input"), folder); });
    m_output = card->addFolder([] { return tr("Results are saved in"); }, QStringLiteral("outputFolder"),
        [this](const QString& folder) { keep(QStringLiteral("folders/output"), folder); });
    card->addNote([] { return tr("New folders are used after a restart."); });
    return card;
}

SettingsCard* SettingsPage::makeRelay()
{
    auto* card = new SettingsCard([] { return tr("Relay"); }, this);
    QLineEdit* const url = m_relay = card->addField([] { return tr("Address"); }, QStringLiteral("relayField"), [] { return tr("wss://relay.example"); });
    url->setText(m_settings.value(QStringLiteral("relay/url")).toString());
    connect(url, &QLineEdit::editingFinished, this, [this, url] {
        const bool isGood = url->text().trimmed().isEmpty() || relayAddress(url->text());
        markField(*url, isGood ? QString() : tr("An address such as wss://relay.example. What was set before stays."));
        if (isGood)
            keep(QStringLiteral("relay/url"), url->text().trimmed());
        showRestart();
    });
    QLineEdit* proxy = card->addField([] { return tr("SOCKS proxy"); }, QStringLiteral("proxyField"), [] { return tr("none"); });
    proxy->setText(m_settings.value(QStringLiteral("relay/proxy")).toString());
    connect(proxy, &QLineEdit::editingFinished, this, [this, proxy] {
        const QString text = proxy->text().trimmed();
        const bool isGood = text.isEmpty() || proxyFrom(text);
        markField(*proxy, isGood ? QString() : tr("An address such as socks5://127.0.0.1:9050. What was set before stays."));
        if (isGood)
            keep(QStringLiteral("relay/proxy"), text);
        showRestart();
    });
    card->addNote([] { return tr("Takes effect after a restart."); });
    m_restart = card->addLink([] { return tr("Restart now"); }, QStringLiteral("settingsRestart"));
    connect(m_restart, &QPushButton::clicked, this, &SettingsPage::restartAsked);
    m_relayAtStart = relayNow();
    showRestart();
    return card;
}

QString SettingsPage::relayNow() const
{
    return m_settings.value(QStringLiteral("relay/url")).toString() + u' ' + m_settings.value(QStringLiteral("relay/proxy")).toString();
}

/// There is nothing to restart for where all is as it was at the start.
void SettingsPage::showRestart() { m_restart->setVisible(relayNow() != m_relayAtStart); }

SettingsCard* SettingsPage::makeDesktop()
{
    auto* card = new SettingsCard([] { return tr("Desktop"); }, this);
    m_tray = card->addSwitch([] { return tr("Stay in the system tray when the window is closed"); }, QStringLiteral("traySwitch"));
    m_autostart = card->addSwitch([] { return tr("Start with the computer, in the tray"); }, QStringLiteral("autostartSwitch"));
    m_links = card->addSwitch([] { return tr("Open weft:// links with Weft; a link never runs or pays by itself"); }, QStringLiteral("linkSwitch"));
    connect(m_links, &QCheckBox::clicked, this, &SettingsPage::linksChosen);
    m_tray->setChecked(m_settings.value(QStringLiteral("window/tray"), false).toBool());
    connect(m_tray, &QCheckBox::toggled, this, [this](bool on) { m_settings.setValue(QStringLiteral("window/tray"), on); });
    connect(m_autostart, &QCheckBox::clicked, this, &SettingsPage::autostartChosen);
    return card;
}

SettingsCard* SettingsPage::makeShortcuts()
{
    auto* card = new SettingsCard([] { return tr("Shortcuts"); }, this);
    QLineEdit* search = card->addField([] { return tr("Search"); }, QStringLiteral("shortcutSearch"));
    search->setClearButtonEnabled(true);
    m_shortcuts = new ShortcutTable(card);
    m_shortcuts->setMinimumHeight(240);
    card->addWidget(m_shortcuts);
    QPushButton* reset = card->addButton([] { return tr("Reset all shortcuts"); }, QStringLiteral("resetKeys"));
    connect(search, &QLineEdit::textChanged, m_shortcuts, &ShortcutTable::filter);
    connect(m_shortcuts, &ShortcutTable::keysChosen, this, &SettingsPage::keysChosen);
    connect(m_shortcuts, &ShortcutTable::resetAsked, this, &SettingsPage::resetKeysAsked);
    connect(reset, &QPushButton::clicked, this, [this] { Q_EMIT resetKeysAsked({}); });
    return card;
}

SettingsCard* SettingsPage::makeHelp()
{
    auto* card = new SettingsCard([] { return tr("Help"); }, this);
    card->addNote([] { return tr("The diagnostic report holds no prompt, no workflow and no key. You read it before you send it."); });
    connect(card->addButton([] { return tr("Save a diagnostic report…"); }, QStringLiteral("saveReport")), &QPushButton::clicked, this,
        &SettingsPage::diagnosticsAsked);
    connect(card->addButton([] { return tr("Open the log's folder"); }, QStringLiteral("openLog")), &QPushButton::clicked, this,
        &SettingsPage::logAsked);
    connect(card->addButton([] { return tr("About Weft, licences"); }, QStringLiteral("openAbout")), &QPushButton::clicked, this,
        &SettingsPage::aboutAsked);
    return card;
}

void SettingsPage::setState(const State& state)
{
    m_theme->setCurrentIndex(std::max(0, m_theme->findData(state.theme)));
    m_language->setCurrentIndex(std::max(0, m_language->findData(state.language)));
    m_autostart->setChecked(state.startsWithDesktop);
    m_links->setChecked(state.opensLinks);
    if (!m_relay->hasFocus()) {
        m_relay->setText(m_settings.value(QStringLiteral("relay/url")).toString()); // other pages ask for it, too
        markField(*m_relay, {});
    }
    showRestart();
    m_tray->setEnabled(state.hasTray);
    m_tray->setToolTip(state.hasTray ? QString() : tr("This desktop has no system tray."));
}

void SettingsPage::setFolders(const QString& input, const QString& output)
{
    m_input->setText(input);
    m_output->setText(output);
}

void SettingsPage::fillChoices()
{
    const auto fill = [](QComboBox& box, const QList<std::pair<QString, QVariant>>& entries) {
        const QSignalBlocker blocker(box);
        const QVariant chosen = box.currentData();
        box.clear();
        for (const auto& [text, data] : entries)
            box.addItem(text, data);
        box.setCurrentIndex(std::max(0, box.findData(chosen)));
    };
    fill(*m_theme, {{tr("As the desktop"), QLatin1String(kThemeOfSystem)}, {tr("Dark"), QLatin1String(kThemeDark)},
        {tr("Light"), QLatin1String(kThemeLight)}});
    fill(*m_language, {{QStringLiteral("English"), QStringLiteral("en")}, {QStringLiteral("简体中文"), QStringLiteral("zh_CN")}});
    const bool isFirst = m_wires->count() == 0;
    fill(*m_wires, {{tr("Default"), false}, {tr("For colour-blind eyes"), true}});
    if (isFirst)
        m_wires->setCurrentIndex(m_settings.value(QStringLiteral("window/distinctWires")).toBool() ? 1 : 0);
}

void SettingsPage::retranslate()
{
    m_title->setText(tr("Settings"));
    fillChoices();
    for (SettingsCard* card : m_cards)
        card->retranslate();
    m_shortcuts->retranslate();
}

} // namespace weft

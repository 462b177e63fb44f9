// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/CommandList.h"

#include "app/editor/CanvasActions.h"
#include "app/editor/model/Pinyin.h"

#include <QCoreApplication>
#include <QWidget>

#include <algorithm>

namespace weft {

namespace {

QString settingOf(const QString& id) { return QStringLiteral("shortcuts/") + id; }

QString listed(const QList<QKeySequence>& keys) { return QKeySequence::listToString(keys, QKeySequence::PortableText); }

QString withKeys(const QString& title, const QList<QKeySequence>& all)
{
    const QKeySequence keys = all.value(0);
    return keys.isEmpty() ? title : QStringLiteral("%1 (%2)").arg(title, keys.toString(QKeySequence::NativeText));
}

/// 0: doesn't match. A title's begin counts more than a word's, that more than the middle of one.
int commandScore(const QString& title, const QString& needle)
{
    const qsizetype at = title.indexOf(needle);
    if (at < 0)
        return 0;
    return at == 0 ? 3 : title[at - 1].isLetterOrNumber() ? 1 : 2;
}

} // namespace

CommandList::CommandList(QWidget& window, QSettings& settings)
    : QObject(&window)
    , m_window(window)
    , m_settings(settings)
{
}

QAction* CommandList::add(CommandSpec spec)
{
    auto* action = new QAction(&m_window);
    action->setObjectName(QString::fromLatin1(spec.id));
    connect(action, &QAction::triggered, this, [run = spec.run] { run(); });
    const QString setting = settingOf(CommandList::idOf(*action));
    const auto kept = QKeySequence::listFromString(m_settings.value(setting).toString(), QKeySequence::PortableText);
    const QList<QKeySequence> keys = m_settings.contains(setting) ? kept : spec.keys;
    if (!spec.ofCanvas)
        m_window.addAction(action);
    m_specs << std::move(spec);
    m_actions << action;
    useKeys(*action, keys);
    return action;
}

void CommandList::addCanvasActions(const std::function<void(const CanvasAction&)>& run)
{
    for (const CanvasAction& action : canvasActions())
        add({QByteArray("canvas.") + action.id, action.text, usualKeysOf(action), [run, &action] { run(action); }, &action});
}

void CommandList::setCanvasShown(bool shown)
{
    for (QAction* each : m_actions) {
        if (isOfCanvas(*each))
            each->setEnabled(shown);
    }
}

bool CommandList::isOfCanvas(const QAction& action) const { return specOf(idOf(action))->ofCanvas; }

QList<QKeySequence> CommandList::keysOf(const QAction& action) const
{
    const CommandSpec* spec = specOf(idOf(action));
    return spec->ofCanvas ? weft::keysOf(*spec->ofCanvas) : action.shortcuts();
}

QAction* CommandList::action(const QString& id) const
{
    const auto it = std::ranges::find_if(m_actions, [&](const QAction* action) { return idOf(*action) == id; });
    return it == m_actions.end() ? nullptr : *it;
}

const CommandSpec* CommandList::specOf(const QString& id) const
{
    const auto it = std::ranges::find_if(m_specs, [&](const CommandSpec& spec) { return QLatin1String(spec.id) == id; });
    return it == m_specs.end() ? nullptr : &*it;
}

QString CommandList::englishTitle(const QAction& action) const { return QLatin1String(specOf(idOf(action))->title); }

void CommandList::useKeys(QAction& action, const QList<QKeySequence>& keys)
{
    QList<QKeySequence> given = keys;
    given.removeIf([](const QKeySequence& one) { return one.isEmpty(); });
    const CanvasAction* ofCanvas = specOf(idOf(action))->ofCanvas;
    if (!ofCanvas)
        action.setShortcuts(given);
    else if (weft::keysOf(*ofCanvas) != given)
        setCanvasKeys(ofCanvas->id, given);
    action.setToolTip(withKeys(action.text(), given));
}

QAction* CommandList::takenBy(const QKeySequence& keys, const QString& exceptId) const
{
    if (keys.isEmpty())
        return nullptr;
    const auto it = std::ranges::find_if(
        m_actions, [&](const QAction* action) { return idOf(*action) != exceptId && keysOf(*action).contains(keys); });
    return it == m_actions.end() ? nullptr : *it;
}

void CommandList::setKeys(const QString& id, const QKeySequence& keys)
{
    QAction* changed = action(id);
    if (!changed)
        return;
    if (QAction* other = takenBy(keys, id)) {
        QList<QKeySequence> left = keysOf(*other);
        left.removeAll(keys);
        useKeys(*other, left);
        m_settings.setValue(settingOf(idOf(*other)), listed(left));
    }
    useKeys(*changed, {keys});
    m_settings.setValue(settingOf(id), keys.toString(QKeySequence::PortableText));
    Q_EMIT keysChanged();
}

QList<QKeySequence> CommandList::usualKeys(const QString& id) const
{
    const CommandSpec* spec = specOf(id);
    return spec ? spec->keys : QList<QKeySequence> {};
}

void CommandList::resetKeys(const QString& id)
{
    if (QAction* changed = action(id)) {
        m_settings.remove(settingOf(id));
        useKeys(*changed, usualKeys(id));
        Q_EMIT keysChanged();
    }
}

void CommandList::resetAllKeys()
{
    for (QAction* each : m_actions) {
        m_settings.remove(settingOf(idOf(*each)));
        useKeys(*each, usualKeys(idOf(*each)));
    }
    Q_EMIT keysChanged();
}

QList<QAction*> CommandList::find(const QString& text) const
{
    const QString needle = text.trimmed().toLower();
    QList<std::pair<int, QAction*>> hits;
    for (QAction* each : m_actions) {
        if (!each->isEnabled() || !each->isVisible())
            continue;
        const QString title = each->text().toLower();
        const int score = needle.isEmpty() ? 1
                                           : std::max({commandScore(title, needle), commandScore(englishTitle(*each).toLower(), needle),
                                                 commandScore(pinyinInitials(title), needle)});
        if (score > 0)
            hits.append({score, each});
    }
    std::ranges::stable_sort(hits, [](const auto& a, const auto& b) { return a.first > b.first; });
    QList<QAction*> found;
    for (const auto& [score, each] : hits)
        found << each;
    return found;
}

void CommandList::retranslate()
{
    for (int i = 0; i < m_actions.size(); ++i) {
        m_actions[i]->setText(QCoreApplication::translate(m_specs[i].ofCanvas ? "CanvasAction" : "Commands", m_specs[i].title));
        m_actions[i]->setToolTip(withKeys(m_actions[i]->text(), keysOf(*m_actions[i])));
    }
}

} // namespace weft

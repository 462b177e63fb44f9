// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QSettings>

#include <functional>

namespace weft {

struct CanvasAction;

/// What a command is; the rest of it is a QAction.
struct CommandSpec {
    QByteArray id; // in the settings: "shortcuts/ID"
    const char* title = ""; // source text, translated in the context "Commands"
    QList<QKeySequence> keys; // unless the user changed them
    std::function<void()> run;
    const CanvasAction* ofCanvas = nullptr; // its keys count on a canvas alone
};

/// Everything that the window can be told to do, by menu, key or palette, with keys that the user can change.
/// The settings outlive it.
class CommandList : public QObject {
    Q_OBJECT
public:
    CommandList(QWidget& window, QSettings& settings);

    QAction* add(CommandSpec spec);
    /// What canvases do, by the id "canvas.ID"; `run` does it on the one that is seen. Their keys are those of all canvases.
    void addCanvasActions(const std::function<void(const CanvasAction&)>& run);
    /// While none is seen they aren't found.
    void setCanvasShown(bool shown);
    const QList<QAction*>& actions() const { return m_actions; } // in the order of adding
    QAction* action(const QString& id) const; // null: there is none
    static QString idOf(const QAction& action) { return action.objectName(); }
    QString englishTitle(const QAction& action) const;
    bool isOfCanvas(const QAction& action) const;
    QList<QKeySequence> keysOf(const QAction& action) const; // the first is shown

    /// Another command that these keys start now; null: they are free.
    QAction* takenBy(const QKeySequence& keys, const QString& exceptId) const;
    /// Empty keys: none. A command that had them loses them.
    void setKeys(const QString& id, const QKeySequence& keys);
    QList<QKeySequence> usualKeys(const QString& id) const;
    void resetKeys(const QString& id);
    void resetAllKeys();

    /// Best first; an empty text lists all that can be done now. Finds English and translated titles, and pinyin.
    QList<QAction*> find(const QString& text) const;
    void retranslate();

Q_SIGNALS:
    void keysChanged();

private:
    const CommandSpec* specOf(const QString& id) const;
    void useKeys(QAction& action, const QList<QKeySequence>& keys);

    QWidget& m_window;
    QSettings& m_settings;
    QList<CommandSpec> m_specs;
    QList<QAction*> m_actions;
};

} // namespace weft

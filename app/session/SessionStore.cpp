// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/SessionStore.h"

#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr int kMostTabs = 200;
constexpr qint64 kMostBytes = 1 << 20; // of the list of tabs
const QString kListName = QStringLiteral("session.json");
const QString kWorkflowSuffix = QStringLiteral(".workflow.json");

bool isTabId(const QString& id)
{
    return !id.isEmpty() && id.size() <= 64
        && std::ranges::all_of(id, [](QChar c) { return c == QLatin1Char('-') || (c.unicode() < 128 && c.isLetterOrNumber()); });
}

QString textAt(const Json& object, const char* key) { return QString::fromStdString(stringAt(object, key)); }

double finiteAt(const Json& object, const char* key)
{
    const double number = numberAt(object, key);
    return std::isfinite(number) ? number : 0;
}

Json toJson(const TabState& tab)
{
    Json selection = Json::array();
    for (const QString& id : tab.selection)
        selection.push_back(id.toStdString());
    return {{"id", tab.id.toStdString()}, {"path", tab.path.toStdString()}, {"name", tab.name.toStdString()},
        {"template", tab.templateId.toStdString()}, {"form", tab.isForm}, {"modified", tab.isModified}, {"workflow", tab.hasWorkflow}, {"zoom", tab.zoom},
        {"x", tab.center.x()}, {"y", tab.center.y()}, {"selection", std::move(selection)}};
}

TabState tabFrom(const Json& json)
{
    TabState tab;
    tab.id = textAt(json, "id");
    tab.path = textAt(json, "path");
    tab.name = textAt(json, "name");
    tab.templateId = textAt(json, "template");
    tab.isForm = boolAt(json, "form");
    tab.isModified = boolAt(json, "modified");
    tab.hasWorkflow = boolAt(json, "workflow");
    tab.zoom = finiteAt(json, "zoom");
    tab.center = {finiteAt(json, "x"), finiteAt(json, "y")};
    for (const Json& id : memberAt(json, "selection")) {
        if (id.is_string())
            tab.selection << QString::fromStdString(id.get<std::string>());
    }
    return tab;
}

} // namespace

SessionStore::SessionStore(QString folder)
    : m_folder(std::move(folder))
{
}

SessionState SessionStore::read() const
{
    QFile file(QDir(m_folder).filePath(kListName));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const Result<Json> json = parseJson(file.read(kMostBytes).toStdString());
    if (!json || !json->is_object())
        return {};
    SessionState state;
    state.wasClosed = boolAt(*json, "closed");
    state.isStartShown = boolAt(*json, "start", true);
    const std::int64_t current = intAt(*json, "current");
    std::int64_t index = -1;
    for (const Json& entry : memberAt(*json, "tabs")) {
        ++index;
        const TabState tab = tabFrom(entry);
        const bool isThere = !tab.hasWorkflow || QFile::exists(workflowPath(tab.id));
        if (!isTabId(tab.id) || !isThere || state.tabs.size() >= kMostTabs)
            continue;
        if (index == current)
            state.current = int(state.tabs.size());
        state.tabs << tab;
    }
    return state;
}

QString SessionStore::workflowPath(const QString& tabId) const { return QDir(m_folder).filePath(tabId + kWorkflowSuffix); }

Done SessionStore::writeWorkflow(const QString& tabId, const QByteArray& json) const
{
    return keep(workflowPath(tabId), json);
}

QString SessionStore::putAside(const QString& tabId) const
{
    const QString kept = QDir(m_folder).filePath(tabId + QStringLiteral(".kept.json"));
    QFile::rename(workflowPath(tabId), kept);
    return kept;
}

Done SessionStore::write(const SessionState& state) const
{
    Json tabs = Json::array();
    for (const TabState& tab : state.tabs)
        tabs.push_back(toJson(tab));
    const Json list {{"closed", state.wasClosed}, {"start", state.isStartShown}, {"current", state.current}, {"tabs", std::move(tabs)}};
    WEFT_CHECK(keep(QDir(m_folder).filePath(kListName), QByteArray::fromStdString(toJsonText(list, 1))));
    removeOthers(state);
    return {};
}

/// Workflows hold prompts.
Done SessionStore::keep(const QString& path, const QByteArray& content) const
{
    QDir().mkpath(m_folder);
    return replaceFile(path, content, FileReaders::Owner);
}

void SessionStore::removeOthers(const SessionState& state) const
{
    QStringList wanted;
    for (const TabState& tab : state.tabs) {
        if (tab.hasWorkflow)
            wanted << tab.id + kWorkflowSuffix;
    }
    QDir folder(m_folder);
    for (const QString& name : folder.entryList({QLatin1Char('*') + kWorkflowSuffix}, QDir::Files)) {
        if (!wanted.contains(name))
            folder.remove(name);
    }
}

QString newTabId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

} // namespace weft

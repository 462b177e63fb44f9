// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodePresets.h"

#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace weft {

namespace {

constexpr const char* kDefault = "default";
constexpr const char* kPresets = "presets";

NodePresets::Settings settingsOf(const Json& object)
{
    NodePresets::Settings settings;
    if (object.is_object()) {
        for (const auto& [name, value] : object.items())
            settings.insert_or_assign(name, value);
    }
    return settings;
}

Json& objectAt(Json& parent, const std::string& key)
{
    Json& child = parent[key];
    if (!child.is_object())
        child = Json::object();
    return child;
}

/// No empty objects are left behind.
void dropEmpty(Json& all, const std::string& type)
{
    Json& entry = all[type];
    if (memberAt(entry, kPresets).empty())
        entry.erase(kPresets);
    if (memberAt(entry, kDefault).empty())
        entry.erase(kDefault);
    if (entry.empty())
        all.erase(type);
}

} // namespace

NodePresets::NodePresets(QString path)
    : m_path(std::move(path))
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArray text = file.readAll();
    file.close();
    const auto json = parseJson({text.constData(), static_cast<std::size_t>(text.size())});
    if (json && json->is_object()) {
        m_all = *json;
        return;
    }
    const QString beside = m_path + QStringLiteral(".damaged");
    QFile::remove(beside);
    QFile::rename(m_path, beside);
}

QStringList NodePresets::names(const std::string& type) const
{
    QStringList names;
    const Json& presets = memberAt(memberAt(m_all, type), kPresets);
    if (presets.is_object()) {
        for (const auto& [name, settings] : presets.items())
            names << QString::fromStdString(name);
    }
    names.sort(Qt::CaseInsensitive);
    return names;
}

NodePresets::Settings NodePresets::preset(const std::string& type, const QString& name) const
{
    return settingsOf(memberAt(memberAt(memberAt(m_all, type), kPresets), name.toStdString()));
}

Done NodePresets::keep(const std::string& type, const QString& name, const Settings& settings)
{
    Json all = m_all;
    objectAt(objectAt(all, type), kPresets)[name.toStdString()] = settings;
    return write(std::move(all));
}

Done NodePresets::remove(const std::string& type, const QString& name)
{
    Json all = m_all;
    objectAt(objectAt(all, type), kPresets).erase(name.toStdString());
    dropEmpty(all, type);
    return write(std::move(all));
}

NodePresets::Settings NodePresets::defaults(const std::string& type) const
{
    return settingsOf(memberAt(memberAt(m_all, type), kDefault));
}

Done NodePresets::setDefaults(const std::string& type, const Settings& settings)
{
    Json all = m_all;
    objectAt(all, type)[kDefault] = settings;
    dropEmpty(all, type);
    return write(std::move(all));
}

void NodePresets::applyDefaults(Node& node, const NodeType& type) const
{
    for (const auto& [name, value] : defaults(type.name)) {
        const InputSpec* const input = type.findInput(name);
        if (input && input->isSetting())
            node.settings[name] = value;
    }
}

Done NodePresets::write(Json all)
{
    const std::string text = toJsonText(all, 2) + "\n";
    QDir().mkpath(QFileInfo(m_path).path());
    WEFT_CHECK(replaceFile(m_path, text));
    m_all = std::move(all);
    return {};
}

} // namespace weft

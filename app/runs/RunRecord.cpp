// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunRecord.h"

#include "core/formats/Widgets.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr std::array<const char*, 5> kStates{"running", "done", "failed", "cancelled", "interrupted"};

QStringList textsAt(const Json& object, std::string_view key)
{
    QStringList texts;
    for (const Json& text : memberAt(object, key)) {
        if (text.is_string())
            texts << QString::fromStdString(text.get_ref<const std::string&>());
    }
    return texts;
}

Json listOf(const QStringList& texts)
{
    Json list = Json::array();
    for (const QString& text : texts)
        list.push_back(utf8(text));
    return list;
}

RunState stateFrom(const std::string& word)
{
    const auto found = std::ranges::find(kStates, word);
    return found == kStates.end() ? RunState::Running : RunState(found - kStates.begin());
}

bool isLongText(const InputSpec& input)
{
    return input.type == "STRING" && boolAt(input.options, "multiline");
}

bool isRun(const Node& node)
{
    return node.mode == NodeMode::Normal;
}

/// A text whose node makes conditioning is what somebody asked a model for; others are notes, captions, lists.
bool isForAModel(const NodeType& type)
{
    return std::ranges::any_of(type.outputs, [](const OutputSpec& output) { return output.type == "CONDITIONING"; });
}

} // namespace

QStringList promptTextsOf(const Graph& graph, const Catalogue& catalogue)
{
    QStringList first, others;
    qsizetype room = kMostPromptBytes;
    for (const Node& node : graph.nodes()) {
        const NodeType* type = isRun(node) ? catalogue.find(node.type) : nullptr;
        for (const InputSpec& input : type ? type->inputs : std::vector<InputSpec>()) {
            const auto setting = node.settings.find(input.name);
            if (!isLongText(input) || setting == node.settings.end() || !setting->second.is_string()
                || graph.linkInto(node.id, input.name))
                continue;
            const QString text = QString::fromStdString(setting->second.get<std::string>()).trimmed().left(room);
            room -= text.size();
            if (!text.isEmpty())
                (isForAModel(*type) ? first : others) << text;
        }
    }
    return first + others;
}

QString seedOf(const Graph& graph, const Catalogue& catalogue)
{
    for (const Node& node : graph.nodes()) {
        const NodeType* type = isRun(node) ? catalogue.find(node.type) : nullptr;
        for (const InputSpec& input : type ? type->inputs : std::vector<InputSpec>()) {
            const auto setting = node.settings.find(input.name);
            if (setting != node.settings.end() && setting->second.is_number_integer()
                && !seedControl(node, *type, input.name).empty())
                return QString::fromStdString(setting->second.dump());
        }
    }
    return {};
}

Json toJson(const Error& error)
{
    Json args = Json::object();
    for (const auto& [key, value] : error.args)
        args[key] = value;
    return {{"code", int(error.code)}, {"args", args}};
}

Error errorFrom(const Json& json)
{
    Error error{ErrorCode(intAt(json, "code", int(ErrorCode::Internal))), {}, {}};
    for (const auto& [key, value] : memberAt(json, "args").items()) {
        if (value.is_string())
            error.args[key] = value.get<std::string>();
    }
    return error;
}

Json toJson(const RunFile& file)
{
    Json json{{"node", file.node}, {"title", utf8(file.title)}, {"type", utf8(file.type)}, {"path", utf8(file.path)},
        {"mime", utf8(file.mime)}, {"made", file.made.toMSecsSinceEpoch()}};
    if (!file.size.isEmpty()) {
        json["width"] = file.size.width();
        json["height"] = file.size.height();
    }
    return json;
}

RunFile runFileFrom(const Json& json)
{
    RunFile file{stringAt(json, "node"), textAt(json, "title"), textAt(json, "type"), textAt(json, "path"),
        textAt(json, "mime"), {}, {}};
    file.size = QSize(int(intAt(json, "width")), int(intAt(json, "height")));
    file.made = QDateTime::fromMSecsSinceEpoch(intAt(json, "made"));
    return file;
}

Json toJson(const RunRecord& record)
{
    Json json{{"id", utf8(record.id)}, {"name", utf8(record.name)}, {"file", utf8(record.file)},
        {"workflow", utf8(record.workflow)}, {"started", record.started.toMSecsSinceEpoch()},
        {"ms", record.milliseconds}, {"state", kStates[std::size_t(record.state)]}, {"charged", record.charged.micro},
        {"released", record.released.micro}, {"machines", listOf(record.machines)}, {"prompts", listOf(record.prompts)},
        {"seed", utf8(record.seed)}};
    if (record.error)
        json["error"] = toJson(*record.error);
    Json files = Json::array();
    for (const RunFile& file : record.files)
        files.push_back(toJson(file));
    json["files"] = std::move(files);
    return json;
}

RunRecord recordFrom(const Json& json)
{
    RunRecord record;
    record.id = textAt(json, "id");
    record.name = textAt(json, "name");
    record.file = textAt(json, "file");
    record.workflow = textAt(json, "workflow");
    record.started = QDateTime::fromMSecsSinceEpoch(intAt(json, "started"));
    record.milliseconds = intAt(json, "ms");
    record.state = stateFrom(stringAt(json, "state"));
    if (memberAt(json, "error").is_object())
        record.error = errorFrom(memberAt(json, "error"));
    record.charged = microCredits(intAt(json, "charged"));
    record.released = microCredits(intAt(json, "released"));
    record.machines = textsAt(json, "machines");
    record.prompts = textsAt(json, "prompts");
    record.seed = textAt(json, "seed");
    for (const Json& file : memberAt(json, "files")) {
        if (file.is_object())
            record.files << runFileFrom(file);
    }
    return record;
}

} // namespace weft

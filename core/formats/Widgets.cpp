// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/Widgets.h"

#include <algorithm>
#include <array>
#include <optional>

namespace weft {

namespace {

bool hasWidget(const InputSpec& input)
{
    return input.presence != Presence::Hidden && input.isSetting();
}

bool isControlWord(const Json& value)
{
    static constexpr std::array<std::string_view, 5> kWords {
        "fixed", "increment", "decrement", "randomize", "increment-wrap"};
    return value.is_string() && std::ranges::find(kWords, value.get_ref<const std::string&>()) != kWords.end();
}

const Json& itemAt(const Json& list, std::size_t index)
{
    static const Json null;
    return list.is_array() && index < list.size() ? list[index] : null;
}

/// One setting and its place in the list; `control` is the place of its companion, or 0.
struct Place {
    const InputSpec* input = nullptr;
    std::size_t at = 0;
    std::size_t control = 0;
};

/// Files from before the companions lack them: a place counts only when its word is there, or the list is being made.
std::vector<Place> placesOf(const Json& list, const NodeType& type, std::size_t& end)
{
    std::vector<Place> places;
    std::size_t at = 0;
    for (const InputSpec& input : type.inputs) {
        if (!hasWidget(input))
            continue;
        Place place {&input, at++, 0};
        if (hasSeedControl(input) && isControlWord(itemAt(list, at)))
            place.control = at++;
        places.push_back(place);
    }
    end = at;
    return places;
}

/// Whether `settings` says nothing else than `all`. It may say less: the type wasn't known when the file was read.
bool holds(const std::map<std::string, Json>& all, const std::map<std::string, Json>& settings)
{
    return std::ranges::all_of(settings, [&](const auto& setting) {
        const auto it = all.find(setting.first);
        return it != all.end() && it->second == setting.second;
    });
}

Json listFor(const Node& node, const NodeType& type, const Json& original)
{
    std::size_t end = 0;
    Json list = Json::array();
    for (const Place& place : placesOf(original, type, end)) {
        const auto value = node.settings.find(place.input->name);
        if (value != node.settings.end())
            list.push_back(value->second);
        else
            list.push_back(place.at < original.size() && original.is_array() ? original[place.at] : defaultSetting(*place.input));
        if (place.control)
            list.push_back(itemAt(original, place.control));
        else if (hasSeedControl(*place.input) && !original.is_array())
            list.push_back("fixed");
    }
    for (std::size_t i = end; i < original.size() && original.is_array(); ++i)
        list.push_back(original[i]);
    const bool uploads = std::ranges::any_of(type.inputs, &InputSpec::picksInputFile);
    if (uploads && !original.is_array())
        list.push_back("image"); // the upload button's own value
    return list;
}

/// Places of a list for an instance: one for each promoted port, and one more behind seeds in longer lists of older files.
std::vector<std::size_t> placesOf(const Json& list, const std::vector<PromotedSetting>& promoted)
{
    const auto ports = std::ranges::count(promoted, true, &PromotedSetting::isPort);
    const bool hasControls = list.is_array() && list.size() > static_cast<std::size_t>(ports);
    std::vector<std::size_t> places;
    std::size_t at = 0;
    for (const PromotedSetting& setting : promoted) {
        places.push_back(at);
        if (setting.isPort)
            at += hasControls && setting.hasControl && isControlWord(itemAt(list, at + 1)) ? 2 : 1;
    }
    return places;
}

/// The place of an instance's own word behind a seed; 0: it has none.
std::size_t controlPlace(const Json& list, const std::vector<PromotedSetting>& promoted, std::string_view input)
{
    const std::vector<std::size_t> places = placesOf(list, promoted);
    const auto found = std::ranges::find(promoted, input, &PromotedSetting::name);
    if (found == promoted.end() || !found->isPort)
        return 0;
    const auto index = static_cast<std::size_t>(found - promoted.begin());
    const std::size_t next = index + 1 < places.size() ? places[index + 1] : list.size();
    return next > places[index] + 1 && isControlWord(itemAt(list, places[index] + 1)) ? places[index] + 1 : 0;
}

/// What is said by name, where it is.
void writeNamed(Json& entry, const std::map<std::string, Json>& settings)
{
    const auto named = entry.find("widgets_values_named");
    if (named == entry.end() || !named->is_object())
        return;
    for (const auto& [name, value] : settings)
        (*named)[name] = value;
}

constexpr const char* kControlName = "control_after_generate"; // in files that go by name

std::optional<Place> seedPlace(const Json& list, const NodeType& type, std::string_view input)
{
    std::size_t end = 0;
    for (const Place& place : placesOf(list, type, end)) {
        if (place.input->name == input && hasSeedControl(*place.input))
            return place;
    }
    return {};
}

} // namespace

std::map<std::string, Json> readWidgets(const Json& node, const NodeType& type)
{
    const Json& values = memberAt(node, "widgets_values");
    const Json& named = memberAt(node, "widgets_values_named");
    std::map<std::string, Json> settings;
    std::size_t end = 0;
    for (const Place& place : placesOf(values, type, end)) {
        const std::string& name = place.input->name;
        if (named.is_object() && named.contains(name))
            settings[name] = named[name];
        else if (values.is_object() && values.contains(name))
            settings[name] = values[name];
        else if (values.is_array() && place.at < values.size())
            settings[name] = values[place.at];
        else
            settings[name] = defaultSetting(*place.input);
    }
    return settings;
}

void writeWidgets(Json& entry, const Node& node, const NodeType& type)
{
    const Json& original = memberAt(node.extra, "widgets_values");
    const bool inFile = !original.is_null() || node.extra.contains("id");
    if (node.settings.empty() || (inFile && holds(readWidgets(node.extra, type), node.settings)))
        return;
    writeNamed(entry, node.settings);
    if (!original.is_object()) {
        entry["widgets_values"] = listFor(node, type, original);
        return;
    }
    for (const auto& [name, value] : node.settings)
        entry["widgets_values"][name] = value;
}

std::map<std::string, Json> readInstanceWidgets(const Json& node, const std::vector<PromotedSetting>& promoted)
{
    const Json& values = memberAt(node, "widgets_values");
    const Json& named = memberAt(node, "widgets_values_named");
    const std::vector<std::size_t> places = placesOf(values, promoted);
    std::map<std::string, Json> settings;
    for (std::size_t i = 0; i < promoted.size(); ++i) {
        const std::string& name = promoted[i].name;
        if (!promoted[i].isPort)
            continue;
        if (named.is_object() && named.contains(name))
            settings[name] = named[name];
        else if (values.is_array() && places[i] < values.size() && !values[places[i]].is_null())
            settings[name] = values[places[i]];
    }
    return settings;
}

void writeInstanceWidgets(
    Json& entry, const Node& node, const NodeType& type, const std::vector<PromotedSetting>& promoted)
{
    if (readInstanceWidgets(node.extra, promoted) == node.settings)
        return;
    writeNamed(entry, node.settings);
    const Json& original = memberAt(node.extra, "widgets_values");
    Json list = Json::array();
    for (const PromotedSetting& setting : promoted) {
        if (!setting.isPort)
            continue;
        const auto own = node.settings.find(setting.name);
        const InputSpec* const spec = type.findInput(setting.name);
        list.push_back(own != node.settings.end() ? own->second : spec ? defaultSetting(*spec) : Json());
        if (const std::size_t control = controlPlace(original, promoted, setting.name))
            list.push_back(original[control]);
    }
    entry["widgets_values"] = std::move(list);
}

std::string seedControl(const Node& node, const NodeType& type, std::string_view input)
{
    const Json& values = memberAt(node.extra, "widgets_values");
    const std::optional<Place> place = seedPlace(values, type, input);
    if (!place)
        return {};
    const Json& word = values.is_object() ? memberAt(values, kControlName) : place->control ? itemAt(values, place->control) : Json();
    return isControlWord(word) ? word.get<std::string>() : "fixed";
}

void setSeedControl(Node& node, const NodeType& type, std::string_view input, const std::string& word)
{
    Json entry = node.extra;
    writeWidgets(entry, node, type);
    Json values = memberAt(entry, "widgets_values");
    if (values.is_null())
        values = listFor(node, type, values);
    const std::optional<Place> place = seedPlace(values, type, input);
    if (!place)
        return;
    if (values.is_object())
        values[kControlName] = word;
    else if (place->control)
        values[place->control] = word;
    else if (place->at < values.size()) // a file from before these words
        values.insert(values.begin() + static_cast<std::ptrdiff_t>(place->at + 1), word);
    node.extra["widgets_values"] = std::move(values);
}

std::string instanceSeedControl(const Node& node, const std::vector<PromotedSetting>& promoted, std::string_view input)
{
    const Json& values = memberAt(node.extra, "widgets_values");
    const std::size_t place = controlPlace(values, promoted, input);
    return place ? values[place].get<std::string>() : std::string();
}

bool setInstanceSeedControl(
    Node& node, const std::vector<PromotedSetting>& promoted, std::string_view input, const std::string& word)
{
    const std::size_t place = controlPlace(memberAt(node.extra, "widgets_values"), promoted, input);
    if (place)
        node.extra["widgets_values"][place] = word;
    return place > 0;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiDraft.h"

#include "app/apis/CallGraph.h"
#include "app/editor/model/NodeNames.h"
#include "core/graph/Coerce.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace weft {

namespace {

bool isNumber(const InputSpec& spec) { return spec.type == "INT" || spec.type == "FLOAT"; }

QString shownJson(const Json& value)
{
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : value.is_null() ? std::string()
                                                                                                 : toJsonText(value));
}

/// "1 – 50", with any dash, or "to".
std::optional<std::pair<Json, Json>> rangeOf(const QString& text, const std::string& type)
{
    static const QRegularExpression kRange(QStringLiteral("^\\s*(-?[0-9.eE+]+)\\s*(?:\\.\\.|–|—|-|to|至)\\s*(-?[0-9.eE+]+)\\s*$"));
    const auto match = kRange.match(text);
    if (!match.hasMatch())
        return {};
    const auto min = coerced(Json(match.captured(1).toStdString()), type);
    const auto max = coerced(Json(match.captured(2).toStdString()), type);
    if (!min || !max || lessNumber(*max, *min))
        return {};
    return std::pair(*min, *max);
}

bool isInside(const Json& value, const Json& options)
{
    const Json& min = memberAt(options, "min");
    const Json& max = memberAt(options, "max");
    return !(min.is_number() && lessNumber(value, min)) && !(max.is_number() && lessNumber(max, value));
}

QString whereOf(const Prompt& prompt, const Catalogue& catalogue, const ApiParameter& parameter)
{
    const InputRef& target = parameter.targets.front();
    const auto node = prompt.nodes.find(target.node);
    Node named; // as the canvas calls it
    if (node != prompt.nodes.end()) {
        named.type = node->second.type;
        named.title = node->second.title;
    }
    return titleOf(named, catalogue.find(named.type)) + QStringLiteral(" · ") + portLabel(target.input);
}

/// What the form over the graph would show, or all settings of a node that is published alone.
bool isUsual(const ApiParameter& parameter, const PublishedApi& usual, const std::set<NodeId>& part)
{
    const bool isAlone = part.size() == 1 && std::ranges::any_of(parameter.targets, [&](const InputRef& target) { return part.contains(target.node); });
    return isAlone || std::ranges::any_of(usual.parameters, [&](const ApiParameter& one) { return one.targets == parameter.targets; });
}

} // namespace

Result<ApiDraft> ApiDraft::of(const Graph& graph, const Catalogue& catalogue, const std::set<NodeId>& part)
{
    PublishWish wish;
    wish.name = "draft";
    wish.part = part;
    WEFT_TRY(const PublishedApi usual, publishGraph(graph, catalogue, wish));
    wish.takesAll = true;
    WEFT_TRY(PublishedApi all, publishGraph(graph, catalogue, wish));
    ApiDraft draft(std::move(all));
    for (const ApiParameter& parameter : draft.m_api.parameters) {
        const bool isFixed = parameter.spec.presence == Presence::Required;
        const bool isOffered = isFixed || !isSettingType(parameter.spec.type) || isUsual(parameter, usual, part);
        draft.parameters.push_back({parameter, whereOf(draft.m_api.prompt, catalogue, parameter), isOffered, isFixed});
        draft.m_own.push_back(parameter.spec);
    }
    for (const ApiOutput& output : draft.m_api.outputs)
        draft.outputs.push_back({output, true});
    return draft;
}

QString ApiDraft::setRange(int row, const QString& text)
{
    const auto at = static_cast<std::size_t>(row);
    const InputSpec& own = m_own[at];
    InputSpec& spec = parameters[at].parameter.spec;
    if (own.type == "COMBO") {
        std::vector<std::string> choices;
        for (const QString& word : text.split(u',', Qt::SkipEmptyParts)) {
            const std::string choice = word.trimmed().toStdString();
            if (std::ranges::find(own.choices, choice) == own.choices.end())
                return QCoreApplication::translate("ApiDraft", "“%1” isn't one of its choices.").arg(word.trimmed());
            choices.push_back(choice);
        }
        if (choices.empty())
            return QCoreApplication::translate("ApiDraft", "Callers need at least one choice.");
        spec.choices = std::move(choices);
        return {};
    }
    const auto range = rangeOf(text, own.type);
    if (!isNumber(own) || !range)
        return QCoreApplication::translate("ApiDraft", "Two numbers, please, such as 1 – 50.");
    if (!isInside(range->first, own.options) || !isInside(range->second, own.options))
        return QCoreApplication::translate("ApiDraft", "The node itself takes only %1.").arg(rangeText(own));
    spec.options["min"] = range->first;
    spec.options["max"] = range->second;
    return {};
}

QString ApiDraft::setDefault(int row, const QString& text)
{
    InputSpec& spec = parameters[static_cast<std::size_t>(row)].parameter.spec;
    const auto value = coerced(Json(text.toStdString()), spec.type);
    if (!value)
        return QCoreApplication::translate("ApiDraft", "“%1” is no %2.").arg(text, typeText(spec));
    if (isNumber(spec) && !isInside(*value, spec.options))
        return QCoreApplication::translate("ApiDraft", "Callers may say %1; the default has to be among it.").arg(rangeText(spec));
    if (spec.type == "COMBO" && std::ranges::find(spec.choices, text.toStdString()) == spec.choices.end())
        return QCoreApplication::translate("ApiDraft", "“%1” isn't one of its choices.").arg(text);
    spec.options["default"] = *value;
    return {};
}

void ApiDraft::setNeeded(int row, bool isNeeded)
{
    const auto at = static_cast<std::size_t>(row);
    InputSpec& spec = parameters[at].parameter.spec;
    setMustBeGiven(spec, isNeeded);
    if (!isNeeded)
        spec.options["default"] = m_own[at].options.value("default", Json());
}

std::optional<DraftProblem> ApiDraft::problem(const std::set<std::string>& taken) const
{
    using Part = DraftProblem::Part;
    if (name.empty())
        return DraftProblem {Part::Name, -1, QCoreApplication::translate("ApiDraft", "Give it a name: callers type it.")};
    if (!isApiName(name))
        return DraftProblem {Part::Name, -1, QCoreApplication::translate("ApiDraft", "A name has 1 to 40 small letters, digits and hyphens, a letter first.")};
    if (taken.contains(name))
        return DraftProblem {Part::Name, -1, QCoreApplication::translate("ApiDraft", "You publish “%1” already. Choose another name, or withdraw that one first.").arg(QString::fromStdString(name))};
    if (price.isNegative() || price > kMaxAmount)
        return DraftProblem {Part::Price, -1, QCoreApplication::translate("ApiDraft", "A price is a number of credits such as 2 or 0.5; 0 is free.")};
    if (spend && (spend->isNegative() || *spend > kMaxAmount))
        return DraftProblem {Part::Spend, -1, QCoreApplication::translate("ApiDraft", "What a call may cost you is a number of credits such as 2 or 0.5.")};
    return problemOfParts();
}

std::optional<DraftProblem> ApiDraft::problemOfParts() const
{
    using Part = DraftProblem::Part;
    static const QRegularExpression kWord(QStringLiteral("^[A-Za-z_][A-Za-z0-9_-]*$")); // what `weft call` reads before "="
    std::set<std::string> names;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const QString one = QString::fromStdString(parameters[i].parameter.spec.name);
        if (!parameters[i].isOffered)
            continue;
        const int row = static_cast<int>(i);
        if (!kWord.match(one).hasMatch())
            return DraftProblem {Part::Parameter, row, QCoreApplication::translate("ApiDraft", "“%1” can't be a parameter's name: letters, digits and underscores, a letter first.").arg(one)};
        if (!names.insert(one.toStdString()).second)
            return DraftProblem {Part::Parameter, row, QCoreApplication::translate("ApiDraft", "Two parameters are called “%1”.").arg(one)};
        const InputSpec& spec = parameters[i].parameter.spec;
        const Json& standard = memberAt(spec.options, "default");
        const bool isOutside = isNumber(spec) ? standard.is_number() && !isInside(standard, spec.options)
                                              : spec.type == "COMBO" && standard.is_string() && !spec.choices.empty()
                && std::ranges::find(spec.choices, standard.get<std::string>()) == spec.choices.end();
        if (isOutside)
            return DraftProblem {Part::Parameter, row, QCoreApplication::translate("ApiDraft", "The default of “%1” is outside of what callers may say.").arg(one)};
    }
    const bool givesSomething = std::ranges::any_of(outputs, &DraftOutput::isOffered);
    if (!givesSomething)
        return DraftProblem {Part::Output, 0, QCoreApplication::translate("ApiDraft", "Choose at least one output: callers pay for what they get.")};
    return {};
}

PublishedApi ApiDraft::finished() const
{
    PublishedApi api = m_api;
    api.name = name;
    api.title = title.empty() ? name : title;
    api.description = description;
    api.price = price;
    api.spend = spend;
    api.parameters.clear();
    api.outputs.clear();
    for (const DraftParameter& one : parameters) {
        if (one.isOffered)
            api.parameters.push_back(one.parameter);
    }
    std::ranges::stable_sort(api.parameters, {}, [](const ApiParameter& one) { return one.spec.presence; }); // needed ones first
    for (const DraftOutput& one : outputs) {
        if (one.isOffered)
            api.outputs.push_back(one.output);
    }
    std::vector<NodeId> makers;
    for (const ApiOutput& output : api.outputs)
        makers.push_back(output.from.node);
    api.prompt = neededBy(api.prompt, makers);
    for (ApiParameter& parameter : api.parameters)
        std::erase_if(parameter.targets, [&](const InputRef& target) { return !api.prompt.nodes.contains(target.node); });
    std::erase_if(api.parameters, [](const ApiParameter& parameter) { return parameter.targets.empty(); });
    return api;
}

std::string apiNameFor(const QString& title, const std::set<std::string>& taken)
{
    constexpr qsizetype kMostLetters = 36; // and a number
    static const QRegularExpression kAccents(QStringLiteral("[\\x{300}-\\x{36f}]"));
    static const QRegularExpression kOthers(QStringLiteral("[^a-z0-9]+"));
    static const QRegularExpression kStart(QStringLiteral("^[-0-9]+"));
    static const QRegularExpression kEnd(QStringLiteral("-+$"));
    QString name = title.normalized(QString::NormalizationForm_KD).toLower();
    name = name.remove(kAccents).replace(kOthers, QStringLiteral("-")).remove(kStart).left(kMostLetters).remove(kEnd);
    std::string free = name.toStdString();
    for (int i = 2; taken.contains(free); ++i)
        free = name.toStdString() + "-" + std::to_string(i);
    return free;
}

QString whyNotPublished(const Error& error)
{
    if (error.code != ErrorCode::NoOutputNode)
        return {};
    if (error.detail == "none of these nodes would run")
        return QCoreApplication::translate("ApiDraft", "These nodes are muted or bypassed, so there is nothing to call. Switch them on again first.");
    return QCoreApplication::translate("ApiDraft", "Nothing here makes a value that a caller could be given: a picture, a mask, a latent, a text or a number. Choose nodes that make one, or add a node that saves or shows it.");
}

QString typeText(const InputSpec& spec)
{
    if (spec.type == "INT")
        return QCoreApplication::translate("ApiDraft", "whole number");
    if (spec.type == "FLOAT")
        return QCoreApplication::translate("ApiDraft", "number");
    if (spec.type == "STRING")
        return QCoreApplication::translate("ApiDraft", "text");
    if (spec.type == "BOOLEAN")
        return QCoreApplication::translate("ApiDraft", "yes or no");
    if (spec.type == "COMBO")
        return QCoreApplication::translate("ApiDraft", "choice");
    if (spec.type == "IMAGE")
        return QCoreApplication::translate("ApiDraft", "picture");
    return spec.type == "MASK" ? QCoreApplication::translate("ApiDraft", "mask") : QString::fromStdString(spec.type);
}

QString rangeText(const InputSpec& spec)
{
    if (spec.type == "COMBO") {
        QStringList choices;
        for (const std::string& choice : spec.choices)
            choices << QString::fromStdString(choice);
        return choices.join(QStringLiteral(", "));
    }
    if (!isNumber(spec))
        return {};
    const Json& min = memberAt(spec.options, "min");
    const Json& max = memberAt(spec.options, "max");
    if (!min.is_number() || !max.is_number())
        return {};
    return shownJson(min) + QStringLiteral(" – ") + shownJson(max);
}

QString defaultText(const InputSpec& spec) { return shownJson(memberAt(spec.options, "default")); }

} // namespace weft

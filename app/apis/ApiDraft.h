// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishGraph.h"

#include <QString>

namespace weft {

/// A setting of a graph on its way to become a parameter, or a picture that callers must bring.
struct DraftParameter {
    ApiParameter parameter; // as callers will see it
    QString where; // "KSampler · steps"
    bool isOffered = false; // else the graph's own value stays
    bool isFixed = false; // can't be left out: its value comes from nobody else
};

struct DraftOutput {
    ApiOutput output;
    bool isOffered = true;
};

/// Why a parameter, an output or a name isn't right.
struct DraftProblem {
    enum class Part { Name, Price, Spend, Parameter, Output };
    Part part = Part::Name;
    int row = -1; // of a parameter or an output
    QString text; // a sentence
};

/// What becomes of a graph, or of a part of it, while its author decides. Nothing is published until it is finished.
class ApiDraft {
public:
    /// `part`: PublishWish::part. Errors: those of publishGraph.
    static Result<ApiDraft> of(const Graph& graph, const Catalogue& catalogue, const std::set<NodeId>& part);

    std::string name;
    std::string title;
    std::string description;
    Money price;
    std::optional<Money> spend;
    std::vector<DraftParameter> parameters;
    std::vector<DraftOutput> outputs;

    /// Other bounds ("1 – 50") or choices ("a, b") of a parameter, inside those that its node has. -> the mistake, or an empty text
    QString setRange(int row, const QString& text);
    QString setDefault(int row, const QString& text);
    /// Callers must say it: it has no default.
    void setNeeded(int row, bool isNeeded);

    /// What is wrong first. `taken`: names of other APIs of this user's.
    std::optional<DraftProblem> problem(const std::set<std::string>& taken) const;
    /// What would be published; problem() has been asked before.
    PublishedApi finished() const;

private:
    explicit ApiDraft(PublishedApi api)
        : m_api(std::move(api))
    {
    }
    std::optional<DraftProblem> problemOfParts() const;

    PublishedApi m_api; // with everything that could be a parameter
    std::vector<InputSpec> m_own; // of each parameter: what its node allows
};

/// A name that callers can type, made of a title: "Words to picture" is "words-to-picture", or "words-to-picture-2" where that
/// is taken. Empty where the title has no letters for it.
std::string apiNameFor(const QString& title, const std::set<std::string>& taken);

/// Why there is nothing to publish, or why it can't be: a sentence that says what to do.
QString whyNotPublished(const Error& error);

/// "1 – 50", "a, b, c", "yes or no", "any text": what a parameter takes.
QString rangeText(const InputSpec& spec);
QString defaultText(const InputSpec& spec);
/// "whole number", "text", "picture".
QString typeText(const InputSpec& spec);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptCheck.h"

namespace weft {

/// What Python would raise; the check of the node ends there.
struct RaisedError {
    std::string type; // "KeyError"
    std::string message; // str() of it
};

/// Checks single inputs of one node; appends {type, message, details, extra_info} to `errors`.
class InputCheck {
public:
    InputCheck(const NodeType& type, const HasInputFile& hasInput, Json& errors)
        : m_type(type)
        , m_hasInput(hasInput)
        , m_errors(errors)
    {
    }

    void missing(const InputSpec& input);
    /// Coerces in place.
    void literal(const InputSpec& input, Json& value);
    /// A list: whether it can be a link at all.
    bool hasLinkForm(const InputSpec& input, const Json& value);
    bool typesFit(const InputSpec& input, const Json& link, const TypeName& received);
    /// A node that needs itself.
    void circle(const InputSpec& input, const Json& link);

private:
    void report(std::string type, std::string message, std::string details, Json extra);
    Json extraOf(const InputSpec& input, const Json& received) const;
    bool convert(const InputSpec& input, Json& value, std::string& shown);
    bool inRange(const InputSpec& input, const Json& value, const std::string& shown);
    void choice(const InputSpec& input, const Json& value);
    void file(const InputSpec& input, const Json& value);

    const NodeType& m_type;
    const HasInputFile& m_hasInput;
    Json& m_errors;
};

/// The output that a link's second part names, counted from 0; negative ones count from the end. Raises as Python does.
std::variant<int, RaisedError> slotOf(const NodeType& origin, const Json& slot);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/GoldenCase.h"

#include "core/values/MappedFile.h"

#include <set>

namespace weft::golden {

namespace {

constexpr std::uint64_t kMaxIndexBytes = 64u << 20;

Result<SlotRef> parseSlot(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size()
        || text.find_first_not_of("0123456789", colon + 1) != std::string::npos)
        return Error{ErrorCode::JsonNotAWorkflow, "not NODE:SLOT: " + text};
    return SlotRef{text.substr(0, colon), std::atoi(text.c_str() + colon + 1)};
}

Result<std::vector<Expected>> readExpected(const Json& slots)
{
    std::vector<Expected> all;
    for (const auto& [name, parts] : slots.items()) {
        WEFT_TRY(const SlotRef slot, parseSlot(name));
        for (const auto& [part, entry] : parts.items()) {
            Expected one{slot, part, stringAt(entry, "key"), {}};
            for (const Json& side : memberAt(entry, "shape"))
                one.shape.push_back(side.is_number_integer() ? side.get<std::int64_t>() : -1);
            all.push_back(std::move(one));
        }
    }
    return all;
}

bool isLink(const Json& input)
{
    return input.is_array() && input.size() == 2 && input[0].is_string() && input[1].is_number_integer();
}

/// Walks from what is asked for to what it needs.
class Builder {
public:
    Builder(const Json& prompt, const worker::Registry& registry)
        : m_prompt(prompt)
        , m_registry(registry)
    {
    }

    Done add(const NodeId& id)
    {
        if (m_done.contains(id))
            return {};
        if (!m_open.insert(id).second)
            return Error{ErrorCode::GraphCycle, {}, {{"node", id}}};
        const Json& node = memberAt(m_prompt, id);
        if (!node.is_object())
            return Error{ErrorCode::LinkInvalid, "no such node", {{"node", id}}};
        FragmentNode made{id, stringAt(node, "class_type"), {}};
        for (const auto& [name, input] : memberAt(node, "inputs").items()) {
            WEFT_TRY(made.inputs[name], inputOf(made, name, input));
        }
        m_done.insert(id);
        m_result.fragment.nodes.push_back(std::move(made));
        return {};
    }

    CaseFragment take() { return std::move(m_result); }

private:
    Result<FragmentInput> inputOf(const FragmentNode& node, const std::string& name, const Json& input)
    {
        if (isLink(input)) {
            const SlotRef link{input[0].get<std::string>(), input[1].get<int>()};
            WEFT_CHECK(add(link.node));
            return FragmentInput{link};
        }
        const worker::NodeDefinition* definition = m_registry.find(node.type);
        const InputSpec* spec = definition ? definition->type.findInput(name) : nullptr;
        if (!spec || !spec->picksInputFile || !input.is_string())
            return FragmentInput{input};
        m_result.files.push_back(input.get<std::string>());
        m_result.fragment.inputs.push_back({{node.id, -1}, "FILE", false});
        return FragmentInput{BoundaryRef{static_cast<int>(m_result.files.size()) - 1}};
    }

    const Json& m_prompt;
    const worker::Registry& m_registry;
    std::set<NodeId> m_open;
    std::set<NodeId> m_done;
    CaseFragment m_result;
};

} // namespace

Result<std::vector<Case>> readCases(const std::string& directory)
{
    WEFT_TRY(const SharedBytes bytes, readFile(directory + "/index.json", kMaxIndexBytes));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    WEFT_TRY(const Json index, parseJson(text, {.maxBytes = kMaxIndexBytes}));
    std::vector<Case> cases;
    for (const Json& entry : memberAt(index, "cases")) {
        Case one{stringAt(entry, "name"), stringAt(entry, "group"), stringAt(entry, "file"), memberAt(entry, "prompt"), {}};
        auto expected = readExpected(memberAt(entry, "expect"));
        if (!expected)
            return expected.error().with("case", one.name);
        one.expected = std::move(*expected);
        cases.push_back(std::move(one));
    }
    return cases;
}

Result<CaseFragment> toFragment(const Case& one, const worker::Registry& registry)
{
    Builder builder(one.prompt, registry);
    std::set<SlotRef> asked;
    for (const Expected& expected : one.expected) {
        WEFT_CHECK(builder.add(expected.slot.node));
        asked.insert(expected.slot);
    }
    CaseFragment result = builder.take();
    result.fragment.outputs.assign(asked.begin(), asked.end());
    return result;
}

} // namespace weft::golden

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/ListCall.h"

#include "core/base/SizeText.h"
#include "gpu-worker/runtime/MemoryBound.h"

#include <algorithm>

namespace weft::worker {

namespace {

/// How many calls: see callOverLists.
Result<std::size_t> callCount(const NodeDefinition& node, const std::vector<InputList>& inputs)
{
    if (node.type.inputIsList)
        return std::size_t {1};
    std::size_t count = 1;
    for (const InputList& input : inputs) {
        if (input.present && input.items.empty())
            return std::size_t {0};
        count = std::max(count, input.items.size());
    }
    if (count > kMaxListItems)
        return Error {ErrorCode::LimitExceeded, "a list is too long", {{"limit", std::to_string(kMaxListItems)}}};
    return count;
}

CallInputs inputsOfCall(const NodeDefinition& node, const std::vector<InputList>& inputs, std::size_t call)
{
    CallInputs result;
    result.reserve(inputs.size());
    for (const InputList& input : inputs) {
        if (node.type.inputIsList)
            result.push_back(input.items);
        else if (input.items.empty())
            result.emplace_back();
        else
            result.push_back({input.items[std::min(call, input.items.size() - 1)]});
    }
    return result;
}

Done append(CallOutputs& all, CallOutputs one)
{
    if (one.slots.size() != all.slots.size())
        return Error {ErrorCode::NodeFailed, "the node returned another number of outputs than it declares"};
    for (std::size_t i = 0; i < one.slots.size(); ++i)
        std::ranges::move(one.slots[i], std::back_inserter(all.slots[i]));
    std::ranges::move(one.files, std::back_inserter(all.files));
    return {};
}

/// What a call's outputs hold beside tensors.
std::uint64_t plainBytes(const CallOutputs& outputs)
{
    std::uint64_t bytes = 0;
    for (const ItemList& slot : outputs.slots) {
        for (const Item& item : slot)
            bytes += item.type == PortTraits<std::string>::type || item.type == PortTraits<File>::type ? item.sizeBytes : 0;
    }
    for (const File& file : outputs.files)
        bytes += file.bytes.size();
    return bytes;
}

Done checkBytes(std::uint64_t bytes)
{
    const std::uint64_t limit = memoryBound() > 0 ? std::min(memoryBound(), kMaxListBytes) : kMaxListBytes;
    if (bytes <= limit)
        return {};
    return Error {ErrorCode::LimitExceeded, "a list of " + sizeText(bytes), {{"size", sizeText(bytes)}, {"limit", sizeText(limit)}}};
}

} // namespace

Result<CallOutputs> callOverLists(const NodeDefinition& node, Context& context, const std::vector<InputList>& inputs)
{
    WEFT_TRY(const std::size_t count, callCount(node, inputs));
    CallOutputs all;
    all.slots.resize(node.type.outputs.size());
    std::uint64_t bytes = 0;
    for (std::size_t call = 0; call < count; ++call) {
        WEFT_CHECK(context.checkCancelled());
        WEFT_TRY(CallOutputs one, node.run(node.type, context, inputsOfCall(node, inputs, call)));
        bytes += plainBytes(one);
        if (count > 1) {
            WEFT_CHECK(checkBytes(bytes));
        }
        WEFT_CHECK(append(all, std::move(one)));
    }
    return all;
}

Result<std::vector<std::size_t>> wantedLazyInputs(
    const NodeDefinition& node, Context& context, const std::vector<InputList>& inputs)
{
    std::vector<std::size_t> wanted;
    if (!node.checkLazy)
        return wanted;
    WEFT_TRY(const std::size_t count, callCount(node, inputs));
    for (std::size_t call = 0; call < count; ++call) {
        WEFT_TRY(const auto names, node.checkLazy(node.type, context, inputsOfCall(node, inputs, call)));
        for (const std::string& name : names) {
            const int index = node.type.inputIndex(name);
            if (index < 0)
                return Error {ErrorCode::NodeFailed, "asks for the input \"" + name + "\", which it doesn't have"};
            const auto position = static_cast<std::size_t>(index);
            if (std::ranges::find(wanted, position) == wanted.end())
                wanted.push_back(position);
        }
    }
    return wanted;
}

} // namespace weft::worker

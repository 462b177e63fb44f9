// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptQueue.h"

#include "core/graph/Coerce.h"

#include <algorithm>

namespace weft {

namespace {

bool comesBefore(const QueuedPromptPtr& a, const QueuedPromptPtr& b)
{
    if (lessNumber(a->number, b->number))
        return true;
    return !lessNumber(b->number, a->number) && a->id < b->id;
}

bool isTrue(const Json& value) { return coerced(value, "BOOLEAN").value_or(Json(false)).get<bool>(); }

} // namespace

Json QueuedPrompt::toJson() const { return Json::array({number, id, json, extra, outputs}); }

std::optional<QString> QueuedPrompt::client() const
{
    const Json& client = memberAt(extra, "client_id");
    if (client.is_null())
        return {};
    return client.is_string() ? QString::fromStdString(client.get<std::string>()) : QString();
}

Result<Json> PromptQueue::numberFor(const Json& body)
{
    if (body.is_object() && body.contains("number")) {
        const auto number = coerced(memberAt(body, "number"), "FLOAT");
        if (!number || !number->is_number())
            return Error {ErrorCode::SettingInvalid, "a number that is none", {{"input", "number"}}};
        return *number;
    }
    if (!body.is_structured() && !body.is_string())
        return Json(m_counter); // ComfyUI breaks before it counts
    const std::int64_t number = m_counter++;
    return Json(isTrue(memberAt(body, "front")) ? -number : number);
}

void PromptQueue::push(QueuedPromptPtr prompt)
{
    m_bytes += prompt->bytes;
    m_heap.push_back(std::move(prompt));
    siftUp(m_heap.size() - 1);
}

QueuedPromptPtr PromptQueue::pop()
{
    if (m_heap.empty())
        return nullptr;
    QueuedPromptPtr last = std::move(m_heap.back());
    m_heap.pop_back();
    if (!m_heap.empty()) {
        std::swap(last, m_heap.front());
        siftToLeaf(0);
    }
    m_bytes -= last->bytes;
    return last;
}

void PromptQueue::siftUp(std::size_t position)
{
    while (position > 0) {
        const std::size_t parent = (position - 1) / 2;
        if (!comesBefore(m_heap[position], m_heap[parent]))
            return;
        std::swap(m_heap[position], m_heap[parent]);
        position = parent;
    }
}

void PromptQueue::siftToLeaf(std::size_t position)
{
    for (std::size_t child = 2 * position + 1; child < m_heap.size(); child = 2 * position + 1) {
        const std::size_t right = child + 1;
        if (right < m_heap.size() && !comesBefore(m_heap[child], m_heap[right]))
            child = right;
        std::swap(m_heap[position], m_heap[child]);
        position = child;
    }
    siftUp(position);
}

bool PromptQueue::remove(const std::unordered_set<std::string>& ids)
{
    const auto goes = [&](const QueuedPromptPtr& prompt) { return ids.contains(prompt->id); };
    for (const QueuedPromptPtr& prompt : m_heap)
        m_bytes -= goes(prompt) ? prompt->bytes : 0;
    if (std::erase_if(m_heap, goes) == 0)
        return false;
    for (std::size_t i = m_heap.size() / 2; i-- > 0;)
        siftToLeaf(i);
    return true;
}

void PromptQueue::clear()
{
    m_heap.clear();
    m_bytes = 0;
}

} // namespace weft

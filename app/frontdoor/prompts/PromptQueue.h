// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"
#include "core/graph/Prompt.h"

#include <QString>

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace weft {

/// A prompt that was taken on: what it is, whose it is, and what is to be run of it.
struct QueuedPrompt {
    Json number; // a whole number of the counter, or the float that the caller gave
    std::string id;
    Json json; // as it was sent, with coerced literals
    Json extra; // extra_data
    std::vector<NodeId> outputs;
    Prompt prompt;
    QString token; // whose budget it is
    Money cap;
    std::int64_t created = 0; // milliseconds since 1970
    std::size_t bytes = 0; // about what it takes in memory

    /// The five parts that ComfyUI shows of it.
    Json toJson() const;
    /// To whom its messages go; nothing: to nobody in particular. A client that is no text hears nothing.
    std::optional<QString> client() const;
};
using QueuedPromptPtr = std::shared_ptr<const QueuedPrompt>;

/// Which prompt comes next: a heap on (number, id), whose order ComfyUI shows as it is. Pure.
/// Source: ComfyUI's queue, a heap of Python's heapq (push: sift up; pop: the last one goes from the top to a leaf, then up).
class PromptQueue {
public:
    /// The number of a new prompt: the counter, minus it with `front`, or what the caller says, as a float. The counter goes on
    /// also for those that are refused later, but not for numbers of a caller's own. Errors: SettingInvalid (`number` is none).
    Result<Json> numberFor(const Json& body);

    void push(QueuedPromptPtr prompt);
    /// The first one; null: none waits.
    QueuedPromptPtr pop();
    const std::vector<QueuedPromptPtr>& pending() const { return m_heap; } // in the heap's order
    std::size_t bytes() const { return m_bytes; } // of all that wait

    /// -> whether any went
    bool remove(const std::unordered_set<std::string>& ids);
    void clear();

private:
    void siftUp(std::size_t position);
    void siftToLeaf(std::size_t position);

    std::vector<QueuedPromptPtr> m_heap;
    std::size_t m_bytes = 0;
    std::int64_t m_counter = 0;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/Engine.h"

namespace weft {

void CancelToken::cancel()
{
    if (m_state->cancelled)
        return;
    m_state->cancelled = true;
    const auto callbacks = std::exchange(m_state->callbacks, {});
    for (const auto& weak : callbacks) {
        if (const auto callback = weak.lock())
            (*callback)();
    }
}

std::shared_ptr<void> CancelToken::onCancel(std::function<void()> f) const
{
    auto callback = std::make_shared<std::function<void()>>(std::move(f));
    if (m_state->cancelled) {
        (*callback)();
        return callback;
    }
    std::erase_if(m_state->callbacks, [](const auto& weak) { return weak.expired(); });
    m_state->callbacks.push_back(callback);
    return callback;
}

} // namespace weft

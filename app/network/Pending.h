// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef Q_MOC_RUN // moc can't read it
#include <coroutine>
#endif
#include <memory>
#include <optional>
#include <utility>

namespace weft {

/// A value that will come: one side sets it once, one coroutine awaits it (`co_await pending.wait()`). One thread.
/// If nobody ever sets it, the coroutine never goes on; whoever holds the setting side must set it in the end.
template <typename T>
class Pending {
    struct State {
        std::optional<T> value;
        std::coroutine_handle<> waiting;
    };

public:
    class Awaiter {
    public:
        explicit Awaiter(std::shared_ptr<State> state)
            : m_state(std::move(state))
        {
        }
        bool await_ready() const { return m_state->value.has_value(); }
        void await_suspend(std::coroutine_handle<> handle) { m_state->waiting = handle; }
        T await_resume() { return std::move(*m_state->value); }

    private:
        std::shared_ptr<State> m_state;
    };

    Awaiter wait() const { return Awaiter(m_state); }
    bool isSet() const { return m_state->value.has_value(); }
    /// The first one counts. The waiting coroutine goes on at once, inside this call.
    void set(T value) const
    {
        const auto state = m_state;
        if (state->value)
            return;
        state->value = std::move(value);
        if (const auto waiting = std::exchange(state->waiting, {}))
            waiting.resume();
    }

private:
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace weft {

/// A value, or the Error that the outside world caused. Shaped like std::expected (which needs C++23).
/// Reading the side that isn't there is a bug and asserts.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool hasValue() const { return m_state.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    T& value() &
    {
        assert(hasValue());
        return std::get<0>(m_state);
    }
    const T& value() const&
    {
        assert(hasValue());
        return std::get<0>(m_state);
    }
    T&& value() &&
    {
        assert(hasValue());
        return std::get<0>(std::move(m_state));
    }
    const Error& error() const&
    {
        assert(!hasValue());
        return std::get<1>(m_state);
    }
    Error&& error() &&
    {
        assert(!hasValue());
        return std::get<1>(std::move(m_state));
    }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    T valueOr(T other) const& { return hasValue() ? value() : std::move(other); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error. `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {
    }

    bool hasValue() const { return !m_error; }
    explicit operator bool() const { return hasValue(); }
    const Error& error() const
    {
        assert(m_error);
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

using Done = Result<void>;

} // namespace weft

#define WEFT_JOIN2(a, b) a##b
#define WEFT_JOIN(a, b) WEFT_JOIN2(a, b)
#define WEFT_TRY_IMPL(ret, tmp, target, ...) \
    auto tmp = __VA_ARGS__; \
    if (!tmp) \
        ret tmp.error(); \
    target = std::move(*tmp)
#define WEFT_CHECK_IMPL(ret, tmp, ...) \
    if (auto tmp = __VA_ARGS__; !tmp) \
    ret tmp.error()

/// `WEFT_TRY(auto x, f());` takes the value, or returns the error from this function.
#define WEFT_TRY(target, ...) WEFT_TRY_IMPL(return, WEFT_JOIN(weftTry, __LINE__), target, __VA_ARGS__)
/// `WEFT_CHECK(f());` returns the error of a Result whose value isn't needed.
#define WEFT_CHECK(...) WEFT_CHECK_IMPL(return, WEFT_JOIN(weftTry, __LINE__), __VA_ARGS__)
/// The same two in a coroutine.
#define WEFT_CO_TRY(target, ...) WEFT_TRY_IMPL(co_return, WEFT_JOIN(weftTry, __LINE__), target, __VA_ARGS__)
#define WEFT_CO_CHECK(...) WEFT_CHECK_IMPL(co_return, WEFT_JOIN(weftTry, __LINE__), __VA_ARGS__)

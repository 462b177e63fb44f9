// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoroTask>

#include <optional>

namespace weft::testing {

template <typename T> QCoro::Task<void> storeInto(std::optional<T>* out, QCoro::Task<T> task)
{
    out->emplace(co_await task);
}
/// What the task returns; the event loop runs meanwhile.
template <typename T> T waited(QCoro::Task<T> task)
{
    std::optional<T> out;
    QCoro::waitFor(storeInto(&out, std::move(task)));
    return std::move(*out);
}

} // namespace weft::testing

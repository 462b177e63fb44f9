// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <exception>

namespace weft::worker {

/// The one place where libtorch's exceptions end. -> OutOfMemory, or NodeFailed with the message's first lines.
Error errorOf(std::exception_ptr thrown);

/// f() -> Result<T>; whatever it throws becomes its Error.
template <typename F>
auto guarded(const F& f) -> decltype(f())
{
    try {
        return f();
    } catch (...) {
        return errorOf(std::current_exception());
    }
}

} // namespace weft::worker

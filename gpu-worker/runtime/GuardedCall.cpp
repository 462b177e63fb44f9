// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/GuardedCall.h"

#include "core/base/SizeText.h"
#include "gpu-worker/runtime/MemoryBound.h"

#include <c10/util/Exception.h>

#include <new>

namespace weft::worker {

namespace {

std::string shortened(std::string text)
{
    constexpr std::size_t kMaxDetail = 1000;
    if (text.size() > kMaxDetail)
        text.resize(kMaxDetail);
    return text;
}

/// libtorch's CPU allocator fails with a plain c10::Error.
bool isAllocation(std::string_view what)
{
    return what.find("can't allocate memory") != std::string_view::npos || what.find("out of memory") != std::string_view::npos;
}

} // namespace

Error errorOf(std::exception_ptr thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const MemoryBoundReached& error) {
        return {ErrorCode::OutOfMemory, shortened(error.what_without_backtrace()),
            {{"size", sizeText(error.neededBytes)}, {"limit", sizeText(error.boundBytes)}}};
    } catch (const c10::OutOfMemoryError& error) {
        return {ErrorCode::OutOfMemory, shortened(error.what_without_backtrace())};
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        return {isAllocation(what) ? ErrorCode::OutOfMemory : ErrorCode::NodeFailed, shortened(what)};
    } catch (const std::bad_alloc&) {
        return {ErrorCode::OutOfMemory, "bad_alloc"};
    } catch (const std::exception& error) {
        return {ErrorCode::NodeFailed, shortened(error.what())};
    } catch (...) {
        return {ErrorCode::NodeFailed, "an exception of an unknown type"};
    }
}

} // namespace weft::worker

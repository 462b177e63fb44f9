// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <memory>
#include <vector>

namespace weft {

/// Immutable bytes that several owners share: heap memory, a mapped file, or a Qt byte array kept alive by `owner`.
/// Copying is cheap; `sub` shares the same memory.
class SharedBytes {
public:
    SharedBytes() = default;
    SharedBytes(std::shared_ptr<const void> owner, ByteView view)
        : m_owner(std::move(owner))
        , m_view(view)
    {
    }

    static SharedBytes take(std::vector<std::uint8_t> bytes)
    {
        auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
        const ByteView view(*owner);
        return {std::move(owner), view};
    }
    static SharedBytes copyOf(ByteView bytes) { return take({bytes.begin(), bytes.end()}); }

    ByteView view() const { return m_view; }
    const std::uint8_t* data() const { return m_view.data(); }
    std::size_t size() const { return m_view.size(); }
    bool empty() const { return m_view.empty(); }
    SharedBytes sub(std::size_t offset, std::size_t count) const { return {m_owner, m_view.subspan(offset, count)}; }

private:
    std::shared_ptr<const void> m_owner;
    ByteView m_view;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace weft {

/// Which rectangles touch a place: a hash of square cells, each with the handles of what overlaps it.
/// With 10,000 nodes a lookup costs a few microseconds, where a linear search costs a tenth of a millisecond.
class GridHash {
public:
    using Handle = int; // small numbers from 0

    void clear();
    void insert(Handle handle, const QRectF& rect);
    void remove(Handle handle);
    void move(Handle handle, const QRectF& rect);
    /// Each handle once, in no order.
    std::vector<Handle> touching(const QRectF& area) const;
    QRectF rectOf(Handle handle) const;

private:
    struct Span {
        int left, top, right, bottom;
        bool operator==(const Span&) const = default;
    };
    static Span spanOf(const QRectF& rect);
    static std::uint64_t key(int x, int y);

    std::unordered_map<std::uint64_t, std::vector<Handle>> m_cells;
    std::vector<QRectF> m_rects; // by handle; null: none
    std::size_t m_count = 0;
    mutable std::vector<unsigned> m_found; // by handle: the question that found it last
    mutable unsigned m_question = 0;
};

} // namespace weft

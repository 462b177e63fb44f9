// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/GridHash.h"

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kCell = 512;
constexpr int kMostCells = 4096; // a larger question is answered by looking at everything

} // namespace

GridHash::Span GridHash::spanOf(const QRectF& rect)
{
    const auto cell = [](double at) { return static_cast<int>(std::floor(std::clamp(at, -1e9, 1e9) / kCell)); };
    return {cell(rect.left()), cell(rect.top()), cell(rect.right()), cell(rect.bottom())};
}

std::uint64_t GridHash::key(int x, int y)
{
    return (std::uint64_t(std::uint32_t(x)) << 32) | std::uint32_t(y);
}

void GridHash::clear()
{
    m_cells.clear();
    m_rects.clear();
}

void GridHash::insert(Handle handle, const QRectF& rect)
{
    const Span span = spanOf(rect);
    for (int y = span.top; y <= span.bottom; ++y) {
        for (int x = span.left; x <= span.right; ++x)
            m_cells[key(x, y)].push_back(handle);
    }
    m_rects[handle] = rect;
}

void GridHash::remove(Handle handle)
{
    const auto it = m_rects.find(handle);
    if (it == m_rects.end())
        return;
    const Span span = spanOf(it->second);
    for (int y = span.top; y <= span.bottom; ++y) {
        for (int x = span.left; x <= span.right; ++x) {
            const auto cell = m_cells.find(key(x, y));
            std::erase(cell->second, handle);
            if (cell->second.empty())
                m_cells.erase(cell);
        }
    }
    m_rects.erase(it);
}

void GridHash::move(Handle handle, const QRectF& rect)
{
    const auto it = m_rects.find(handle);
    if (it != m_rects.end() && spanOf(it->second) == spanOf(rect)) {
        it->second = rect;
        return;
    }
    remove(handle);
    insert(handle, rect);
}

std::vector<GridHash::Handle> GridHash::touching(const QRectF& area) const
{
    std::vector<Handle> found;
    const Span span = spanOf(area);
    const double cells = (double(span.right) - span.left + 1) * (double(span.bottom) - span.top + 1);
    if (cells > kMostCells) {
        for (const auto& [handle, rect] : m_rects) {
            if (rect.intersects(area))
                found.push_back(handle);
        }
        return found;
    }
    for (int y = span.top; y <= span.bottom; ++y) {
        for (int x = span.left; x <= span.right; ++x) {
            const auto cell = m_cells.find(key(x, y));
            if (cell == m_cells.end())
                continue;
            for (const Handle handle : cell->second) {
                const QRectF& rect = m_rects.at(handle);
                if (rect.left() <= area.right() && rect.right() >= area.left() && rect.top() <= area.bottom()
                    && rect.bottom() >= area.top())
                    found.push_back(handle);
            }
        }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

QRectF GridHash::rectOf(Handle handle) const
{
    const auto it = m_rects.find(handle);
    return it == m_rects.end() ? QRectF() : it->second;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/GridHash.h"

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kCell = 512;
constexpr double kRectsPerCell = 20; // so many rectangles are compared while one cell is looked up

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
    m_found.clear();
    m_count = 0;
}

void GridHash::insert(Handle handle, const QRectF& rect)
{
    const Span span = spanOf(rect);
    for (int y = span.top; y <= span.bottom; ++y) {
        for (int x = span.left; x <= span.right; ++x)
            m_cells[key(x, y)].push_back(handle);
    }
    const auto at = static_cast<std::size_t>(handle);
    if (m_rects.size() <= at) {
        m_rects.resize(at + 1);
        m_found.resize(at + 1, 0);
    }
    m_rects[at] = rect;
    ++m_count;
}

void GridHash::remove(Handle handle)
{
    const QRectF rect = rectOf(handle);
    if (rect.isNull())
        return;
    const Span span = spanOf(rect);
    for (int y = span.top; y <= span.bottom; ++y) {
        for (int x = span.left; x <= span.right; ++x) {
            const auto cell = m_cells.find(key(x, y));
            std::erase(cell->second, handle);
            if (cell->second.empty())
                m_cells.erase(cell);
        }
    }
    m_rects[static_cast<std::size_t>(handle)] = {};
    --m_count;
}

void GridHash::move(Handle handle, const QRectF& rect)
{
    const QRectF old = rectOf(handle);
    if (!old.isNull() && spanOf(old) == spanOf(rect)) {
        m_rects[static_cast<std::size_t>(handle)] = rect;
        return;
    }
    remove(handle);
    insert(handle, rect);
}

std::vector<GridHash::Handle> GridHash::touching(const QRectF& area) const
{
    std::vector<Handle> found;
    const auto touches = [&area](const QRectF& rect) {
        return !rect.isNull() && rect.left() <= area.right() && rect.right() >= area.left() && rect.top() <= area.bottom()
            && rect.bottom() >= area.top();
    };
    const Span span = spanOf(area);
    const double cells = (double(span.right) - span.left + 1) * (double(span.bottom) - span.top + 1);
    if (cells > double(m_count) / kRectsPerCell) { // to look at everything is faster
        for (std::size_t i = 0; i < m_rects.size(); ++i) {
            if (touches(m_rects[i]))
                found.push_back(static_cast<Handle>(i));
        }
        return found;
    }
    ++m_question;
    for (int y = span.top; y <= span.bottom; ++y) {
        for (int x = span.left; x <= span.right; ++x) {
            const auto cell = m_cells.find(key(x, y));
            if (cell == m_cells.end())
                continue;
            for (const Handle handle : cell->second) {
                const auto at = static_cast<std::size_t>(handle);
                if (m_found[at] != m_question && touches(m_rects[at]))
                    found.push_back(handle);
                m_found[at] = m_question;
            }
        }
    }
    return found;
}

QRectF GridHash::rectOf(Handle handle) const
{
    const auto at = static_cast<std::size_t>(handle);
    return at < m_rects.size() ? m_rects[at] : QRectF();
}

} // namespace weft

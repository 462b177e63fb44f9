// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/mask/MaskPainting.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace weft {

namespace {

constexpr std::size_t kMostMaskSteps = 60;

/// The distance of a point from a line between two others.
double distanceTo(QPointF point, QPointF from, QPointF to)
{
    const QPointF way = to - from;
    const double length = QPointF::dotProduct(way, way);
    const double share = length > 0 ? std::clamp(QPointF::dotProduct(point - from, way) / length, 0.0, 1.0) : 0.0;
    const QPointF off = point - (from + way * share);
    return std::hypot(off.x(), off.y());
}

/// How much a brush paints at a distance from its middle, 0 to 255. A pixel's width softens even the hardest edge.
int strengthAt(double distance, double radius, double hardness)
{
    const double inner = std::min(radius * hardness, radius - 0.5);
    if (distance <= inner)
        return 255;
    const double fade = std::max(radius + 0.5 - inner, 1.0);
    const double share = 1 - (distance - inner) / fade;
    return share <= 0 ? 0 : int(255 * share * share * (3 - 2 * share) + 0.5);
}

} // namespace

MaskPainting::MaskPainting(const QImage& picture)
    : m_mask(picture.size(), QImage::Format_Grayscale8)
{
    m_mask.fill(0);
    if (!picture.hasAlphaChannel())
        return;
    const QImage alpha = picture.convertToFormat(QImage::Format_Alpha8);
    for (int y = 0; y < m_mask.height(); ++y) {
        const uchar* from = alpha.constScanLine(y);
        uchar* to = m_mask.scanLine(y);
        for (int x = 0; x < m_mask.width(); ++x)
            to[x] = uchar(255 - from[x]);
    }
}

bool MaskPainting::isEmpty() const
{
    for (int y = 0; y < m_mask.height(); ++y) {
        const uchar* line = m_mask.constScanLine(y);
        if (std::any_of(line, line + m_mask.width(), [](uchar value) { return value != 0; }))
            return false;
    }
    return true;
}

void MaskPainting::beginStroke()
{
    m_before = m_mask; // shared until the first pixel changes
    m_changed = {};
}

QRect MaskPainting::stroke(QPointF from, QPointF to, const MaskBrush& brush)
{
    const double radius = std::max(brush.size / 2, 0.5);
    const QRectF span = QRectF(from, to).normalized().adjusted(-radius - 1, -radius - 1, radius + 1, radius + 1);
    const QRect area = span.toAlignedRect().intersected(m_mask.rect());
    for (int y = area.top(); y <= area.bottom(); ++y) {
        uchar* line = m_mask.scanLine(y);
        for (int x = area.left(); x <= area.right(); ++x) {
            const int strength = strengthAt(distanceTo({x + 0.5, y + 0.5}, from, to), radius, std::clamp(brush.hardness, 0.0, 1.0));
            // The strongest touch counts, so that going over a place twice doesn't harden a soft edge.
            line[x] = uchar(brush.erases ? std::min<int>(line[x], 255 - strength) : std::max<int>(line[x], strength));
        }
    }
    m_changed |= area;
    return area;
}

void MaskPainting::endStroke() { keepStep(m_changed); }

void MaskPainting::keepStep(const QRect& changed)
{
    if (!changed.isEmpty() && m_before.copy(changed) != m_mask.copy(changed)) {
        m_steps.resize(m_done);
        m_steps.push_back({changed.topLeft(), m_before.copy(changed), m_mask.copy(changed)});
        if (m_steps.size() > kMostMaskSteps)
            m_steps.erase(m_steps.begin());
        m_done = m_steps.size();
    }
    m_before = {};
}

void MaskPainting::fill()
{
    beginStroke();
    m_mask.fill(255);
    keepStep(m_mask.rect());
}

void MaskPainting::clear()
{
    beginStroke();
    m_mask.fill(0);
    keepStep(m_mask.rect());
}

void MaskPainting::invert()
{
    beginStroke();
    m_mask.invertPixels();
    keepStep(m_mask.rect());
}

void MaskPainting::put(QPoint corner, const QImage& pixels)
{
    for (int y = 0; y < pixels.height(); ++y)
        std::memcpy(m_mask.scanLine(corner.y() + y) + corner.x(), pixels.constScanLine(y), std::size_t(pixels.width()));
}

void MaskPainting::undo()
{
    if (!canUndo())
        return;
    const Step& step = m_steps[--m_done];
    put(step.corner, step.before);
}

void MaskPainting::redo()
{
    if (!canRedo())
        return;
    const Step& step = m_steps[m_done++];
    put(step.corner, step.after);
}

QImage MaskPainting::applied(const QImage& picture) const
{
    QImage made = picture.convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < made.height(); ++y) {
        auto* pixels = reinterpret_cast<QRgb*>(made.scanLine(y));
        const uchar* mask = m_mask.constScanLine(y);
        for (int x = 0; x < made.width(); ++x)
            pixels[x] = (pixels[x] & 0x00ffffffU) | (QRgb(255 - mask[x]) << 24);
    }
    return made;
}

} // namespace weft

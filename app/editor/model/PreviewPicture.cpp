// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/PreviewPicture.h"

#include <algorithm>

namespace weft {

namespace {

constexpr int kLeastSide = 32; // nothing is won below

} // namespace

PreviewPicture::PreviewPicture(const QImage& whole)
{
    if (whole.isNull())
        return;
    m_sizes.push_back(whole);
    while (std::min(m_sizes.back().width(), m_sizes.back().height()) >= 2 * kLeastSide)
        m_sizes.push_back(m_sizes.back().scaled(m_sizes.back().size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
}

const QImage& PreviewPicture::forWidth(double pixels) const
{
    const auto found = std::find_if(m_sizes.rbegin(), m_sizes.rend(), [&](const QImage& one) { return one.width() >= pixels; });
    return found == m_sizes.rend() ? m_sizes.front() : *found;
}

} // namespace weft

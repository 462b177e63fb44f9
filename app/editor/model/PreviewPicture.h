// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>

namespace weft {

/// A picture with its halves: seen from far, a hundred of them are drawn from few pixels, and look smooth. Copied for nothing.
class PreviewPicture {
public:
    PreviewPicture() = default;
    /// Makes the halves: a third of a millisecond for 512 x 512.
    explicit PreviewPicture(const QImage& whole);

    bool isNull() const { return m_sizes.isEmpty(); }
    QImage whole() const { return m_sizes.value(0); }
    QSize size() const { return whole().size(); }
    /// The smallest that has as many pixels as it is drawn on; the whole where none has. Not of a null one.
    const QImage& forWidth(double pixels) const;

private:
    QList<QImage> m_sizes; // the whole first
};

} // namespace weft

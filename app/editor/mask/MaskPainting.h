// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QRect>

#include <vector>

namespace weft {

struct MaskBrush {
    double size = 60; // diameter in pixels of the picture
    double hardness = 0.8; // 0 to 1: how much of it paints in full before it fades
    bool erases = false;
};

/// A mask over a picture while it is painted: strokes, fills, undo. 0: not masked, 255: masked, as ComfyUI's masks.
class MaskPainting {
public:
    /// Begins with the picture's own mask, which is where it is transparent.
    explicit MaskPainting(const QImage& picture);

    const QImage& mask() const { return m_mask; } // Grayscale8, as large as the picture
    bool isEmpty() const; // nothing is masked

    /// One stroke is one step: beginStroke, any strokes, endStroke. -> the pixels that may have changed
    void beginStroke();
    QRect stroke(QPointF from, QPointF to, const MaskBrush& brush);
    void endStroke();
    void fill();
    void clear();
    void invert();

    bool canUndo() const { return m_done > 0; }
    bool canRedo() const { return m_done < m_steps.size(); }
    void undo();
    void redo();

    /// The picture with the mask as its alpha: transparent where it is masked. Its colours stay even there.
    QImage applied(const QImage& picture) const;

private:
    /// The pixels of a rectangle before and after.
    struct Step {
        QPoint corner;
        QImage before, after;
    };
    void keepStep(const QRect& changed);
    void put(QPoint corner, const QImage& pixels);

    QImage m_mask;
    QImage m_before; // since beginStroke
    QRect m_changed;
    std::vector<Step> m_steps;
    std::size_t m_done = 0;
};

} // namespace weft

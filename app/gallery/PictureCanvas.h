// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/ZoomArea.h"
#include "app/gallery/model/PictureMath.h"

#include <QImage>

namespace weft {

/// One picture, with levels and its transparency in a way of one's choice.
class PictureCanvas : public ZoomArea {
    Q_OBJECT
public:
    explicit PictureCanvas(QWidget* parent = nullptr);

    /// `sameView`: zoom and place stay (another frame, or the whole of what was a thumbnail); else it is fitted.
    void setPicture(const QImage& picture, bool sameView = false);
    const QImage& picture() const { return m_picture; }
    /// The size that the picture has in truth, where a smaller one stands for it.
    void setTrueSize(const QSize& size);
    void setLevels(const Levels& levels);
    const Levels& levels() const { return m_levels; }
    void setAlphaView(AlphaView view);
    AlphaView alphaView() const { return m_alpha; }
    /// Written over an empty canvas: why nothing is seen.
    void setSentence(const QString& sentence);
    const QImage& shown() const; // after levels and alpha

Q_SIGNALS:
    /// The pixel under the mouse; empty: it is beside the picture.
    void pixelPointed(const QString& text);

protected:
    QSize contentSize() const override;
    void paintContent(QPainter& painter, const QRectF& target) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QImage m_picture;
    QSize m_trueSize;
    Levels m_levels;
    AlphaView m_alpha = AlphaView::Composed;
    QString m_sentence;
    mutable QImage m_shown;
    mutable bool m_isStale = true;
};

/// The grey squares behind transparent pixels.
void paintChecks(QPainter& painter, const QRectF& area);

} // namespace weft

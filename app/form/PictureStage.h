// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace weft {

/// The picture of the app view, as large as there is room. Double click or Enter asks for the viewer.
class PictureStage : public QWidget {
    Q_OBJECT
public:
    explicit PictureStage(QWidget* parent = nullptr);

    /// `isRough`: a preview of something unfinished; drawn softly.
    void setPicture(const QImage& picture, bool isRough = false);
    const QImage& picture() const { return m_picture; }
    /// What is said where there is no picture.
    void setHint(const QString& hint);
    void setCaption(const QString& caption);
    const QString& caption() const { return m_caption; }

    QSize sizeHint() const override { return {640, 640}; }

Q_SIGNALS:
    void opened();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF target() const;

    QImage m_picture;
    QSize m_wholeSize {512, 512}; // of the last finished picture: what comes next will likely be as large
    QString m_hint;
    QString m_caption;
    bool m_isRough = false;
};

} // namespace weft

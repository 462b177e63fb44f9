// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QPixmap>

namespace weft {

struct Theme;

/// A large button of the start page: a picture, a title, a sentence, and a quiet line ("free · 2 s").
class Card : public QAbstractButton {
    Q_OBJECT
public:
    enum class Art { Picture, Bars, Wires };
    enum class Size { Door, Small };

    Card(Size size, Art art, QWidget* parent = nullptr);

    void setPicture(const QImage& picture);
    void setTexts(const QString& title, const QString& sentence);
    void setQuiet(const QString& quiet);
    void setPrimary(bool primary) { m_isPrimary = primary; } // the one that most people want
    int heightFor(int width) const;
    /// Whether a part of its words isn't seen.
    bool isCut() const;
    QSize sizeHint() const override { return {240, heightFor(240)}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRect pictureRect(int width) const;
    int sentenceHeight(int width) const;
    int quietHeight(int width) const;
    void paintArt(QPainter& painter, const QRect& area, const Theme& theme) const;
    void describe();

    Size m_size;
    Art m_art;
    QImage m_picture;
    QString m_sentence;
    QString m_quiet;
    bool m_isPrimary = false;
};

} // namespace weft

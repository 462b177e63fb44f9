// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gallery/Reel.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QSlider;
class QToolButton;
QT_END_NAMESPACE

namespace weft {

class PictureCanvas;

/// Plays an animation, a video or a sound: play and pause (Space), seek, loop, one frame at a time (comma and full
/// stop).
class MediaView : public QWidget {
    Q_OBJECT
public:
    explicit MediaView(std::unique_ptr<Reel> reel, QWidget* parent = nullptr);
    ~MediaView() override;

    Reel& reel() const { return *m_reel; }
    PictureCanvas& canvas() const { return *m_canvas; }
    /// -> whether the key meant something
    bool takeKey(int key);
    void togglePlay();

protected:
    void changeEvent(QEvent* event) override;

private:
    void makeBar();
    void showState();
    void showIcons();

    std::unique_ptr<Reel> m_reel;
    PictureCanvas* m_canvas;
    QToolButton* m_play;
    QToolButton* m_back;
    QToolButton* m_forth;
    QToolButton* m_loop;
    QToolButton* m_sound;
    QSlider* m_place;
    QLabel* m_time;
    bool m_hasFailed = false;
};

} // namespace weft

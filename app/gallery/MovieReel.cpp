// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/Reel.h"
#include "app/gallery/model/MediaKind.h"

#include <QCoreApplication>
#include <QMovie>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace weft {

namespace {

/// Frames are read one after the other, so going back reads again from the first one.
class MovieReel : public Reel {
public:
    explicit MovieReel(const QString& path)
        : m_movie(path, pictureFormatOf(path))
    {
        connect(&m_movie, &QMovie::frameChanged, this, [this](int frame) {
            if (!m_loops && isPlaying() && frame > 0 && frame == length()) // whatever the file says of loops
                m_movie.setPaused(true);
            Q_EMIT frameShown(m_movie.currentImage());
            Q_EMIT changed();
        });
        connect(&m_movie, &QMovie::stateChanged, this, &Reel::changed);
        connect(&m_movie, &QMovie::finished, this, [this] {
            if (std::exchange(m_isStarted, false) && m_loops && length() > 0) // a damaged file ends before it begins
                QTimer::singleShot(0, this, [this] { play(); });
            Q_EMIT changed();
        });
        QTimer::singleShot(0, this, [this] {
            m_movie.jumpToFrame(0);
            if (m_movie.currentImage().isNull())
                Q_EMIT failed(
                    QCoreApplication::translate("MediaView", "This animation can't be read. The file is as it was."));
        });
    }

    bool hasPicture() const override { return true; }
    bool hasSound() const override { return false; }
    bool isPlaying() const override { return m_movie.state() == QMovie::Running; }
    qint64 length() const override { return std::max(0, m_movie.frameCount() - 1); }
    qint64 position() const override { return std::max(0, m_movie.currentFrameNumber()); }
    QString positionText() const override { return QStringLiteral("%1 / %2").arg(position() + 1).arg(length() + 1); }

    void play() override
    {
        m_isStarted = true;
        if (m_movie.state() == QMovie::Paused)
            m_movie.setPaused(false);
        else
            m_movie.start();
    }
    void pause() override { m_movie.setPaused(true); }

    void seek(qint64 position) override
    {
        const int frame = int(std::clamp<qint64>(position, 0, length()));
        if (frame < m_movie.currentFrameNumber())
            m_movie.jumpToFrame(0);
        while (m_movie.currentFrameNumber() < frame && m_movie.jumpToNextFrame()) { }
        Q_EMIT changed();
    }

    void step(int frames) override
    {
        pause();
        seek(position() + frames);
    }

    void setLoop(bool loop) override { m_loops = loop; }
    void setMuted(bool) override { }

private:
    QMovie m_movie;
    bool m_loops = true;
    bool m_isStarted = false;
};

} // namespace

std::unique_ptr<Reel> openMovieReel(const QString& path)
{
    return std::make_unique<MovieReel>(path);
}

std::unique_ptr<Reel> openReel(const QString& path)
{
    return mediaKindOf(path) == MediaKind::Animation ? openMovieReel(path) : openPlayerReel(path);
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>

#include <memory>

namespace weft {

/// Something that plays: an animation, a video, a sound. Positions count in its own unit, from 0 to length().
class Reel : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual bool hasPicture() const = 0;
    virtual bool hasSound() const = 0;
    virtual bool isPlaying() const = 0;
    virtual qint64 length() const = 0;
    virtual qint64 position() const = 0;
    virtual QString positionText() const = 0; // "0:02.4 / 0:10.0", "3 / 24"
    virtual void play() = 0;
    virtual void pause() = 0;
    virtual void seek(qint64 position) = 0;
    virtual void step(int frames) = 0; // pauses; frames of a sound are tenths of a second
    virtual void setLoop(bool loop) = 0;
    virtual void setMuted(bool muted) = 0;

Q_SIGNALS:
    void frameShown(const QImage& frame);
    void changed(); // position, length, playing or not
    void failed(const QString& sentence);
};

/// Opens a file, paused at its beginning; never null. What goes wrong is told by failed(), also right after the start.
std::unique_ptr<Reel> openReel(const QString& path);
std::unique_ptr<Reel> openMovieReel(const QString& path); // animated GIF and WebP
std::unique_ptr<Reel> openPlayerReel(const QString& path); // whatever the platform decodes

/// "0:02.4", "1:02:03.0".
QString clockText(qint64 milliseconds);

} // namespace weft

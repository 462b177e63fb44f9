// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/Reel.h"
#include "app/gallery/model/MediaKind.h"

#include <QAudioOutput>
#include <QCoreApplication>
#include <QFileInfo>
#include <QMediaMetaData>
#include <QMediaPlayer>
#include <QTimer>
#include <QUrl>
#include <QVideoFrame>
#include <QVideoSink>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr double kUsualFrames = 25; // a second, where the file doesn't tell
constexpr qint64 kSoundStep = 100; // ms

QString sentenceOf(QMediaPlayer::Error error, const QString& path)
{
    if (!QFileInfo::exists(path))
        return QCoreApplication::translate("MediaView", "The file isn't there any more.");
    if (error == QMediaPlayer::FormatError)
        return QCoreApplication::translate("MediaView",
            "This computer has no decoder for this file. Install one (on Linux a GStreamer plugin), or open the file "
            "in another program.");
    return QCoreApplication::translate("MediaView", "This file can't be played. It is as it was.");
}

/// A file that the platform's multimedia plugin decodes. Nothing plays by itself.
class PlayerReel : public Reel {
public:
    explicit PlayerReel(const QString& path)
        : m_path(path)
        , m_isSound(mediaKindOf(path) == MediaKind::Audio)
    {
        QTimer::singleShot(0, this, [this] { open(); });
    }

    bool hasPicture() const override { return !m_isSound; }
    bool hasSound() const override { return m_isSound || (m_player && m_player->hasAudio()); }
    bool isPlaying() const override { return m_player && m_player->playbackState() == QMediaPlayer::PlayingState; }
    qint64 length() const override { return m_player ? std::max<qint64>(0, m_player->duration()) : 0; }
    qint64 position() const override { return m_player ? m_player->position() : 0; }
    QString positionText() const override
    {
        return QStringLiteral("%1 / %2").arg(clockText(position()), clockText(length()));
    }

    void play() override
    {
        if (m_player)
            m_player->play();
    }
    void pause() override
    {
        if (m_player)
            m_player->pause();
    }
    void seek(qint64 position) override
    {
        if (m_player)
            m_player->setPosition(std::clamp<qint64>(position, 0, length()));
    }
    void step(int frames) override
    {
        pause();
        seek(position() + (m_isSound ? frames * kSoundStep : qint64(std::lround(frames * 1000 / framesPerSecond()))));
    }
    void setLoop(bool loop) override
    {
        m_loops = loop;
        if (m_player)
            m_player->setLoops(loop ? QMediaPlayer::Infinite : QMediaPlayer::Once);
    }
    void setMuted(bool muted) override
    {
        m_isMuted = muted;
        if (m_output)
            m_output->setMuted(muted);
    }

private:
    double framesPerSecond() const
    {
        if (m_frameRate > 0)
            return m_frameRate;
        const double told = m_player ? m_player->metaData().value(QMediaMetaData::VideoFrameRate).toDouble() : 0;
        return told > 0 ? told : kUsualFrames;
    }

    void open()
    {
        m_player = std::make_unique<QMediaPlayer>();
        if (!m_player->isAvailable()) {
            m_player.reset();
            Q_EMIT failed(QCoreApplication::translate(
                "MediaView", "Video and sound can't be played here: Qt's multimedia plugin is missing."));
            return;
        }
        m_output = std::make_unique<QAudioOutput>();
        m_player->setAudioOutput(m_output.get());
        m_player->setVideoSink(&m_sink);
        connect(&m_sink, &QVideoSink::videoFrameChanged, this, [this](const QVideoFrame& frame) {
            if (frame.startTime() >= 0 && frame.endTime() > frame.startTime()) { // microseconds
                const double rate = 1e6 / double(frame.endTime() - frame.startTime());
                m_frameRate = m_frameRate > 0 ? std::min(m_frameRate, rate) : rate; // one that was sought into is shorter
            }
            if (const QImage image = frame.toImage(); !image.isNull())
                Q_EMIT frameShown(image);
        });
        connect(m_player.get(), &QMediaPlayer::positionChanged, this, &Reel::changed);
        connect(m_player.get(), &QMediaPlayer::durationChanged, this, &Reel::changed);
        connect(m_player.get(), &QMediaPlayer::playbackStateChanged, this, &Reel::changed);
        connect(m_player.get(), &QMediaPlayer::hasAudioChanged, this, &Reel::changed);
        connect(m_player.get(), &QMediaPlayer::errorOccurred, this,
            [this](QMediaPlayer::Error error) { Q_EMIT failed(sentenceOf(error, m_path)); });
        connect(m_player.get(), &QMediaPlayer::mediaStatusChanged, this, [this](QMediaPlayer::MediaStatus status) {
            if (status == QMediaPlayer::InvalidMedia)
                Q_EMIT failed(sentenceOf(QMediaPlayer::FormatError, m_path));
        });
        setLoop(m_loops);
        setMuted(m_isMuted);
        m_player->setSource(QUrl::fromLocalFile(m_path));
        m_player->pause(); // shows the first frame
    }

    QString m_path;
    bool m_isSound;
    bool m_loops = false;
    bool m_isMuted = false;
    double m_frameRate = 0; // as long as the last frame lasts; 0: it didn't say
    QVideoSink m_sink;
    std::unique_ptr<QAudioOutput> m_output;
    std::unique_ptr<QMediaPlayer> m_player; // goes before what it plays to
};

} // namespace

std::unique_ptr<Reel> openPlayerReel(const QString& path)
{
    return std::make_unique<PlayerReel>(path);
}

QString clockText(qint64 milliseconds)
{
    const qint64 tenths = std::max<qint64>(0, milliseconds) / 100;
    const qint64 seconds = tenths / 10;
    const QString end = QStringLiteral("%1.%2").arg(seconds % 60, 2, 10, QLatin1Char('0')).arg(tenths % 10);
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(end);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')).arg(end);
}

} // namespace weft

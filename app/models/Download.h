// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/BackgroundHash.h"
#include "app/models/DownloadRate.h"
#include "app/models/DownloadState.h"

#include <QCoroTask>
#include <QElapsedTimer>
#include <QFile>
#include <QLockFile>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
class QNetworkReply;
QT_END_NAMESPACE

namespace weft {

/// One file to be got.
struct DownloadJob {
    QUrl url;
    QString target; // the file; what has arrived stands in `target`.part
    std::optional<qint64> sizeBytes; // none: what the server says
    Hash256 sha256; // null: any
    QByteArray token; // of the user's account there; sent to `url`'s own host only
    QUrl site; // where a licence can be accepted; empty: no licence has to be
};

struct DownloadProgress {
    qint64 received = 0;
    std::optional<qint64> total;
    qint64 bytesPerSecond = 0; // 0: not known yet
    std::optional<std::chrono::seconds> remaining;
    bool isWaiting = false; // for the next try
};

/// Bytes that a folder's disk has left for us.
using FreeBytes = std::function<qint64(const QString& folder)>;
qint64 freeBytesOf(const QString& folder);

/// Gets one file: into `target`.part, going on where an earlier try ended, and under its name only after its size and
/// SHA-256 are right. Redirects are followed as DownloadState allows. What arrives is
/// written where it lives; it is hashed, as what is there from earlier, and the file is renamed, on a thread of its own.
class Download : public QObject {
    Q_OBJECT
public:
    Download(QNetworkAccessManager& network, DownloadJob job, DownloadLimits limits = {}, FreeBytes freeBytes = freeBytesOf,
        QObject* parent = nullptr);
    ~Download() override;

    /// Ends with finished(), always.
    void start();
    /// What has arrived is kept. Ends with Cancelled.
    void cancel();
    const DownloadJob& job() const { return m_job; }

Q_SIGNALS:
    void progressed(const weft::DownloadProgress& progress);
    /// The file's hash. Errors: Download..., Cancelled, FileUnwritable, FileUnreadable. Only bytes that are wrong are removed.
    void finished(const weft::Result<weft::Hash256>& result);

private:
    static QCoro::Task<void> prepare(QPointer<Download> self);
    static QCoro::Task<void> complete(QPointer<Download> self);
    void act(DownloadState::Step step);
    void ask();
    void onHeaders();
    void onReadyRead();
    void onReplyFinished();
    void onStalled();
    void dropReply();
    bool emptyPart();
    bool openPart(qint64 keep);
    bool hasRoom();
    void take(const QByteArray& block);
    void failToWrite(qint64 bytes);
    void tellProgress(bool force, bool isWaiting = false);
    void end(const Result<Hash256>& result);
    void fail(Error error);
    QString partPath() const { return m_job.target + QStringLiteral(".part"); }
    QString validatorPath() const { return m_job.target + QStringLiteral(".part.etag"); }
    QString folder() const;

    QNetworkAccessManager& m_network;
    DownloadJob m_job;
    DownloadLimits m_limits;
    FreeBytes m_freeBytes;
    DownloadState m_state;
    std::unique_ptr<QLockFile> m_lock;
    QFile m_part;
    QPointer<QNetworkReply> m_reply;
    QTimer m_stall;
    QTimer m_pause;
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceTold;
    DownloadRate m_rate;
    qint64 m_untilLook = 0; // bytes until the disk is looked at again
    bool m_hasHeaders = false;
    bool m_ended = false;
    bool m_hasOldBytes = false; // from an earlier answer: they may be of another file
    bool m_gotWhole = false; // it began anew already, as old bytes were wrong
    bool m_isPlacing = false; // all is proven: nothing stops it any more
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    BackgroundHash m_hash;
};

} // namespace weft

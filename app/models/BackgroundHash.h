// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Sha256.h"

#include <QByteArray>
#include <QCoroTask>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace weft {

/// The SHA-256 of bytes that come one after the other, computed on a thread of its own, in their order. Used from one
/// thread; its destructor waits for the block that is being hashed.
class BackgroundHash : public QObject {
    Q_OBJECT

public:
    explicit BackgroundHash(QObject* parent = nullptr);
    ~BackgroundHash() override;

    /// Forgets what was hashed; goes on from `begun`, or from nothing.
    void restart(std::shared_ptr<Sha256> begun = {});
    /// Returns at once.
    void add(const QByteArray& block);
    /// More waits than should: don't add() before roomAgain().
    bool isFull() const { return m_work->unhashed > kMostUnhashed; }
    /// The hash of all that was added.
    static QCoro::Task<Hash256> finish(QPointer<BackgroundHash> self);

    /// Other work for the same thread, after what was added.
    QThreadPool* pool() { return &m_pool; }

    static constexpr qint64 kMostUnhashed = 16 << 20; // bytes

Q_SIGNALS:
    void roomAgain();

private:
    /// Shared with the thread: what is still queued may outlive a restart().
    struct Work {
        std::shared_ptr<Sha256> hash = std::make_shared<Sha256>();
        std::atomic<qint64> unhashed {0};
        std::atomic<bool> isDropped {false};
    };
    std::shared_ptr<Work> m_work = std::make_shared<Work>();
    QThreadPool m_pool;
};

} // namespace weft

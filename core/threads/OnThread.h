// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/threads/HandOver.h"

#include <QCoroFuture>
#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <optional>

namespace weft {

/// Runs `work` on the pool and comes back to the caller's event loop with what it returns.
template <typename T>
QCoro::Task<T> onThread(QThreadPool* pool, std::function<T()> work)
{
    auto result = std::make_shared<std::optional<T>>();
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const QFuture<void> finished = promise->future();
    pool->start(new PoolCall([promise, result, work = std::move(work)] {
        result->emplace(work());
        handOver(result.get());
        promise->finish();
    }));
    co_await finished;
    takeOver(result.get());
    co_return std::move(**result);
}

} // namespace weft

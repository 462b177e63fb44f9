// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoroFuture>
#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <memory>

namespace weft {

/// Runs `work` on the pool and comes back to the caller's event loop with what it returns. `work` is copied.
template <typename T>
QCoro::Task<T> onThread(QThreadPool* pool, std::function<T()> work)
{
    auto promise = std::make_shared<QPromise<std::shared_ptr<T>>>();
    promise->start();
    const QFuture<std::shared_ptr<T>> future = promise->future();
    std::function<void()> job = [promise, work = std::move(work)] {
        promise->addResult(std::make_shared<T>(work()));
        promise->finish();
    };
    pool->start(std::move(job));
    const std::shared_ptr<T> result = co_await future;
    co_return std::move(*result);
}

} // namespace weft

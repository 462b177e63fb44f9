// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/threads/HandOver.h"
#include "relay-server/storage/Database.h"

#include <QObject>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace weft::relay {

/// The one writer: a thread with its own connection. Requests that come within a short window are carried out in
/// order, each in its own savepoint, and commit together; an answer is given only after the commit.
class Writer {
public:
    struct Options {
        std::chrono::microseconds window {3000};
        std::size_t maxBatch = 512;
        std::size_t maxQueued = 100'000; // beyond: refused at once
    };

    /// Opens the database on the new thread, waits for that. Errors: as Database::open.
    static Result<std::unique_ptr<Writer>> start(const QString& path, Options options);
    static Result<std::unique_ptr<Writer>> start(const QString& path) { return start(path, Options {}); }
    /// Carries out and answers what is queued, then joins.
    ~Writer();

    /// `work` runs on the writer's thread; an Error undoes only its own changes. `done` runs on `context`'s thread
    /// once the change is on the disk. `context` outlives this Writer. Errors of the commit, and of
    /// undoing, reach all of a batch.
    template <typename T>
    void write(QObject* context, std::function<Result<T>(Database&)> work, std::function<void(Result<T>)> done)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        push({[work = std::move(work), answer](Database& database) {
                  *answer = work(database);
                  return (*answer)->hasValue();
              },
            [context, answer, done = std::move(done)](const std::optional<Error>& error) {
                if (error)
                    answer->emplace(*error);
                callLater(context, [answer, done] { done(std::move(**answer)); });
            }});
    }

    /// The same for a thread that may block (tests, commands): waits for the commit.
    template <typename T>
    Result<T> writeAndWait(std::function<Result<T>(Database&)> work)
    {
        std::promise<Result<T>> promise;
        std::optional<Result<T>> answer;
        push({[&](Database& database) {
                  answer = work(database);
                  return answer->hasValue();
              },
            [&](const std::optional<Error>& error) { promise.set_value(error ? Result<T>(*error) : *answer); }});
        return promise.get_future().get();
    }

private:
    struct Request {
        std::function<bool(Database&)> work; // false: undo
        std::function<void(const std::optional<Error>&)> answer;
    };

    explicit Writer(Options options);
    void push(Request request);
    void run(const QString& path, std::promise<Done> opened);
    std::deque<Request> nextBatch();
    void commitBatch(Database& database, std::deque<Request>& batch);

    Options m_options;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_queue;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace weft::relay

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

/// The one writer: a thread with its own connection. Requests that come together are carried out in order and commit
/// together; an answer is given only after the commit. A batch is first tried without savepoints. If a request fails
/// after it changed something, or PostgreSQL lets two transactions collide, all is undone and done again with a
/// savepoint for each: so `work` may run more than once, and changes nothing but the database.
class Writer {
public:
    struct Options {
        std::chrono::microseconds window{3000}; // the longest wait for as many requests as came last time
        std::size_t maxBatch = 512;
        std::size_t maxQueued = 100'000; // beyond: refused at once
        Database::Mode mode = Database::Mode::ReadWrite;
    };

    /// Opens the database (a file or a URL) on the new thread, waits for that. Errors: as Database::open.
    static Result<std::unique_ptr<Writer>> start(const QString& where, Options options);
    static Result<std::unique_ptr<Writer>> start(const QString& where) { return start(where, Options{}); }
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
                  answer->emplace(work(database));
                  return (*answer)->hasValue();
              },
            [context, answer, done = std::move(done)](const std::optional<Error>& error) {
                if (error)
                    answer->emplace(*error);
                callLater(context, [answer, done] { done(std::move(**answer)); });
            },
            {}});
    }

    /// The same for a thread that may block (tests, commands): waits for the commit.
    template <typename T> Result<T> writeAndWait(std::function<Result<T>(Database&)> work)
    {
        std::promise<Result<T>> promise;
        std::optional<Result<T>> answer;
        push({[&](Database& database) {
                  answer.emplace(work(database));
                  return answer->hasValue();
              },
            [&](const std::optional<Error>& error) { promise.set_value(error ? Result<T>(*error) : *answer); }, {}});
        return promise.get_future().get();
    }

private:
    struct Request {
        std::function<bool(Database&)> work; // false: undo
        std::function<void(const std::optional<Error>&)> answer;
        std::optional<Error> undone; // though it said that all was well
    };

    explicit Writer(Options options);
    void push(Request request);
    void run(const QString& where, std::promise<Done> opened);
    std::deque<Request> nextBatch();
    void commitBatch(Database& database, std::deque<Request>& batch);

    static Done carryOut(Database& database, Request& request, bool savepoint);
    enum class Step { Committed, TryAgain, Lost }; // Lost: the commit itself failed, nobody knows what it did
    struct Outcome {
        Step step = Step::Committed;
        std::optional<Error> error;
    };
    Outcome tryBatch(Database& database, std::deque<Request>& batch, bool savepoints);

    Options m_options;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_queue;
    std::size_t m_expected = 0; // the size of the batch before
    bool m_suspect = false; // the batch before failed: the server may be gone
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Writer.h"

namespace weft::relay {

namespace {

constexpr int kMaxAttempts = 6;

} // namespace

Writer::Writer(Options options)
    : m_options(options)
    , m_expected(options.maxBatch)
{
}

Result<std::unique_ptr<Writer>> Writer::start(const QString& where, Options options)
{
    std::unique_ptr<Writer> writer(new Writer(options));
    std::promise<Done> opened;
    std::future<Done> ready = opened.get_future();
    Writer* self = writer.get();
    writer->m_thread =
        std::thread([self, where, opened = std::move(opened)]() mutable { self->run(where, std::move(opened)); });
    WEFT_CHECK(ready.get());
    return writer;
}

Writer::~Writer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Writer::push(Request request)
{
    bool refused = false;
    {
        const std::lock_guard lock(m_mutex);
        refused = m_queue.size() >= m_options.maxQueued;
        if (!refused)
            m_queue.push_back(std::move(request));
    }
    if (refused)
        request.answer(Error{ErrorCode::LimitExceeded, "too many changes are waiting to be written"});
    else
        m_wake.notify_one();
}

void Writer::run(const QString& where, std::promise<Done> opened)
{
    auto database = Database::open(where, m_options.mode);
    if (!database) {
        opened.set_value(database.error());
        return;
    }
    opened.set_value({});
    for (auto batch = nextBatch(); !batch.empty(); batch = nextBatch())
        commitBatch(**database, batch);
}

/// Empty: stop. Who waited for the last commit usually comes again: their requests are waited for, within the window.
std::deque<Writer::Request> Writer::nextBatch()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
    m_wake.wait_for(lock, m_options.window, [this] { return m_stopping || m_queue.size() >= m_expected; });
    const auto end = m_queue.begin() + std::ptrdiff_t(std::min(m_queue.size(), m_options.maxBatch));
    std::deque<Request> batch(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    m_expected = batch.size();
    return batch;
}

Writer::Outcome Writer::tryBatch(Database& database, std::deque<Request>& batch, bool savepoints)
{
    const auto before = [&]() -> Done {
        WEFT_CHECK(database.begin());
        for (Request& request : batch)
            WEFT_CHECK(carryOut(database, request, savepoints));
        return {};
    };
    if (const Done carried = before(); !carried)
        return {Step::TryAgain, carried.error()};
    if (const Done committed = database.commit(); !committed)
        return {database.met() ? Step::TryAgain : Step::Lost, committed.error()};
    return {};
}

/// One request within a transaction. An error: the transaction can't go on as it is.
Done Writer::carryOut(Database& database, Request& request, bool savepoint)
{
    if (!savepoint) {
        database.watch();
        const bool done = request.work(database);
        if (database.broke() || !database.inTransaction() || (!done && database.wrote()))
            return Error{ErrorCode::StorageFailed, "a request has to be undone by itself"};
        return {};
    }
    WEFT_CHECK(database.savepoint());
    const bool done = request.work(database);
    if (database.met())
        return Error{ErrorCode::StorageFailed, "two transactions met"};
    if (done && !database.broke())
        return database.releaseSavepoint();
    if (done)
        request.undone = Error{ErrorCode::StorageFailed, "a statement of this request failed"};
    return database.rollbackToSavepoint();
}

void Writer::commitBatch(Database& database, std::deque<Request>& batch)
{
    Outcome outcome;
    bool savepoints = false;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        if (attempt > 0 || m_suspect) {
            if (const Done connected = database.ensureConnected(); !connected) {
                outcome = {Step::Lost, connected.error()};
                break;
            }
        }
        outcome = tryBatch(database, batch, savepoints);
        if (outcome.step == Step::Committed)
            break;
        const bool met = database.met();
        database.rollback();
        if (outcome.step == Step::Lost || (savepoints && !met))
            break;
        savepoints = savepoints || !met;
    }
    m_suspect = outcome.error.has_value();
    for (Request& request : batch)
        request.answer(outcome.error ? outcome.error : request.undone);
}

} // namespace weft::relay

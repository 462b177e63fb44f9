// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/Writer.h"

namespace weft::relay {

Writer::Writer(Options options)
    : m_options(options)
{
}

Result<std::unique_ptr<Writer>> Writer::start(const QString& path, Options options)
{
    std::unique_ptr<Writer> writer(new Writer(options));
    std::promise<Done> opened;
    std::future<Done> ready = opened.get_future();
    Writer* self = writer.get();
    writer->m_thread = std::thread([self, path, opened = std::move(opened)]() mutable {
        self->run(path, std::move(opened));
    });
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
        request.answer(Error {ErrorCode::LimitExceeded, "too many changes are waiting to be written"});
    else
        m_wake.notify_one();
}

void Writer::run(const QString& path, std::promise<Done> opened)
{
    auto database = Database::open(path);
    if (!database) {
        opened.set_value(database.error());
        return;
    }
    opened.set_value({});
    for (auto batch = nextBatch(); !batch.empty(); batch = nextBatch())
        commitBatch(**database, batch);
}

/// Empty: stop.
std::deque<Writer::Request> Writer::nextBatch()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
    if (!m_stopping && m_queue.size() < m_options.maxBatch)
        m_wake.wait_for(lock, m_options.window, [this] { return m_stopping || m_queue.size() >= m_options.maxBatch; });
    const auto end = m_queue.begin() + std::ptrdiff_t(std::min(m_queue.size(), m_options.maxBatch));
    std::deque<Request> batch(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    return batch;
}

void Writer::commitBatch(Database& database, std::deque<Request>& batch)
{
    const auto carryOut = [&]() -> Done {
        WEFT_CHECK(database.begin());
        for (Request& request : batch) {
            WEFT_CHECK(database.savepoint());
            if (!request.work(database)) {
                WEFT_CHECK(database.rollbackToSavepoint());
                continue;
            }
            WEFT_CHECK(database.releaseSavepoint());
        }
        return database.commit();
    };
    std::optional<Error> error;
    if (const Done done = carryOut(); !done) {
        database.rollback();
        error = done.error();
    }
    for (Request& request : batch)
        request.answer(error);
}

} // namespace weft::relay

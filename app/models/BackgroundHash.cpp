// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/BackgroundHash.h"

#include "core/threads/HandOver.h"
#include "core/threads/OnThread.h"

namespace weft {

BackgroundHash::BackgroundHash(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

BackgroundHash::~BackgroundHash()
{
    m_work->isDropped = true;
    m_pool.waitForDone();
}

void BackgroundHash::restart(std::shared_ptr<Sha256> begun)
{
    m_work->isDropped = true;
    m_work = std::make_shared<Work>();
    if (begun)
        m_work->hash = std::move(begun);
}

void BackgroundHash::add(const QByteArray& block)
{
    m_work->unhashed += block.size();
    m_pool.start(new PoolCall([this, work = m_work, block] { // this: the destructor waits
        if (work->isDropped)
            return;
        work->hash->update({reinterpret_cast<const std::uint8_t*>(block.constData()), static_cast<std::size_t>(block.size())});
        const qint64 before = work->unhashed.fetch_sub(block.size());
        if (before > kMostUnhashed && before - block.size() <= kMostUnhashed)
            callLater(this, [this] { Q_EMIT roomAgain(); });
    }));
}

QCoro::Task<Hash256> BackgroundHash::finish(QPointer<BackgroundHash> self)
{
    auto finishing = onThread<Hash256>(&self->m_pool, [work = self->m_work] { return work->hash->finish(); });
    co_return co_await finishing;
}

} // namespace weft

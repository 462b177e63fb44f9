// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/OutboxPump.h"

namespace weft::relay {

namespace {
constexpr std::chrono::milliseconds kLookEvery{500};
constexpr int kMaxAsking = 16; // at a time
} // namespace

OutboxPump::OutboxPump(StripeApi::Options api, Desk desk, Deliver deliver, Log log)
    : m_api(std::move(api))
    , m_desk(std::move(desk))
    , m_deliver(std::move(deliver))
    , m_log(std::move(log))
{
    connect(&m_timer, &QTimer::timeout, this, &OutboxPump::pump);
}

void OutboxPump::start()
{
    m_timer.start(kLookEvery);
    pump();
}

void OutboxPump::poke()
{
    m_again = true;
    pump();
}

void OutboxPump::pump()
{
    const int room = kMaxAsking - int(m_asking.size());
    if (m_taking || room <= 0)
        return;
    m_taking = true;
    m_again = false;
    m_desk.take([room](Payments& payments) { return payments.due(unixNow(), room); },
        [this](Result<std::vector<OutboxRow>> rows) {
            m_taking = false;
            if (!rows)
                return m_log("outbox", rows.error());
            for (const OutboxRow& row : *rows)
                ask(row);
            if (m_again)
                pump();
        });
}

void OutboxPump::ask(const OutboxRow& row)
{
    if (m_asking.insert(row.id).second)
        send(row);
}

void OutboxPump::send(const OutboxRow& row)
{
    m_api.send(row.call, [this, row](const StripeAnswer& answer) { finish(row, answer); });
}

void OutboxPump::finish(const OutboxRow& row, const StripeAnswer& answer)
{
    if (answer.kind == StripeAnswer::Kind::Uncertain)
        m_log("stripe", answer.error.with("path", row.call.path));
    m_desk.write([row, answer](Payments& payments) { return payments.answered(row, answer, unixNow()); },
        [this, row](Result<PaymentEffects> effects) {
            if (effects && effects->next)
                return send(*effects->next); // the same row's next page
            m_asking.erase(row.id);
            if (!effects)
                return m_log("payment", effects.error().with("path", row.call.path));
            m_deliver(*effects);
            poke(); // an answer may have asked for more
        });
}

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiPurse.h"

#include "core/protocol/RelayMoney.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

} // namespace

ApiPurse::ApiPurse(RelayConnection& relay, ApiEarnings earnings)
    : m_relay(&relay)
    , m_earnings(std::move(earnings))
{
}

QCoro::Task<void> ApiPurse::learn(std::shared_ptr<ApiPurse> purse)
{
    if (purse->m_shareMillionths || !purse->m_relay || !purse->m_relay->isOnline())
        co_return;
    auto asking = purse->m_relay->ask(protocol::relay::AskWallet {});
    const auto answer = co_await asking;
    if (const auto* wallet = answer ? std::get_if<protocol::relay::Wallet>(&*answer) : nullptr)
        purse->m_shareMillionths = wallet->shareMillionths;
}

/// The relay rounds its share down.
Money ApiPurse::paidOf(Money price) const
{
    if (!m_shareMillionths)
        return {};
    const auto share = timesRatioDown(price, *m_shareMillionths, kMillion);
    const auto paid = share ? minus(price, *share) : Result<Money>(share.error());
    return paid.valueOr(Money {});
}

void ApiPurse::spent(const Calls& calls, Money amount, Money paid)
{
    m_ahead.micro += std::min(amount, paid).micro;
    if (amount.micro > 0)
        (void)m_earnings.addSpent(calls, amount); // the relay's statement has it, too
}

void ApiPurse::earned(const Calls& calls, Money amount)
{
    m_ahead.micro = std::max<std::int64_t>(0, m_ahead.micro - amount.micro);
    (void)m_earnings.addEarned(calls, amount);
}

} // namespace weft

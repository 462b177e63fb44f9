// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/WalletModel.h"

#include <algorithm>
#include <set>

namespace weft {

namespace {

/// One transfer may touch both sides of an account: earnings that become credits.
std::pair<TransferId, bool> keyOf(const WalletLine& line)
{
    return {line.transfer, line.ofEarnings};
}

/// Puts `one` into a list that is sorted newest first, in place of what has its id. -> what was there
template <typename T, typename Id> std::optional<T> place(std::vector<T>& list, const T& one, Id T::*id)
{
    std::optional<T> before;
    const auto same = std::ranges::find(list, one.*id, id);
    if (same != list.end()) {
        before = *same;
        list.erase(same);
    }
    const auto older =
        std::ranges::find_if(list, [&one](const T& other) { return other.createdUnixMillis <= one.createdUnixMillis; });
    list.insert(older, one);
    return before;
}

} // namespace

const TopUp* WalletModel::topUp(const TransferId& id) const
{
    const auto found = std::ranges::find(m_topUps, id, &TopUp::topUp);
    return found == m_topUps.end() ? nullptr : &*found;
}

bool WalletModel::isBusy(WalletAction action) const
{
    const auto found = m_actions.find(action);
    return found != m_actions.end() && found->second.isBusy;
}

const std::optional<Error>& WalletModel::error(WalletAction action) const
{
    static const std::optional<Error> kNone;
    const auto found = m_actions.find(action);
    return found == m_actions.end() ? kNone : found->second.error;
}

void WalletModel::clear()
{
    m_asOf = 0;
    m_balance.reset();
    m_wallet.reset();
    m_lines.clear();
    m_hasLines = false;
    m_topUps.clear();
    m_payouts.clear();
    m_waiting.reset();
    m_ended.reset();
    m_actions.clear();
    Q_EMIT linesChanged();
    Q_EMIT changed();
}

void WalletModel::setOnline(bool isOnline)
{
    if (std::exchange(m_isOnline, isOnline) != isOnline)
        Q_EMIT changed();
}

void WalletModel::setBalance(const protocol::relay::Balance& balance, qint64 now)
{
    m_balance = balance;
    m_asOf = now;
    Q_EMIT changed();
}

void WalletModel::setWallet(const WalletState& wallet, qint64 now)
{
    m_wallet = wallet;
    m_asOf = now;
    Q_EMIT changed();
}

void WalletModel::addLines(const std::vector<WalletLine>& lines)
{
    std::set<std::pair<TransferId, bool>> known;
    for (const WalletLine& line : m_lines)
        known.insert(keyOf(line));
    for (const WalletLine& line : lines) {
        if (known.insert(keyOf(line)).second)
            m_lines.push_back(line);
    }
    std::ranges::stable_sort(m_lines, std::greater<>(), &WalletLine::createdUnixMillis);
    m_hasLines = true;
    Q_EMIT linesChanged();
    Q_EMIT changed();
}

std::optional<TopUp> WalletModel::setTopUp(const TopUp& topUp)
{
    const auto before = place(m_topUps, topUp, &TopUp::topUp);
    Q_EMIT changed();
    return before;
}

void WalletModel::setPayout(const Payout& payout)
{
    place(m_payouts, payout, &Payout::payout);
    Q_EMIT changed();
}

void WalletModel::setWaiting(std::optional<TopUpWait> waiting)
{
    m_waiting = std::move(waiting);
    Q_EMIT changed();
}

void WalletModel::setEnded(std::optional<TransferId> topUp)
{
    m_ended = topUp;
    Q_EMIT changed();
}

void WalletModel::setBusy(WalletAction action)
{
    m_actions[action] = {true, {}};
    Q_EMIT changed();
}

void WalletModel::setDone(WalletAction action, std::optional<Error> error)
{
    m_actions[action] = {false, std::move(error)};
    Q_EMIT changed();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/UnspentCredits.h"

#include <vector>

namespace weft::relay {

namespace {

class Lots {
public:
    void add(const CreditMove& move)
    {
        if (move.topUp.isNull())
            m_given += move.amount.micro;
        else
            m_bought.push_back({move.topUp, move.amount.micro});
    }
    void spend(std::int64_t amount)
    {
        take(m_given, amount);
        for (auto& [topUp, left] : m_bought)
            take(left, amount);
    }
    void giveBack(const TransferId& topUp, std::int64_t amount)
    {
        for (auto& [id, left] : m_bought) {
            if (id == topUp)
                take(left, amount);
        }
        spend(amount); // what it didn't have came out of something else
    }
    std::map<TransferId, Money> left() const
    {
        std::map<TransferId, Money> found;
        for (const auto& [topUp, amount] : m_bought)
            found[topUp].micro += amount;
        return found;
    }

private:
    static void take(std::int64_t& from, std::int64_t& amount)
    {
        const std::int64_t taken = std::min(from, amount);
        from -= taken;
        amount -= taken;
    }

    std::int64_t m_given = 0;
    std::vector<std::pair<TransferId, std::int64_t>> m_bought;
};

} // namespace

Unspent unspentCredits(std::span<const CreditMove> moves, Money pending)
{
    Lots lots;
    for (const CreditMove& move : moves) {
        if (move.in)
            lots.add(move);
        else if (move.topUp.isNull())
            lots.spend(move.amount.micro);
        else
            lots.giveBack(move.topUp, move.amount.micro);
    }
    lots.spend(pending.micro);
    return lots.left();
}

} // namespace weft::relay

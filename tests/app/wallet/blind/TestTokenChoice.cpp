// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/TokenChoice.h"

#include "core/protocol/RelayBlind.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace weft;
using namespace weft::protocol::relay;

namespace {

Money worth(const std::vector<int>& powers)
{
    Money sum;
    for (const int power : powers)
        sum.micro += blindWorth(power).micro;
    return sum;
}

std::vector<int> pick(const std::vector<int>& powers, const std::vector<std::size_t>& indexes)
{
    std::vector<int> chosen;
    for (const std::size_t i : indexes)
        chosen.push_back(powers.at(i));
    return chosen;
}

/// By trying all.
Money leastThatServes(const std::vector<int>& powers, Money needed)
{
    Money best {INT64_MAX};
    for (std::uint32_t set = 1; set < (1u << powers.size()); ++set) {
        Money sum;
        for (std::size_t i = 0; i < powers.size(); ++i)
            sum.micro += set & (1u << i) ? blindWorth(powers[i]).micro : 0;
        if (sum >= needed)
            best = std::min(best, sum);
    }
    return best;
}

} // namespace

class TestTokenChoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void amountsAreSplit_data()
    {
        QTest::addColumn<qint64>("units");
        for (const qint64 units : {1, 2, 3, 100, 16383, 16384, 99'999, 1'000'000})
            QTest::newRow(std::to_string(units).c_str()) << units;
    }
    void amountsAreSplit()
    {
        QFETCH(qint64, units);
        const Money amount {units * kBlindUnit.micro};
        QCOMPARE(worth(fewestTokens(amount)).micro, amount.micro);
        const std::vector<int> spread = spreadTokens(amount);
        QCOMPARE(worth(spread).micro, amount.micro);
        QVERIFY(std::ranges::is_sorted(spread, std::greater {}));
        if (units >= 4 * 32767)
            QVERIFY(std::ranges::count(spread, 0) >= 4 && std::ranges::count(spread, 14) >= 4);
    }

    void asLittleMoreAsCanBe()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 500; ++round) {
            std::vector<int> powers(1 + random() % 9);
            for (int& power : powers)
                power = int(random() % 6);
            const Money needed {std::int64_t(1 + random() % 120) * kBlindUnit.micro};
            const auto chosen = tokensFor(powers, needed, 100);
            QCOMPARE(chosen.has_value(), worth(powers) >= needed);
            if (chosen)
                QCOMPARE(worth(pick(powers, *chosen)).micro, leastThatServes(powers, needed).micro);
        }
    }

    void bounds()
    {
        QVERIFY(!tokensFor({}, {}, 100));
        QCOMPARE(tokensFor({3, 0}, {}, 100)->size(), std::size_t {1}); // a job for nothing still shows a token
        QVERIFY(!tokensFor({0, 0, 0}, {3 * kBlindUnit.micro}, 2));
        QVERIFY(!tokensFor({14}, {blindWorth(14).micro + 1}, 100));
    }
};

QTEST_GUILESS_MAIN(TestTokenChoice)
#include "TestTokenChoice.moc"

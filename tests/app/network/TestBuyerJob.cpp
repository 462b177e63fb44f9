// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/BuyerJob.h"
#include "app/network/RealJobCrypto.h"

#include <QTest>

using namespace weft;
namespace peer = protocol::peer;
namespace wire = protocol::relay;

namespace {

constexpr UnixMillis kStart {std::chrono::hours {1000}};
constexpr std::chrono::minutes kHold {10};

/// A job over one text, up to the final receipt.
struct Bought {
    RealJobCrypto crypto {systemRandom()};
    BuyerOrder order;
    SecretKey256 key = crypto.freshKey();
    std::optional<BuyerJob> job;
    std::optional<FragmentReport> report;

    Bought()
    {
        order.job = randomId<JobId>(systemRandom());
        order.session = randomId<SessionId>(systemRandom());
        order.runSecret = crypto.freshKey();
        order.fragment.nodes.push_back({"1", "PrimitiveString", {}});
        order.fragment.outputs.push_back({"1", 0});
        order.quote = {{1000}, credits(3)};
        order.work["1"] = 1;
        order.holdFor = kHold;
        order.sign = [](const Receipt&) { return Signature {}; };
        job.emplace(order, crypto);
    }

    void keep(BuyerJob::Effects effects)
    {
        for (const BuyerJob::Effect& effect : effects) {
            if (const auto* finished = std::get_if<BuyerJob::Finished>(&effect))
                report = finished->report;
        }
    }

    void untilTheFinalReceipt(UnixMillis now)
    {
        const std::int64_t deadline = std::chrono::milliseconds((kStart + kHold).time_since_epoch()).count();
        const SharedBytes bytes = *encodeValue(literalValue("STRING", "done"));
        const ValueName name = crypto.nameOf(order.runSecret, bytes.view());
        keep(job->start(now));
        keep(job->onRelay(wire::HoldGranted {1, order.job, "ticket", deadline}, now));
        keep(job->onRelay(wire::SessionOpened {2, order.session, order.job}, now));
        keep(job->onChannelReady(now));
        keep(job->onPeer(peer::Ready {1}, now));
        keep(job->onPeer(peer::Accepted {order.quote.amount}, now));
        keep(job->onPeer(peer::WantValues {}, now));
        keep(job->onValue({name, crypto.seal(key, name, bytes)}, now));
        peer::SealedResult sealed;
        sealed.index = 1;
        sealed.cumulative = order.quote.amount;
        sealed.outputs.push_back({"1", 0, {name}});
        sealed.keyCommitment = crypto.commitmentTo(key);
        keep(job->onPeer(sealed, now));
    }

    /// All that its clock asks for, up to `until`.
    void passTime(UnixMillis until)
    {
        for (auto next = job->nextDeadline(); next && *next <= until; next = job->nextDeadline())
            keep(job->onTime(*next));
    }
};

} // namespace

class TestBuyerJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The relay gives the provider a minute after its restart: the key may come long after the hold's deadline.
    void aFinalReceiptWaitsForARelayThatWasAwayOverTheDeadline_data()
    {
        QTest::addColumn<int>("awayMinutes");
        QTest::addColumn<bool>("good");
        QTest::newRow("back before the deadline") << 5 << true;
        QTest::newRow("back after it") << 25 << true;
        QTest::newRow("for hours") << 300 << false;
    }
    void aFinalReceiptWaitsForARelayThatWasAwayOverTheDeadline()
    {
        QFETCH(int, awayMinutes);
        QFETCH(bool, good);
        Bought bought;
        bought.untilTheFinalReceipt(kStart);
        QCOMPARE(bought.job->state(), BuyerJob::State::AwaitKey);
        bought.keep(bought.job->onRelayLost(kStart));
        const UnixMillis back = kStart + std::chrono::minutes {awayMinutes};
        bought.passTime(back);
        bought.keep(bought.job->onRelayBack(back));
        bought.passTime(back + std::chrono::seconds {60});
        QCOMPARE(bought.report.has_value(), !good);
        const wire::Settled settled {bought.order.job, credits(3), {}, credits(2), bought.key};
        bought.keep(bought.job->onRelay(settled, back + std::chrono::seconds {60}));
        QVERIFY(bought.report.has_value());
        QCOMPARE(std::holds_alternative<FragmentOutcome>(*bought.report), good);
        if (!good) // it may have been captured
            QCOMPARE(std::get<FragmentFailure>(*bought.report).charged, credits(3));
    }
};

QTEST_GUILESS_MAIN(TestBuyerJob)
#include "TestBuyerJob.moc"

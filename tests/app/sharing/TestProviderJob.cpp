// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/RealJobCrypto.h"
#include "app/sharing/ProviderJob.h"

#include <QTest>

using namespace weft;

namespace {

constexpr UnixMillis kNow {std::chrono::seconds {1'000'000}};

/// Admits everybody; each fragment is worth `work`.
struct OpenRules final : ProviderRules {
    ReferenceMillis work;
    UnixMillis holdDeadline = kNow + std::chrono::hours {24};

    Result<JobTicket> admit(const std::string&, const PublicKey&, UnixMillis) override
    {
        return JobTicket {{}, credits(1), holdDeadline};
    }
    Done accepts(const protocol::peer::OfferJob&) const override { return {}; }
    Result<JobPrice> price(const protocol::peer::OfferJob&) const override { return JobPrice {{work, {}}, {}}; }
};

} // namespace

class TestProviderJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A price can't know every size: what was paid for bounds how long this machine works.
    void workIsStoppedWhenItTakesFarLongerThanPaidFor_data()
    {
        QTest::addColumn<qint64>("work");
        QTest::addColumn<qint64>("holdSeconds");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("almost nothing") << qint64 {1} << qint64 {86'400} << qint64 {120};
        QTest::newRow("a minute") << qint64 {60'000} << qint64 {86'400} << qint64 {120 + 20 * 60};
        QTest::newRow("a day") << qint64 {86'400'000} << qint64 {86'400} << qint64 {3600};
        QTest::newRow("a short hold") << qint64 {86'400'000} << qint64 {600} << qint64 {600};
    }
    void workIsStoppedWhenItTakesFarLongerThanPaidFor()
    {
        QFETCH(qint64, work);
        QFETCH(qint64, holdSeconds);
        QFETCH(qint64, seconds);
        OpenRules rules;
        rules.work = {work};
        rules.holdDeadline = kNow + std::chrono::seconds {holdSeconds};
        RealJobCrypto crypto(systemRandom());
        ProviderJob job({}, {}, rules, crypto, kNow);
        (void)job.onPeer(protocol::peer::OpenJob {1, 1, "ticket"}, kNow);
        (void)job.onPeer(protocol::peer::OfferJob {}, kNow);
        QCOMPARE(job.state(), ProviderJob::State::Running);
        QVERIFY(job.nextDeadline().has_value());
        const auto limit = std::chrono::duration_cast<std::chrono::seconds>(*job.nextDeadline() - kNow);
        QCOMPARE(qint64 {limit.count()}, seconds);
    }
};

QTEST_GUILESS_MAIN(TestProviderJob)
#include "TestProviderJob.moc"

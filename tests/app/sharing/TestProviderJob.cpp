// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/ProviderJob.h"
#include "core/protocol/Codec.h"

#include <QTest>

using namespace weft;
using namespace std::chrono_literals;

namespace {

const UnixMillis kNow {std::chrono::milliseconds {1'800'000'000'000}};

/// Everything is admitted, for nothing; each fragment is worth `work`.
class Open final : public ProviderRules {
public:
    Result<JobTicket> admit(const std::string&, const PublicKey&, UnixMillis) override
    {
        return JobTicket {{}, credits(1), holdDeadline};
    }
    Done accepts(const protocol::peer::OfferJob&) const override { return refusal; }
    Result<JobPrice> price(const protocol::peer::OfferJob&) const override { return JobPrice {{work, {}}, nodeWork, pieces}; }
    NodeWork nodeWork;
    std::map<NodeId, PricedPieces> pieces;
    Done refusal;
    ReferenceMillis work;
    UnixMillis holdDeadline = kNow + 24h;
};

/// A value's name is its size.
class Toy final : public JobCrypto {
public:
    ValueName nameOf(const SecretKey256&, ByteView bytes) const override { return named(bytes.size()); }
    Hash256 commitmentTo(const SecretKey256&) const override { return {}; }
    SecretKey256 freshKey() override { return {}; }
    SharedBytes seal(const SecretKey256&, const ValueName&, const SharedBytes& bytes) override { return bytes; }
    Result<SharedBytes> open(const SecretKey256&, const ValueName&, const SharedBytes& bytes) const override { return bytes; }
    bool verify(const Receipt&, const PublicKey&) const override { return true; }

    static ValueName named(std::size_t size)
    {
        ValueName name;
        for (int i = 0; i < 4; ++i)
            name.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(size >> (8 * i));
        return name;
    }
};

struct Scene {
    Open rules;
    Toy crypto;
    ProviderJob job {{}, {}, rules, crypto, kNow};

    /// Two inputs, of which the second comes twice.
    ProviderJob::Effects offer(std::int64_t first, std::int64_t second)
    {
        (void)job.onPeer(protocol::peer::OpenJob {1, 1, "ticket"}, kNow);
        protocol::peer::OfferJob offer;
        offer.fragment.nodes.push_back({"n", "Toy", {}});
        offer.fragment.inputs = {{{"a", 0}, "IMAGE", false}, {{"b", 0}, "IMAGE", false}};
        const auto size = [](std::int64_t bytes) { return Toy::named(static_cast<std::size_t>(bytes)); };
        offer.inputs.push_back({{size(first)}, {first}, true});
        offer.inputs.push_back({{size(second), size(second)}, {second, second}, true});
        return job.onPeer(offer, kNow);
    }
};

template <typename Message>
const Message* said(const ProviderJob::Effects& effects)
{
    for (const auto& effect : effects) {
        const auto* peer = std::get_if<ProviderJob::ToPeer>(&effect);
        if (const auto* message = peer ? std::get_if<Message>(&peer->message) : nullptr)
            return message;
    }
    return nullptr;
}

SharedBytes zeros(std::size_t count) { return SharedBytes::take(std::vector<std::uint8_t>(count)); }

} // namespace

class TestProviderJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreExpectedOnlyAsOffered()
    {
        Scene scene;
        QCOMPARE(scene.job.expectedBytes(), std::uint64_t {0}); // before the ticket and the price
        const auto effects = scene.offer(10'000'000, 3000);
        QVERIFY(said<protocol::peer::WantValues>(effects));
        QCOMPARE(said<protocol::peer::WantValues>(effects)->names.size(), std::size_t {2});
        QCOMPARE(scene.job.expectedBytes(), std::uint64_t {10'003'000});
    }

    void aTrickleHoldsNoSlot()
    {
        Scene scene;
        scene.offer(10'000'000, 3000);
        UnixMillis now = kNow;
        for (std::uint64_t arrived = 1; scene.job.state() == ProviderJob::State::Receiving; ++arrived) {
            QVERIFY(now <= kNow + 10min);
            now += 30s;
            (void)scene.job.onTime(now);
            (void)scene.job.onAlive(arrived, now);
        }
    }

    void largeInputsHaveTheirTime()
    {
        Scene scene;
        scene.offer(100'000'000, 3000); // at 100 KB/s: 1000 s
        for (int second = 1; second < 1000; ++second) {
            const UnixMillis now = kNow + std::chrono::seconds {second};
            (void)scene.job.onTime(now);
            (void)scene.job.onAlive(static_cast<std::uint64_t>(second) * 100'000, now);
        }
        (void)scene.job.onValue({Toy::named(100'000'000), zeros(100'000'000)}, kNow + 1000s);
        QCOMPARE(scene.job.state(), ProviderJob::State::Receiving);
        QVERIFY(*scene.job.nextDeadline() > kNow + 2000s);
    }

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
        Scene scene;
        scene.rules.work = {work};
        scene.rules.holdDeadline = kNow + std::chrono::seconds {holdSeconds};
        (void)scene.job.onPeer(protocol::peer::OpenJob {1, 1, "ticket"}, kNow);
        (void)scene.job.onPeer(protocol::peer::OfferJob {}, kNow);
        QCOMPARE(scene.job.state(), ProviderJob::State::Running);
        QVERIFY(scene.job.nextDeadline().has_value());
        const auto limit = std::chrono::duration_cast<std::chrono::seconds>(*scene.job.nextDeadline() - kNow);
        QCOMPARE(qint64 {limit.count()}, seconds);
    }

    /// Tokens that weren't made aren't paid; a text that is sold isn't shown before.
    void textsArePaidByTheToken_data()
    {
        QTest::addColumn<qint64>("made"); // -1: it isn't said
        QTest::addColumn<qint64>("micro");
        QTest::newRow("half") << qint64 {50} << qint64 {600};
        QTest::newRow("none") << qint64 {0} << qint64 {100};
        QTest::newRow("all") << qint64 {100} << qint64 {1100};
        QTest::newRow("more than all") << qint64 {1'000'000} << qint64 {1100};
        QTest::newRow("below none") << qint64 {-7} << qint64 {100};
        QTest::newRow("not said") << qint64 {-1} << qint64 {1100};
    }
    void textsArePaidByTheToken()
    {
        QFETCH(qint64, made);
        QFETCH(qint64, micro);
        Scene scene;
        scene.rules.nodeWork = {{"n", 1100}};
        scene.rules.pieces = {{"n", {100, 10}}};
        (void)scene.job.onPeer(protocol::peer::OpenJob {1, 1, "ticket"}, kNow);
        protocol::peer::OfferJob offer;
        offer.fragment.nodes.push_back({"n", "TextGenerate", {}});
        offer.fragment.outputs = {{"n", 0}};
        offer.amount = microCredits(1100);
        (void)scene.job.onPeer(offer, kNow);
        const auto text = [](std::size_t size) { return NodePreview {"n", "text/plain", zeros(size)}; };
        QVERIFY(said<protocol::peer::JobPreview>(scene.job.onEvent(text(64), kNow)));
        QVERIFY(!said<protocol::peer::JobPreview>(scene.job.onEvent(text(65), kNow)));
        if (made != -1)
            (void)scene.job.onEvent(NodeMade {"n", made}, kNow);
        FragmentOutcome outcome;
        outcome.result.outputs[{"n", 0}] = {literalValue("STRING", "words")};
        const auto effects = scene.job.onReport(outcome, kNow);
        QVERIFY(said<protocol::peer::SealedResult>(effects));
        QCOMPARE(said<protocol::peer::SealedResult>(effects)->cumulative.micro, micro);
    }

    void aGiftIsShownAsItIsWritten()
    {
        Scene scene;
        (void)scene.job.onPeer(protocol::peer::OpenJob {1, 1, "ticket"}, kNow);
        (void)scene.job.onPeer(protocol::peer::OfferJob {}, kNow);
        const NodePreview text {"n", "text/plain", zeros(4096)};
        QVERIFY(said<protocol::peer::JobPreview>(scene.job.onEvent(text, kNow)));
    }

    /// Whoever buys learns nothing of where things are on this computer.
    void errorsTellNoPaths_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("keepsDetail");
        QTest::newRow("a file") << int(ErrorCode::FileUnreadable) << true;
        QTest::newRow("the worker's last words") << int(ErrorCode::WorkerCrashed) << false;
        QTest::newRow("the worker's program") << int(ErrorCode::WorkerStartFailed) << false;
    }
    void errorsTellNoPaths()
    {
        QFETCH(int, code);
        QFETCH(bool, keepsDetail);
        const Error error {ErrorCode(code), "words", {{"path", "/home/somebody/x"}, {"node", "n"}}};
        const auto check = [&](const protocol::WireError& wire) {
            QCOMPARE(wire.code, code);
            QVERIFY(!wire.args.contains("path"));
            QCOMPARE(wire.args.at("node"), std::string("n"));
            QCOMPARE(wire.detail.empty(), !keepsDetail);
        };
        Scene failing;
        failing.offer(10, 20);
        const auto failed = failing.job.stop(error, kNow);
        QVERIFY(said<protocol::peer::JobFailed>(failed));
        check(said<protocol::peer::JobFailed>(failed)->error);
        Scene refusing;
        refusing.rules.refusal = error;
        const auto refused = refusing.offer(10, 20);
        QVERIFY(said<protocol::peer::Refused>(refused));
        check(said<protocol::peer::Refused>(refused)->error);
    }

    /// A node's own words may be long, and in any language: cut, they are still text.
    void longWordsStayText()
    {
        std::string words(1999, 'a');
        for (int i = 0; i < 1000; ++i)
            words += "\xE4\xB8\xAD";
        Scene scene;
        scene.offer(10, 20);
        const auto failed = scene.job.stop(Error {ErrorCode::NodeFailed, words, {{std::string(400, 'k'), words}}}, kNow);
        QVERIFY(said<protocol::peer::JobFailed>(failed));
        QVERIFY(protocol::checkBounds(*said<protocol::peer::JobFailed>(failed)));
    }
};

QTEST_GUILESS_MAIN(TestProviderJob)
#include "TestProviderJob.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/MarketEngines.h"
#include "app/sharing/SharingController.h"
#include "core/planning/Costs.h"
#include "core/protocol/Worker.h"
#include "tests/e2e/RelayHost.h"
#include "tests/e2e/TinyEngine.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

constexpr int kPatience = 20'000;

/// A machine that lends its TinyEngine.
struct Host {
    Host(const QUrl& url, const QString& home, Money price, std::string sandbox = protocol::worker::kWholeSandbox)
        : relay(settingsFor(url, home), DeviceKey::generate(systemRandom()))
        , sharing(
              relay, GuestEngines(engine), [sandbox] { return GuestWorker {"a toy", sandbox}; }, sharingSettings(home, price), systemRandom())
    {
        relay.open();
    }
    static SharingSettings sharingSettings(const QString& home, Money price)
    {
        SharingSettings settings;
        settings.home = home;
        settings.name = "Host";
        settings.pricePerReferenceSecond = price;
        settings.slots = 4;
        return settings;
    }
    std::shared_ptr<TinyEngine> engine = std::make_shared<TinyEngine>();
    RelayConnection relay;
    SharingController sharing;
};

Fragment textFragment()
{
    Fragment fragment;
    fragment.inputs.push_back({{"outside", 0}, "STRING", false});
    fragment.nodes.push_back({"a", "StringConcatenate", {{"string_a", BoundaryRef {0}}, {"string_b", Json("b")}}});
    fragment.nodes.push_back({"b", "StringConcatenate", {{"string_a", SlotRef {"a", 0}}, {"string_b", Json("c")}}});
    fragment.nodes.push_back({"c", "StringConcatenate", {{"string_a", SlotRef {"b", 0}}, {"string_b", Json("d")}}});
    fragment.outputs = {{"a", 0}, {"b", 0}, {"c", 0}};
    return fragment;
}

FragmentJob jobFor(Fragment fragment, Value input, Money price)
{
    FragmentJob job;
    job.fragment = std::move(fragment);
    job.inputs = {{std::move(input)}};
    const InputSize size = *inputSizeOf(job.inputs.front());
    job.quote = *quoteFor(*referenceWork(job.fragment, {size}), price);
    return job;
}

std::string textOf(const FragmentOutcome& outcome, const NodeId& node)
{
    return outcome.result.outputs.at({node, 0}).front().meta.at("value").get<std::string>();
}

std::string errorOf(const std::optional<FragmentReport>& report)
{
    const auto* failure = report ? std::get_if<FragmentFailure>(&*report) : nullptr;
    return failure ? std::string(nameOf(failure->error.code)) + ": " + failure->error.detail : "";
}

} // namespace

/// Buyer, host and relay with their real sockets, channels and ledger, in one process; only the worker is a toy.
class TestMarket : public QObject {
    Q_OBJECT

private:
    void ask(FragmentJob job, CancelToken cancel = {})
    {
        m_report.reset();
        m_events.clear();
        auto keep = [](TestMarket* self, std::shared_ptr<Engine> engine, FragmentJob wanted, CancelToken token) -> QCoro::Task<void> {
            EventSink sink = [self](const FragmentEvent& event) { self->m_events.push_back(event); };
            auto running = engine->run(std::move(wanted), std::move(sink), std::move(token));
            self->m_report = co_await running;
        };
        keep(this, m_market->engines.front(), std::move(job), std::move(cancel));
    }
    void findHosts(std::size_t count)
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_buyer->isOnline(), kPatience);
        for (int tries = 0; tries < 100; ++tries) {
            std::optional<Result<MarketEngines>> found;
            auto look = [](RelayConnection* relay, std::optional<Result<MarketEngines>>* out) -> QCoro::Task<void> {
                auto asking = marketEngines(*relay, TinyEngine::makeCatalogue(), systemRandom());
                *out = co_await asking;
            };
            look(m_buyer.get(), &found);
            QTRY_VERIFY_WITH_TIMEOUT(found.has_value(), kPatience);
            QVERIFY(found->hasValue());
            if ((*found)->engines.size() == count) {
                m_market = std::move(**found);
                return;
            }
            QTest::qWait(50);
        }
        QFAIL("the offers never came");
    }
    Money held(bool available = false)
    {
        std::optional<Money> money;
        m_buyer->ask(protocol::relay::AskBalance {}, [&](Result<RelayConnection::Answer> answer) {
            if (!answer)
                return;
            const auto& balance = std::get<protocol::relay::Balance>(*answer);
            money = available ? balance.available : balance.held;
        });
        for (int i = 0; i < 200 && !money; ++i)
            QTest::qWait(10);
        return money.value_or(microCredits(-1));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RelayHost> m_relay;
    std::unique_ptr<RelayConnection> m_buyer;
    std::unique_ptr<Host> m_host;
    std::optional<MarketEngines> m_market;
    std::optional<FragmentReport> m_report;
    std::vector<FragmentEvent> m_events;
    const Money m_price = credits(20);

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_relay = std::make_unique<RelayHost>(m_folder->path());
        m_relay->start();
        m_buyer = std::make_unique<RelayConnection>(
            settingsFor(m_relay->url(), m_folder->filePath(QStringLiteral("buyer"))), DeviceKey::generate(systemRandom()));
        m_buyer->open();
        m_host = std::make_unique<Host>(m_relay->url(), m_folder->filePath(QStringLiteral("host")), m_price);
        m_host->sharing.switchOn();
        findHosts(1);
    }
    void cleanup()
    {
        m_market.reset();
        m_buyer.reset();
        m_host.reset();
        m_relay.reset();
    }

    void offerLeavesOutFileNodes()
    {
        QCOMPARE(m_market->infos.front().catalogue.types().size(), std::size_t {2});
        QVERIFY(!m_market->infos.front().catalogue.find("LoadImage"));
        QCOMPARE(m_market->infos.front().id, m_host->relay.key().keyHash().hex());
    }

    void threeOutputsAreBoughtInIncrements()
    {
        const Money before = held(true);
        FragmentJob job = jobFor(textFragment(), literalValue("STRING", "a"), m_price);
        const Money quote = job.quote.amount;
        QVERIFY(quote.micro > 0);
        ask(std::move(job));
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        QVERIFY2(errorOf(m_report).empty(), errorOf(m_report).c_str());
        const auto& outcome = std::get<FragmentOutcome>(*m_report);
        QCOMPARE(textOf(outcome, "a"), std::string("ab"));
        QCOMPARE(textOf(outcome, "c"), std::string("abcd"));
        QCOMPARE(outcome.charged.micro, quote.micro);
        QCOMPARE(outcome.held.micro, quote.micro);
        QCOMPARE(held().micro, 0);
        QCOMPARE(held(true).micro, before.micro - quote.micro);
        QTRY_COMPARE(m_host->sharing.completedJobs(), 1);
        QCOMPARE(m_host->sharing.earned().micro, quote.micro - quote.micro * 12 / 100);
        QVERIFY(std::ranges::any_of(m_events, [](const auto& e) { return std::holds_alternative<NodeStarted>(e); }));
    }

    void fiftyMegabytesEachWay()
    {
        Fragment fragment;
        fragment.inputs.push_back({{"outside", 0}, "IMAGE", false});
        fragment.nodes.push_back({"n", "ImageInvert", {{"image", BoundaryRef {0}}}});
        fragment.outputs = {{"n", 0}};
        std::vector<float> pixels(1024 * 4096 * 3);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = static_cast<float>(i % 1000) / 1000.0f;
        const Value picture = imageValue(floatTensor({1, 1024, 4096, 3}, pixels));
        qint64 worst = 0;
        QTimer watch;
        connect(&watch, &QTimer::timeout, &watch, [&] { worst = std::max(worst, std::max(m_buyer->unsentBytes(), m_host->relay.unsentBytes())); });
        watch.start(1);
        ask(jobFor(fragment, picture, m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), 90'000);
        QVERIFY2(errorOf(m_report).empty(), errorOf(m_report).c_str());
        const Value result = std::get<FragmentOutcome>(*m_report).result.outputs.at({"n", 0}).front();
        QVERIFY(encodeValue(result)->size() > 50'000'000);
        QVERIFY(std::ranges::equal(encodeValue(result)->view(), encodeValue(TinyEngine::inverted(picture))->view()));
        QVERIFY2(worst < 3'000'000, std::to_string(worst).c_str());
    }

    void badValuesAreNotTriedElsewhere()
    {
        m_host->engine->failsWith = Error {ErrorCode::ValueInvalid, "a bad value"};
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        const auto& failure = std::get<FragmentFailure>(*m_report);
        QCOMPARE(failure.error.code, ErrorCode::ValueInvalid);
        QCOMPARE(failure.node, NodeId("a"));
        QVERIFY(!failure.retryElsewhere);
        QCOMPARE(failure.charged.micro, 0);
        QTRY_COMPARE(held().micro, 0);
    }

    void unknownNodesAreRefused()
    {
        Fragment fragment = textFragment();
        fragment.nodes.front().type = "LoadImage";
        ask(jobFor(fragment, literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        const auto& failure = std::get<FragmentFailure>(*m_report);
        QCOMPARE(failure.error.code, ErrorCode::ProviderRefused);
        QVERIFY(failure.retryElsewhere);
        QCOMPARE(m_host->engine->started, 0);
        QTRY_COMPARE(held().micro, 0);
    }

    void raisedPriceIsRefused()
    {
        m_host->sharing.setPrice(credits(4000)); // the buyer still has the old offer
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        QCOMPARE(std::get<FragmentFailure>(*m_report).error.code, ErrorCode::ProviderRefused);
        QTRY_COMPARE(held().micro, 0);
    }

    void cancelCostsOnlyWhatWasDelivered()
    {
        m_host->engine->perNode = std::chrono::milliseconds {300};
        CancelToken cancel;
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price), cancel);
        QTRY_VERIFY_WITH_TIMEOUT(m_host->engine->started == 1, kPatience);
        cancel.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        QCOMPARE(std::get<FragmentFailure>(*m_report).error.code, ErrorCode::Cancelled);
        QCOMPARE(std::get<FragmentFailure>(*m_report).charged.micro, 0);
        QTRY_COMPARE(m_host->engine->cancelled, 1);
        QTRY_COMPARE(held().micro, 0);
    }

    void lostHostCostsNothing()
    {
        m_host->engine->perNode = std::chrono::seconds {30};
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_host->engine->started == 1, kPatience);
        m_host->relay.close(); // as a killed process: no word, the socket is gone
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        const auto& failure = std::get<FragmentFailure>(*m_report);
        QCOMPARE(failure.error.code, ErrorCode::ProviderLost);
        QVERIFY(failure.retryElsewhere);
        QCOMPARE(failure.charged.micro, 0);
        QTRY_COMPARE_WITH_TIMEOUT(held().micro, 0, kPatience);
    }

    void relayComesBack()
    {
        const Money before = held(true);
        m_host->engine->perNode = std::chrono::milliseconds {500};
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_host->engine->started == 1, kPatience);
        m_relay->kill();
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        QVERIFY(std::get<FragmentFailure>(*m_report).retryElsewhere);
        m_relay->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_buyer->isOnline() && m_host->relay.isOnline(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(held().micro, 0, kPatience);
        QCOMPARE(held(true).micro, before.micro);
        findHosts(1); // the offer was published again
        m_host->engine->perNode = std::chrono::milliseconds {1};
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kPatience);
        QVERIFY2(errorOf(m_report).empty(), errorOf(m_report).c_str());
    }

    void anotherRelayKeyIsNoticed()
    {
        m_relay->kill();
        m_relay->changeKey();
        m_relay->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_buyer->state(), RelayConnection::State::Refused, kPatience);
        QCOMPARE(m_buyer->lastError().code, ErrorCode::KeyMismatch);
    }

    void withoutASandboxNothingIsLent()
    {
        const QTemporaryDir home;
        Host host(m_relay->url(), home.path(), credits(1), "no landlock: Function not implemented, seccomp");
        std::optional<Error> why;
        connect(&host.sharing, &SharingController::failed, this, [&why](const Error& error) { why = error; });
        host.sharing.switchOn();
        QTRY_VERIFY_WITH_TIMEOUT(why.has_value(), kPatience);
        QCOMPARE(why->code, ErrorCode::SandboxMissing);
        QVERIFY(why->args.at("sandbox").starts_with("no landlock"));
        QCOMPARE(host.sharing.state(), SharingController::State::Off);
    }

    void switchOffWithdraws()
    {
        m_host->sharing.switchOff();
        QTRY_COMPARE_WITH_TIMEOUT(m_host->sharing.state(), SharingController::State::Off, kPatience);
        QVERIFY(m_host->engine->rested > 0);
        findHosts(0);
    }

    /// What a guest runs doesn't keep the owner's card.
    void switchOffFreesTheCardWithinFiveSeconds()
    {
        m_host->engine->perNode = std::chrono::minutes(1);
        ask(jobFor(textFragment(), literalValue("STRING", "a"), m_price));
        QTRY_COMPARE_WITH_TIMEOUT(m_host->engine->started, 1, kPatience);
        QElapsedTimer clock;
        clock.start();
        m_host->sharing.switchOff();
        QTRY_VERIFY_WITH_TIMEOUT(m_host->engine->rested > 0, 5000);
        QVERIFY(clock.elapsed() < 5000);
        QCOMPARE(m_host->engine->cancelled, 1);
    }
};

QTEST_GUILESS_MAIN(TestMarket)
#include "TestMarket.moc"

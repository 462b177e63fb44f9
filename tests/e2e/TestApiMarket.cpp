// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiEarnings.h"
#include "app/apis/ApiStore.h"
#include "app/engines/MarketEngines.h"
#include "app/sharing/SharingController.h"
#include "core/protocol/Worker.h"
#include "tests/e2e/RelayHost.h"
#include "tests/e2e/TinyEngine.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

constexpr int kLongEnough = 20'000;

InputSpec textInput(const std::string& name)
{
    InputSpec spec;
    spec.name = name;
    spec.type = "STRING";
    return spec;
}

NodeType textNode(const std::string& name, const std::vector<std::string>& inputs)
{
    NodeType type;
    type.name = name;
    for (const std::string& input : inputs)
        type.inputs.push_back(textInput(input));
    type.outputs = {{"STRING", "STRING"}};
    return type;
}

/// An author's worker, which can only join texts.
class Joiner : public Engine {
public:
    std::string id() const override { return "guests"; }
    std::string displayName() const override { return "Joiner"; }
    QCoro::Task<Result<Catalogue>> catalogue() override
    {
        Catalogue catalogue;
        catalogue.add(textNode("StringConcatenate", {"string_a", "string_b"}));
        co_return catalogue;
    }
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override
    {
        auto running = tiny->run(std::move(job), std::move(events), std::move(cancel));
        FragmentReport report = co_await running;
        co_return report;
    }
    std::shared_ptr<TinyEngine> tiny = std::make_shared<TinyEngine>();
};

/// Another machine's server, with a node that nobody else has.
class Shouter : public Engine {
public:
    std::string id() const override { return "shouter"; }
    std::string displayName() const override { return "Shouter"; }
    QCoro::Task<Result<Catalogue>> catalogue() override
    {
        Catalogue catalogue;
        catalogue.add(textNode("Shout", {"text"}));
        co_return catalogue;
    }
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink, CancelToken cancel) override
    {
        ++started;
        Pending<int> pending;
        QTimer::singleShot(takes, [pending] { pending.set(0); });
        const auto handle = cancel.onCancel([pending] { QTimer::singleShot(0, [pending] { pending.set(1); }); });
        auto awaiter = pending.wait();
        co_await awaiter;
        FragmentFailure failure {failsWith, {}, false, {}, {}, {}};
        if (cancel.isCancelled())
            failure.error = Error {ErrorCode::Cancelled, "stopped"};
        if (!failure.error.detail.empty())
            co_return failure;
        FragmentOutcome outcome;
        for (const FragmentNode& node : job.fragment.nodes) {
            const FragmentInput& from = node.inputs.at("text");
            const auto* outside = std::get_if<BoundaryRef>(&from);
            const Json text = outside ? job.inputs.at(static_cast<std::size_t>(outside->index)).front().meta.at("value") : std::get<Json>(from);
            outcome.result.outputs[{node.id, 0}] = {literalValue("STRING", QString::fromStdString(text.get<std::string>()).toUpper().toStdString())};
        }
        co_return outcome;
    }
    int started = 0;
    std::chrono::milliseconds takes {5};
    Error failsWith;
};

/// A machine of somebody's that shares.
struct Machine {
    Machine(const QUrl& url, const QString& home, const std::string& name)
        : relay(settingsFor(url, home), DeviceKey::generate(systemRandom()))
        , m_home(home)
        , m_name(name)
    {
        QDir().mkpath(home);
        relay.open();
    }
    void share(const std::shared_ptr<Engine>& worker, std::vector<GuestServer> servers)
    {
        SharingSettings settings;
        settings.home = m_home;
        settings.name = m_name;
        settings.slots = 4;
        sharing = std::make_unique<SharingController>(
            relay, GuestEngines(worker, std::move(servers)),
            [] { return GuestWorker {"a toy", protocol::worker::kWholeSandbox}; }, settings, systemRandom());
        QSignalSpy published(sharing.get(), &SharingController::published);
        sharing->switchOn();
        QVERIFY(published.wait(kLongEnough));
    }
    protocol::relay::Balance balance()
    {
        std::optional<protocol::relay::Balance> found;
        relay.ask(protocol::relay::AskBalance {}, [&](Result<RelayConnection::Answer> answer) {
            if (answer)
                found = std::get<protocol::relay::Balance>(*answer);
        });
        for (int i = 0; i < 500 && !found; ++i)
            QTest::qWait(10);
        return found.value_or(protocol::relay::Balance {});
    }
    RelayConnection relay;
    std::unique_ptr<SharingController> sharing;

private:
    QString m_home;
    std::string m_name;
};

/// Joins what the caller says with " there", then shouts it.
PublishedApi greeting(Money price)
{
    PublishedApi api;
    api.name = "greet";
    api.title = "Greet";
    api.price = price;
    api.prompt.nodes["1"] = {"StringConcatenate", {}, {{"string_a", Json("hello")}, {"string_b", Json(" there")}}};
    api.prompt.nodes["2"] = {"Shout", {}, {{"text", SlotRef {"1", 0}}}};
    InputSpec word = textInput("word");
    word.presence = Presence::Optional;
    api.parameters = {{word, {{"1", "string_a"}}}};
    api.outputs = {{{"STRING", "STRING"}, {"2", 0}}};
    return api;
}

} // namespace

/// Caller, author and a third machine, with their real sockets, channels and ledger, in one process: the author's graph has a node that
/// only the third machine offers.
class TestApiMarket : public QObject {
    Q_OBJECT

private:
    QString below(const char* name) const { return m_folder->filePath(QLatin1String(name)); }

    /// The third machine asks so much for a call of its node; the author publishes.
    void open(Money shoutPrice, const PublishedApi& api)
    {
        GuestServer server {"comfyui", m_shouter, {"STRING"}};
        server.pricePerReferenceSecond = credits(1);
        server.work = [shoutPrice] { return std::map<std::string, std::int64_t> {{"Shout", shoutPrice.micro}}; };
        m_third->share(std::make_shared<TinyEngine>(), {server});
        QVERIFY(ApiStore(ApiStore::folderIn(below("author"))).put(api));
        m_author->share(m_joiner, {apisForGuests(below("author"), m_author->relay, m_joiner, {})});
        QTRY_VERIFY_WITH_TIMEOUT(m_caller->relay.isOnline(), kLongEnough);
        findApi();
    }

    void findApi()
    {
        std::optional<Result<MarketEngines>> found;
        auto look = [](RelayConnection* relay, std::optional<Result<MarketEngines>>* out) -> QCoro::Task<void> {
            auto asking = marketEngines(*relay, Catalogue {}, systemRandom());
            *out = co_await asking;
        };
        look(&m_caller->relay, &found);
        QTRY_VERIFY_WITH_TIMEOUT(found.has_value(), kLongEnough);
        QVERIFY(found->hasValue());
        m_api.reset();
        for (std::size_t i = 0; i < (*found)->infos.size(); ++i) {
            if ((*found)->infos[i].id.ends_with("/apis")) {
                m_api = (*found)->engines[i];
                m_type = (*found)->infos[i].catalogue.types().begin()->second;
            }
        }
    }

    void call(CancelToken cancel = {}, bool waits = true)
    {
        QVERIFY(m_api);
        m_report.reset();
        FragmentJob job;
        job.fragment.nodes = {{"call", m_type.name, {{"word", Json("hi")}}}};
        job.fragment.outputs = {{"call", 0}};
        job.quote.amount = kMaxAmount;
        job.quote.work.value = kMaxAmount.micro;
        auto keep = [](TestApiMarket* self, std::shared_ptr<Engine> engine, FragmentJob wanted, CancelToken token) -> QCoro::Task<void> {
            auto running = engine->run(std::move(wanted), {}, std::move(token));
            self->m_report = co_await running;
        };
        keep(this, m_api, std::move(job), std::move(cancel));
        if (waits)
            QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kLongEnough);
    }

    const FragmentFailure* failure() const { return m_report ? std::get_if<FragmentFailure>(&*m_report) : nullptr; }

    /// Nobody has paid anybody, and nothing is held.
    void nothingMoved()
    {
        for (const auto& [machine, before] : {std::pair {m_caller.get(), m_callerBefore}, std::pair {m_author.get(), m_authorBefore}}) {
            QTRY_COMPARE_WITH_TIMEOUT(machine->balance().held.micro, 0, kLongEnough);
            QCOMPARE(machine->balance().available.micro, before.micro);
        }
        QCOMPARE(m_author->sharing->earned().micro, 0);
    }

    void noteBalances()
    {
        m_callerBefore = m_caller->balance().available;
        m_authorBefore = m_author->balance().available;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RelayHost> m_relay;
    std::shared_ptr<Joiner> m_joiner;
    std::shared_ptr<Shouter> m_shouter;
    std::unique_ptr<Machine> m_third, m_author, m_caller;
    std::shared_ptr<Engine> m_api;
    NodeType m_type;
    std::optional<FragmentReport> m_report;
    Money m_callerBefore, m_authorBefore;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_relay = std::make_unique<RelayHost>(m_folder->path());
        m_relay->start();
        m_joiner = std::make_shared<Joiner>();
        m_shouter = std::make_shared<Shouter>();
        m_third = std::make_unique<Machine>(m_relay->url(), below("third"), "Third");
        m_author = std::make_unique<Machine>(m_relay->url(), below("author"), "Author");
        m_caller = std::make_unique<Machine>(m_relay->url(), below("caller"), "Caller");
    }
    void cleanup()
    {
        m_api.reset();
        m_caller.reset();
        m_author.reset();
        m_third.reset();
        m_relay.reset();
    }

    void eachIsPaid()
    {
        open(microCredits(500'000), greeting(credits(2)));
        noteBalances();
        QVERIFY2(m_type.description.find("other people's machines") != std::string::npos, m_type.description.c_str());
        call();
        QVERIFY2(!failure(), failure() ? failure()->error.detail.c_str() : "");
        const auto& outcome = std::get<FragmentOutcome>(*m_report);
        QVERIFY(outcome.result.outputs.at({"call", 0}).front().meta.at("value") == Json("HI THERE"));
        QCOMPARE(outcome.charged.micro, credits(2).micro);
        QTRY_COMPARE_WITH_TIMEOUT(m_author->sharing->earned().micro, 1'760'000, kLongEnough); // 2 credits without the relay's 12 %
        QTRY_COMPARE_WITH_TIMEOUT(m_third->sharing->earned().micro, 440'000, kLongEnough);
        QCOMPARE(m_caller->balance().available.micro, m_callerBefore.micro - credits(2).micro);
        QCOMPARE(m_author->balance().available.micro, m_authorBefore.micro - 500'000);
        QCOMPARE(m_author->balance().held.micro, 0);
        const ApiEarnings earnings(ApiEarnings::fileIn(below("author")));
        QCOMPARE(earnings.all().at("greet"), (ApiEarned {1, microCredits(1'760'000), microCredits(500'000)}));
    }

    /// 0.5 credits bring in 0.44, and the third machine asks 0.45.
    void neverALoss()
    {
        open(microCredits(450'000), greeting(microCredits(500'000)));
        noteBalances();
        call();
        QVERIFY(failure());
        QCOMPARE(failure()->error.code, ErrorCode::NodeFailed);
        QCOMPARE(failure()->error.args.at("reason"), std::string("api-dear"));
        QCOMPARE(failure()->charged.micro, 0);
        QCOMPARE(m_shouter->started, 0);
        nothingMoved();
    }

    void unlessTheAuthorAllowsIt()
    {
        PublishedApi api = greeting(microCredits(500'000));
        api.spend = credits(1);
        open(microCredits(450'000), api);
        noteBalances();
        call();
        QVERIFY2(!failure(), failure() ? failure()->error.detail.c_str() : "");
        QTRY_COMPARE_WITH_TIMEOUT(m_author->sharing->earned().micro, 440'000, kLongEnough);
        QCOMPARE(m_author->balance().available.micro, m_authorBefore.micro - 450'000);
    }

    void tooFewCredits()
    {
        PublishedApi api = greeting(credits(2));
        api.spend = credits(900'000);
        open(credits(200'000), api); // the author has 100,000
        noteBalances();
        call();
        QVERIFY(failure());
        QCOMPARE(failure()->error.args.at("reason"), std::string("api-credit"));
        nothingMoved();
    }

    void theThirdMachineFails()
    {
        m_shouter->failsWith = Error {ErrorCode::ValueInvalid, "a bad text"};
        open(microCredits(500'000), greeting(credits(2)));
        noteBalances();
        call();
        QVERIFY(failure());
        QCOMPARE(failure()->error.code, ErrorCode::ValueInvalid);
        QCOMPARE(failure()->node, NodeId("call")); // the graph behind it is the author's
        QCOMPARE(m_shouter->started, 1);
        nothingMoved();
    }

    void theThirdMachineIsLost()
    {
        open(microCredits(500'000), greeting(credits(2)));
        noteBalances();
        m_third->relay.close();
        call();
        QVERIFY(failure());
        QCOMPARE(failure()->error.args.at("reason"), std::string("api-lost"));
        nothingMoved();
    }

    void theCallerGoesAway()
    {
        m_shouter->takes = std::chrono::minutes(1);
        open(microCredits(500'000), greeting(credits(2)));
        noteBalances();
        CancelToken cancel;
        call(cancel, false);
        QTRY_COMPARE_WITH_TIMEOUT(m_shouter->started, 1, kLongEnough);
        QCOMPARE(m_author->balance().held.micro, 500'000);
        cancel.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(m_report.has_value(), kLongEnough);
        QCOMPARE(failure()->error.code, ErrorCode::Cancelled);
        nothingMoved();
    }

    /// Without the third machine there is nothing to offer; when it is there, the next offer has it.
    void offeredWhileItCanRun()
    {
        QVERIFY(ApiStore(ApiStore::folderIn(below("author"))).put(greeting(credits(2))));
        m_author->share(m_joiner, {apisForGuests(below("author"), m_author->relay, m_joiner, {})});
        QTRY_VERIFY_WITH_TIMEOUT(m_caller->relay.isOnline(), kLongEnough);
        findApi();
        QVERIFY(!m_api);
        m_third->share(std::make_shared<TinyEngine>(), {GuestServer {"comfyui", m_shouter, {"STRING"}}});
        QSignalSpy published(m_author->sharing.get(), &SharingController::published);
        m_author->sharing->offerAgain();
        QVERIFY(published.wait(kLongEnough));
        findApi();
        QVERIFY(m_api);
    }
};

QTEST_GUILESS_MAIN(TestApiMarket)
#include "TestApiMarket.moc"

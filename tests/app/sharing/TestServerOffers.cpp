// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/ServerOffers.h"

#include "core/planning/Costs.h"
#include "tests/app/engines/Waited.h"
#include "tests/app/servers/local/LocalServers.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

ComfyOffer offerOf(const QUrl& url, std::map<std::string, OfferedClass> classes) { return {true, url, std::move(classes)}; }

/// What a call of a type costs a guest there.
Money costOf(const GuestServer& server, const std::string& type, Money machinePrice)
{
    Fragment fragment;
    FragmentNode node;
    node.id = "1";
    node.type = type;
    fragment.nodes.push_back(node);
    fragment.work = server.work();
    const auto work = referenceWork(fragment, {});
    const auto quote = work ? quoteFor(*work, server.pricePerReferenceSecond.value_or(machinePrice)) : Result<Quote>(work.error());
    return quote ? quote->amount : microCredits(-1);
}

std::set<std::string> typesOf(const GuestServer& server)
{
    const auto catalogue = waited(server.engine->catalogue());
    std::set<std::string> names;
    if (!catalogue)
        return names;
    for (const auto& [name, type] : catalogue->types())
        names.insert(name);
    return names;
}

} // namespace

class TestServerOffers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsOfferedByItself()
    {
        QVERIFY(guestServersOf({}, credits(1)).empty());
        ServerOffers offers;
        offers.comfy.isOn = offers.language.isOn = true; // but nothing is ticked
        QVERIFY(guestServersOf(offers, credits(1)).empty());
    }

    void onlyWhatIsTickedIsOffered()
    {
        LocalComfy comfy;
        ServerOffers offers;
        offers.comfy = offerOf(comfy.url(), {{"LoadImage", {true, {}}}});
        QCOMPARE(typesOf(guestServersOf(offers, credits(1)).front()), std::set<std::string> {"LoadImage"}); // not ImageInvert, which is safe
        offers.comfy.classes = {{"ImageInvert", {}}, {"WeftTestFetch", {true, {}}}, {"SomebodysApi", {true, {}}}};
        QCOMPARE(typesOf(guestServersOf(offers, credits(1)).front()), (std::set<std::string> {"ImageInvert", "WeftTestFetch"}));
        offers.comfy.isOn = false;
        QVERIFY(guestServersOf(offers, credits(1)).empty());
    }

    /// A pack that takes the name of a class that was ticked as harmless doesn't get in by it.
    void aClassThatIsReplacedLaterIsOfferedNoMore()
    {
        LocalComfy comfy;
        ServerOffers offers;
        offers.comfy = offerOf(comfy.url(), {{"ImageInvert", {false, {}}}, {"LoadImage", {true, {}}}});
        comfy.classes["ImageInvert"] = comfyClass("custom_nodes.evil", "code");
        QCOMPARE(typesOf(guestServersOf(offers, credits(1)).front()), std::set<std::string> {"LoadImage"});
    }

    void aCallCostsItsPrice_data()
    {
        QTest::addColumn<qint64>("machine");
        QTest::addColumn<qint64>("price");
        QTest::newRow("usual") << qint64(10'000) << qint64(50'000);
        QTest::newRow("whole credits") << qint64(1'000'000) << qint64(3'000'000);
        QTest::newRow("an odd price") << qint64(3'000) << qint64(50'000);
        QTest::newRow("a cheap machine") << qint64(7) << qint64(50'000);
        QTest::newRow("a free machine") << qint64(0) << qint64(250'000);
        QTest::newRow("free") << qint64(10'000) << qint64(0);
    }
    void aCallCostsItsPrice()
    {
        QFETCH(qint64, machine);
        QFETCH(qint64, price);
        ServerOffers offers;
        offers.comfy = offerOf(QUrl(QStringLiteral("http://127.0.0.1:1")), {{"WeftTestFetch", {true, microCredits(price)}}, {"ImageInvert", {}}});
        const auto servers = guestServersOf(offers, microCredits(machine));
        const Money cost = costOf(servers.front(), "WeftTestFetch", microCredits(machine));
        QVERIFY2(cost.micro >= price && cost.micro <= price + price / 1000 + 1, qPrintable(QString::number(cost.micro)));
        if (machine == 0)
            QCOMPARE(costOf(servers.front(), "ImageInvert", {}), Money {}); // as before
        else
            QVERIFY(!servers.front().work().contains("ImageInvert")); // by its work
    }

    void modelsPriceAndLengthAreTheOwners()
    {
        LocalModels models;
        ServerOffers offers;
        offers.language = {true, models.url(), {}, {"tiny-chat"}, microCredits(100'000), 300};
        const auto servers = guestServersOf(offers, credits(1));
        QCOMPARE(servers.size(), std::size_t(1));
        const auto catalogue = waited(servers.front().engine->catalogue());
        QVERIFY(catalogue);
        const NodeType* type = catalogue->find("TextGenerate");
        QCOMPARE(type->findInput("model")->choices, std::vector<std::string> {"tiny-chat"});
        QCOMPARE(intAt(type->findInput("max_tokens")->options, "max"), std::int64_t(300));
        QVERIFY(servers.front().pricePerReferenceSecond.has_value());
        FragmentJob job;
        FragmentNode node;
        node.id = "1";
        node.type = "TextGenerate";
        node.inputs = {{"model", Json("tiny-embed")}, {"prompt", Json("hello")}, {"max_tokens", Json(10)}};
        job.fragment.nodes.push_back(node);
        const auto refused = waited(servers.front().engine->run(job, {}, {}));
        QVERIFY(std::get<FragmentFailure>(refused).error.code == ErrorCode::SettingNotInList);
        job.fragment.nodes.front().inputs["model"] = Json("tiny-chat");
        job.fragment.nodes.front().inputs["max_tokens"] = Json(301);
        const auto longer = waited(servers.front().engine->run(job, {}, {}));
        QVERIFY(std::get<FragmentFailure>(longer).error.code == ErrorCode::SettingTooLarge);
    }

    void theyAreKeptForTheirOwnerAlone()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("guest/servers.json"));
        ServerOffers offers;
        offers.comfy = offerOf(QUrl(QStringLiteral("http://127.0.0.1:8188")), {{"A", {true, microCredits(5)}}, {"B", {}}});
        offers.language = {true, QUrl(QStringLiteral("http://127.0.0.1:11434")), "sesame", {"m", "n"}, credits(1), 77};
        QVERIFY(writeOffers(file, offers));
        QVERIFY(readOffers(file) == offers);
        QVERIFY(!(QFile(file).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(readOffers(folder.filePath(QStringLiteral("none.json"))) == ServerOffers {});
        QFile odd(file);
        QVERIFY(odd.open(QFile::WriteOnly));
        odd.write(R"({"comfyui": {"on": true, "classes": {"A": {"price_micro_credits": -5}, "B": 3}}, "language": {"most_tokens": 99999999, "models": 7}})");
        odd.close();
        const ServerOffers read = readOffers(file);
        QVERIFY(!read.comfy.classes.at("A").price);
        QVERIFY(read.language.mostTokens <= 32'768);
        QVERIFY(read.language.models.empty());
    }
};

QTEST_GUILESS_MAIN(TestServerOffers)
#include "TestServerOffers.moc"

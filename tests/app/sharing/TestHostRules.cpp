// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/HostRules.h"
#include "app/sharing/JobStore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

UnixMillis at(std::int64_t millis) { return UnixMillis {std::chrono::milliseconds {millis}}; }

Catalogue someCatalogue()
{
    Catalogue catalogue;
    for (const char* name : {"ImageScale", "ImageBlur", "LoadImage", "SaveImage"}) {
        NodeType type;
        type.name = name;
        type.readsFile = std::string(name) == "LoadImage";
        type.writesFile = std::string(name) == "SaveImage";
        catalogue.add(type);
    }
    return catalogue;
}

protocol::peer::OfferJob offerOf(const std::string& type)
{
    protocol::peer::OfferJob offer;
    offer.fragment.nodes.push_back({"1", type, {}});
    return offer;
}

} // namespace

class TestHostRules : public QObject {
    Q_OBJECT

private:
    const DeviceKey m_relay = DeviceKey::generate(systemRandom());
    const DeviceKey m_me = DeviceKey::generate(systemRandom());
    const DeviceKey m_job = DeviceKey::generate(systemRandom());
    std::string ticket() const
    {
        Ticket ticket;
        ticket.provider = m_me.keyHash();
        ticket.job = randomId<JobId>(systemRandom());
        ticket.cap = credits(5);
        ticket.expires = at(1'000'000 + 60'000);
        ticket.id = randomId<TicketId>(systemRandom());
        ticket.jobKey = m_job.keyHash();
        ticket.holdDeadline = at(1'000'000 + 600'000);
        return *mintTicket(ticket, m_relay, at(1'000'000));
    }

private Q_SLOTS:
    /// A fragment for a server is judged by what that server offers, whatever the worker has.
    void serversHaveTheirOwnRules()
    {
        HostRules rules(m_me.keyHash());
        rules.setOffer({"ImageScale"}, {}, credits(1));
        NodeType glow;
        glow.name = "Glow";
        InputSpec kind;
        kind.name = "kind";
        kind.type = "COMBO";
        kind.choices = {"soft", "hard"};
        glow.inputs.push_back(kind);
        Catalogue offered;
        offered.add(glow);
        auto offer = offerOf("Glow");
        QVERIFY(!rules.accepts(offer));
        offer.fragment.server = "comfyui";
        QVERIFY(!rules.accepts(offer));
        rules.setServers({{"comfyui", {offered, credits(2), {{"Glow", 3'000'000}}}}});
        QVERIFY(!rules.accepts(offer)); // it names another price
        offer.fragment.work = {{"Glow", 3'000'000}};
        QVERIFY(rules.accepts(offer));
        offer.fragment.nodes[0].inputs["kind"] = Json("soft");
        QVERIFY(rules.accepts(offer));
        QCOMPARE(rules.price(offer)->quote.amount, credits(6)); // 3 reference seconds at the server's price
        offer.fragment.nodes[0].inputs["kind"] = Json("../../secret");
        QVERIFY(!rules.accepts(offer));
        auto other = offerOf("ImageScale");
        other.fragment.server = "comfyui";
        QVERIFY(!rules.accepts(other));
    }

    /// The worker would find it by its name: never offered, and priced as something unknown.
    void modelsThatAreNotListedAreRefused()
    {
        Catalogue catalogue;
        NodeType loader;
        loader.name = "CheckpointLoaderSimple";
        InputSpec file;
        file.name = "ckpt_name";
        file.type = "COMBO";
        file.modelFolder = "checkpoints";
        loader.inputs.push_back(file);
        catalogue.add(loader);
        HostRules rules(m_me.keyHash());
        Hash256 hash;
        hash.bytes[0] = 1;
        rules.setOffer({"CheckpointLoaderSimple"}, {{"checkpoints", "mine.safetensors", 1, hash}}, credits(1));
        rules.setModelSettings(catalogue);
        auto offer = offerOf("CheckpointLoaderSimple");
        offer.fragment.nodes[0].inputs["ckpt_name"] = Json("mine.safetensors");
        QVERIFY(!rules.accepts(offer));
        offer.fragment.models.push_back({"checkpoints", "mine.safetensors", hash});
        QVERIFY(rules.accepts(offer));
        offer.fragment.nodes[0].inputs["ckpt_name"] = SlotRef {"2", 0};
        QVERIFY(!rules.accepts(offer));
        // "No model" needs none, where the node has such a default.
        offer.fragment.nodes[0].inputs["ckpt_name"] = Json("[None]");
        QVERIFY(!rules.accepts(offer));
        loader.inputs[0].options = Json {{"default", "[None]"}};
        Catalogue withDefault;
        withDefault.add(loader);
        rules.setModelSettings(withDefault);
        QVERIFY(rules.accepts(offer));
    }

    void fileNodesAreNeverOffered()
    {
        const auto all = HostRules::offered(someCatalogue(), {});
        QCOMPARE(all, (std::set<std::string> {"ImageBlur", "ImageScale"}));
        QCOMPARE(HostRules::offered(someCatalogue(), {"LoadImage", "ImageBlur"}), (std::set<std::string> {"ImageBlur"}));
    }

    void ticketOpensOnceForItsKey()
    {
        HostRules rules(m_me.keyHash(), at(990'000));
        const std::string text = ticket();
        QVERIFY(!rules.admit(text, m_job.publicKey(), at(1'000'000))); // the relay's key isn't known
        rules.setRelayKey(m_relay.publicKey());
        QVERIFY(!rules.admit(text, m_me.publicKey(), at(1'000'000))); // a stolen ticket
        const auto admitted = rules.admit(text, m_job.publicKey(), at(1'000'000));
        QVERIFY(admitted);
        QCOMPARE(admitted->cap.micro, credits(5).micro);
        QCOMPARE(admitted->holdDeadline, at(1'600'000));
        QVERIFY(!rules.admit(text, m_job.publicKey(), at(1'000'000)));
        QVERIFY(!rules.admit(ticket(), m_job.publicKey(), at(2'000'000))); // late
    }

    /// Which tickets were used is forgotten by a restart: those from before are refused, as far as clocks agree.
    void ticketsFromBeforeTheStart_data()
    {
        QTest::addColumn<qint64>("started");
        QTest::addColumn<bool>("admitted");
        QTest::newRow("started before") << qint64 {900'000} << true;
        QTest::newRow("the relay's clock is behind") << qint64 {1'060'000} << true;
        QTest::newRow("started after") << qint64 {1'060'001} << false;
    }
    void ticketsFromBeforeTheStart()
    {
        QFETCH(qint64, started);
        QFETCH(bool, admitted);
        HostRules rules(m_me.keyHash(), at(started));
        rules.setRelayKey(m_relay.publicKey());
        QCOMPARE(rules.admit(ticket(), m_job.publicKey(), at(1'050'000)).hasValue(), admitted);
    }

    void onlyWhatIsOffered()
    {
        HostRules rules(m_me.keyHash());
        Hash256 model;
        model.bytes[0] = 7;
        rules.setOffer({"ImageScale"}, {{"upscale_models", "x4.safetensors", 10, model}}, credits(1));
        QVERIFY(rules.accepts(offerOf("ImageScale")));
        QCOMPARE(rules.accepts(offerOf("SaveImage")).error().code, ErrorCode::NodeTypeUnknown);
        auto withModel = offerOf("ImageScale");
        withModel.fragment.models.push_back({"upscale_models", "another name", model});
        QVERIFY(rules.accepts(withModel));
        withModel.fragment.models.push_back({"upscale_models", "x4.safetensors", {}}); // by name only
        QCOMPARE(rules.accepts(withModel).error().code, ErrorCode::ModelMissing);
        rules.setFreeSlot([] { return false; });
        QCOMPARE(rules.accepts(offerOf("ImageScale")).error().code, ErrorCode::ProviderRefused);
    }

    void recordsSurvive()
    {
        const QTemporaryDir folder;
        JobStore store(folder.filePath(QStringLiteral("hosted")));
        JobRecord record;
        record.job = randomId<JobId>(systemRandom());
        record.receipt.job = record.job;
        record.receipt.increment = 2;
        record.receipt.cumulative = credits(3);
        record.receipt.final = true;
        record.receipt.signature = randomId<Signature>(systemRandom());
        record.receipt.keyCommitment = randomId<Hash256>(systemRandom());
        record.key = randomId<SecretKey256>(systemRandom());
        record.holdDeadline = at(123'456);
        QVERIFY(store.keep(record));
        const auto loaded = JobStore(folder.filePath(QStringLiteral("hosted"))).load();
        QCOMPARE(loaded.size(), std::size_t {1});
        QCOMPARE(loaded.front().receipt.signature, record.receipt.signature);
        QCOMPARE(loaded.front().receipt.cumulative.micro, record.receipt.cumulative.micro);
        QCOMPARE(loaded.front().receipt.keyCommitment, record.receipt.keyCommitment);
        QCOMPARE(loaded.front().key, record.key);
        QCOMPARE(loaded.front().holdDeadline, record.holdDeadline);
        const QString path = folder.filePath(QStringLiteral("hosted/") + QString::fromStdString(record.job.hex()) + QStringLiteral(".json"));
        QCOMPARE(QFile::permissions(path) & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
        QVERIFY(store.take());
        QVERIFY(store.take()); // it has it
        JobStore other(folder.filePath(QStringLiteral("hosted")));
        const Done refused = other.take();
        QVERIFY(!refused && refused.error().args.at("reason") == "sharing");
        store.leave();
        QVERIFY(other.take());
        QCOMPARE(other.load().size(), std::size_t {1});
        store.forget(record.job);
        QVERIFY(store.load().empty());
    }
};

QTEST_GUILESS_MAIN(TestHostRules)
#include "TestHostRules.moc"

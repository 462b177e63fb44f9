// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelsController.h"
#include "app/models/ModelText.h"
#include "tests/app/models/HostileServer.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

const QByteArray kModel("\x02\0\0\0\0\0\0\0{}", 10);

Json entryOf(const std::string& id, const Json& hash)
{
    return {{"id", id}, {"name", id}, {"folder", "vae"}, {"file", id + ".safetensors"},
        {"license", {{"id", "mit"}, {"url", "https://a.example/licence"}}}, {"size", nullptr}, {"sha256", hash},
        {"url", "https://models.example/" + id + ".safetensors"}, {"needs", Json::object()}};
}

ModelCatalogue listOfThree()
{
    Json models = Json::array({entryOf("a", nullptr), entryOf("b", nullptr), entryOf("c", nullptr)});
    return *ModelCatalogue::fromJson({{"version", 1}, {"models", models}});
}

} // namespace

class TestModelsController : public QObject {
    Q_OBJECT

private:
    /// A controller whose mirror is this server.
    std::unique_ptr<ModelsController> controllerFor(const HostileServer& server)
    {
        const QString mirror = QStringLiteral("models.example=http://127.0.0.1:%1").arg(server.serverPort());
        auto made = std::make_unique<ModelsController>(listOfThree(), m_home->path(), ModelSettings {{}, {mirror}});
        made->setFreeBytes([](const QString&) { return qint64(1) << 40; });
        return made;
    }

    std::unique_ptr<QTemporaryDir> m_home;

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void getsAllThroughAMirror()
    {
        HostileServer server([](const auto& asked) { return HostileServer::serve(asked, kModel); });
        const auto models = controllerFor(server);
        models->setToken("secret");
        QSignalSpy got(models.get(), &ModelsController::got);
        for (const char* id : {"a", "b", "c", "c"})
            models->get(QString::fromLatin1(id));
        QCOMPARE(models->row(u"c"_qs).state, ModelRow::State::Waiting);
        QTRY_COMPARE(got.size(), 3);
        const ModelRow row = models->row(u"a"_qs);
        QCOMPARE(row.state, ModelRow::State::Here);
        QCOMPARE(row.path, QDir(m_home->path()).filePath(u"models/vae/a.safetensors"_qs));
        QCOMPARE(server.asked().first().path, QByteArray("/a.safetensors"));
        for (const auto& asked : server.asked())
            QVERIFY(!asked.headers.contains("authorization")); // not for a mirror
        QVERIFY(!models->isBusy());
    }

    void onlyASiteThatAsksForATokenSeesIt()
    {
        Json gated = entryOf("gated", nullptr);
        gated["license"]["accept"] = true;
        const ModelCatalogue list = *ModelCatalogue::fromJson({{"version", 1}, {"models", Json::array({entryOf("open", nullptr), gated})}});
        ModelsController models(list, m_home->path(), {});
        models.setToken("secret");
        QVERIFY(models.jobFor(*list.find(u"open"_qs)).token.isEmpty()); // it may be another site
        QCOMPARE(models.jobFor(*list.find(u"gated"_qs)).token, QByteArray("secret"));
        models.setSettings({{}, {u"models.example=https://mirror.example"_qs}});
        QVERIFY(models.jobFor(*list.find(u"gated"_qs)).token.isEmpty());
    }

    void theFirstHashCounts()
    {
        QByteArray bytes = kModel;
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        const auto models = controllerFor(server);
        QSignalSpy got(models.get(), &ModelsController::got);
        QSignalSpy failed(models.get(), &ModelsController::failed);
        models->get(u"a"_qs);
        QTRY_COMPARE(got.size(), 1);
        QVERIFY(QFile::remove(models->row(u"a"_qs).path));
        bytes += "changed";
        models->get(u"a"_qs);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(models->row(u"a"_qs).error->code, ErrorCode::DownloadWrongBytes);
        QCOMPARE(models->row(u"a"_qs).state, ModelRow::State::Available);
    }

    void cancelsAndGoesOn()
    {
        bool hangs = true;
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, kModel);
            answer.breakAfter = hangs ? 5 : -1;
            answer.hangs = hangs;
            return answer;
        });
        const auto models = controllerFor(server);
        QSignalSpy failed(models.get(), &ModelsController::failed);
        QSignalSpy got(models.get(), &ModelsController::got);
        for (const char* id : {"a", "b", "c"})
            models->get(QString::fromLatin1(id));
        QTRY_COMPARE(server.asked().size(), 2);
        models->cancel(u"c"_qs); // never begun
        QTRY_COMPARE(QFileInfo(m_home->filePath(u"models/vae/a.safetensors.part"_qs)).size(), 5);
        models->cancel(u"a"_qs);
        models->cancel(u"b"_qs);
        QCOMPARE(failed.size(), 3);
        QVERIFY(models->row(u"a"_qs).hasPart && !models->row(u"a"_qs).error);
        hangs = false;
        models->get(u"a"_qs);
        QTRY_COMPARE(got.size(), 1);
        QCOMPARE(server.asked().last().from, 5);
    }

    void texts()
    {
        QCOMPARE(modelSizeText(6938078334), u"6.9 GB"_qs);
        QCOMPARE(modelSizeText(66857836), u"67 MB"_qs);
        QCOMPARE(modelKindText(u"loras"_qs), u"LoRA"_qs);
        QCOMPARE(modelKindText(u"gligen"_qs), u"gligen"_qs);
        ModelRow row;
        row.state = ModelRow::State::Downloading;
        row.progress = {2'000'000'000, 4'000'000'000, 10'000'000, std::chrono::seconds(200), false};
        QCOMPARE(modelStateText(row), u"2.0 GB of 4.0 GB · 10 MB/s · 4 min left"_qs);
    }
};

QTEST_GUILESS_MAIN(TestModelsController)
#include "TestModelsController.moc"

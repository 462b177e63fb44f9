// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelCatalogue.h"

#include <QTest>

using namespace weft;

namespace {

Json goodEntry()
{
    return {{"id", "x"}, {"name", "X"}, {"folder", "vae"}, {"file", "x.safetensors"},
        {"license", {{"id", "mit"}, {"url", "https://a.example/licence"}, {"accept", false}}}, {"size", 10},
        {"sha256", std::string(64, 'a')}, {"url", "https://a.example/x.safetensors"},
        {"needs", {{"memory", 5}, {"companions", Json::array()}}}};
}

Json listOf(const Json& entry) { return {{"version", 1}, {"models", Json::array({entry})}}; }

} // namespace

class TestModelCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShippedListIsSound()
    {
        const auto list = ModelCatalogue::read(QStringLiteral(WEFT_SOURCE_DIR "/resources/models/catalogue.json"));
        QVERIFY2(list, list ? "" : list.error().args.at("input").c_str());
        QVERIFY(list->models().size() >= 20);
        int unverified = 0;
        for (const CuratedModel& model : list->models())
            unverified += model.sha256.isNull() ? 1 : 0;
        QCOMPARE(unverified, 2); // and resources/models/README.md names them
        QCOMPARE(list->find(QStringLiteral("SDXL-base"))->sizeBytes, std::optional<qint64>(6938078334));
    }

    void badEntriesAreRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value"); // JSON
        QTest::addColumn<QString>("field");
        const auto row = [](const char* name, const char* key, const char* value, const char* field) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(value) << QString::fromLatin1(field);
        };
        row("good", "id", "\"x\"", "");
        row("no id", "id", "\"\"", ".id");
        row("folder unknown", "folder", "\"elsewhere\"", "x.folder");
        row("folder up", "folder", "\"../vae\"", "x.folder");
        row("file up", "file", "\"../../x.safetensors\"", "x.file");
        row("file absolute", "file", "\"/x.safetensors\"", "x.file");
        row("file on another disk", "file", "\"c:x.safetensors\"", "x.file");
        row("file in a folder", "file", "\"a/x.safetensors\"", "x.file");
        row("a pickle", "file", "\"x.ckpt\"", "x.file");
        row("not encrypted", "url", "\"http://a.example/x.safetensors\"", "x.url");
        row("a local file", "url", "\"file:///etc/passwd\"", "x.url");
        row("with a password", "url", "\"https://me:secret@a.example/x\"", "x.url");
        row("size", "size", "-1", "x.size");
        row("size unknown", "size", "null", "");
        row("hash", "sha256", "\"abc\"", "x.sha256");
        row("hash unknown", "sha256", "null", "");
        row("licence", "license", "{}", "x.license");
        row("companion", "needs", "{\"companions\": [\"nobody\"]}", "x.needs");
    }
    void badEntriesAreRefused()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, field);
        Json entry = goodEntry();
        entry[key.toStdString()] = *parseJson(value.toStdString());
        const auto list = ModelCatalogue::fromJson(listOf(entry));
        QCOMPARE(list.hasValue(), field.isEmpty());
        if (!list)
            QCOMPARE(QString::fromStdString(list.error().args.at("input")), field);
    }

    void twoOfOneIdAreRefused()
    {
        Json json = listOf(goodEntry());
        json["models"].push_back(goodEntry());
        QVERIFY(!ModelCatalogue::fromJson(json));
        QVERIFY(!ModelCatalogue::fromJson(Json {{"version", 2}, {"models", Json::array()}}));
    }

    void findsByEachName()
    {
        const auto list = ModelCatalogue::fromJson(listOf(goodEntry()));
        QVERIFY(list && list->find(QStringLiteral("X")) && list->find(QStringLiteral("x.safetensors")));
        QVERIFY(!list->find(QStringLiteral("y")));
        QVERIFY(list->findFile(QStringLiteral("vae"), QStringLiteral("sub/x.safetensors")));
        QVERIFY(!list->findFile(QStringLiteral("loras"), QStringLiteral("x.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestModelCatalogue)
#include "TestModelCatalogue.moc"

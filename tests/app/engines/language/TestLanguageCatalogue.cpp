// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageCatalogue.h"

#include <QTest>

using namespace weft;

class TestLanguageCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modelsAreChoices()
    {
        const Catalogue catalogue = languageCatalogue({"b", "a:7b"});
        for (const char* name : {"TextGenerate", "Embed"}) {
            const InputSpec* model = catalogue.find(name)->findInput("model");
            QCOMPARE(model->choices, (std::vector<std::string>{"a:7b", "b"}));
            QCOMPARE(model->modelFolder, kLanguageModels);
        }
        QVERIFY(catalogue.findModel(kLanguageModels, "a:7b")->sha256.isNull()); // servers are asked by names
    }

    void typesSurviveTheirJson()
    {
        const Catalogue catalogue = languageCatalogue({"m"});
        const auto again = Catalogue::fromJson(catalogue.toJson());
        QVERIFY(again);
        QVERIFY(*again == catalogue);
    }

    void whatComesOutTravels()
    {
        const Catalogue catalogue = languageCatalogue({});
        QCOMPARE(catalogue.types().size(), std::size_t{4});
        for (const auto& [name, type] : catalogue.types()) {
            for (const OutputSpec& output : type.outputs)
                QVERIFY2(typeTravels(output.type) && languageCarriedTypes().contains(output.type), name.c_str());
            QVERIFY(!type.readsFile && !type.writesFile && !type.isOutput);
        }
    }

    void modelLists_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArrayList>("names");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, const QByteArray& json, const QByteArrayList& names, bool good = true) {
            QTest::newRow(name) << json << names << good;
        };
        row("two", R"({"object": "list", "data": [{"id": "a"}, {"id": "b"}]})", {"a", "b"});
        row("none", R"({"data": []})", {});
        row("odd ones", R"({"data": [{"id": 7}, {"id": ""}, 3, {"id": "a\u001b"}, {"id": "b"}, {"id": "b"}]})", {"b"});
        row("too long", R"({"data": [{"id": ")" + QByteArray(201, 'x') + R"("}]})", {});
        row("null", R"({"data": null})", {}, false);
        row("a list", "[]", {}, false);
    }
    void modelLists()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArrayList, names);
        QFETCH(bool, good);
        const auto models = languageModelsOf(*parseJson(json.toStdString()));
        QCOMPARE(models.hasValue(), good);
        QByteArrayList got;
        for (const std::string& name : models.valueOr({}))
            got << QByteArray::fromStdString(name);
        QCOMPARE(got, names);
    }

    void manyModels()
    {
        Json data = Json::array();
        for (int i = 0; i < 3000; ++i)
            data.push_back({{"id", std::to_string(i)}});
        QCOMPARE(languageModelsOf({{"data", data}})->size(), std::size_t{1000});
    }
};

QTEST_GUILESS_MAIN(TestLanguageCatalogue)
#include "TestLanguageCatalogue.moc"

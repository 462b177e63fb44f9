// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptHistory.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

EndedPrompt ended(const std::string& id, const std::string& status = "success")
{
    return {queuedPrompt(id, 1), Json::object(), Json::object(), {{"status_str", status}}, 1000};
}

QString idsIn(const Json& listed)
{
    QStringList ids;
    for (const auto& [id, entry] : listed.items())
        ids << QString::fromStdString(id);
    return ids.join(QLatin1Char(' '));
}

} // namespace

class TestPromptHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void list_data()
    {
        QTest::addColumn<int>("max"); // -100: none
        QTest::addColumn<int>("offset");
        QTest::addColumn<QString>("ids");
        QTest::newRow("all") << -100 << -1 << "a b c d";
        QTest::newRow("last") << 1 << -1 << "d";
        QTest::newRow("last two, whatever is negative") << 2 << -5 << "c d";
        QTest::newRow("none") << 0 << -1 << "";
        QTest::newRow("negative") << -3 << -1 << "";
        QTest::newRow("from") << -100 << 1 << "b c d";
        QTest::newRow("from, some") << 2 << 1 << "b c";
        QTest::newRow("beyond") << 5 << 9 << "";
        QTest::newRow("more than there are") << 9 << -1 << "a b c d";
    }

    void list()
    {
        QFETCH(int, max);
        QFETCH(int, offset);
        QFETCH(QString, ids);
        PromptHistory history(10, 1 << 20);
        for (const char* id : {"a", "b", "c", "d"})
            history.add(ended(id));
        QCOMPARE(idsIn(history.list(max == -100 ? std::nullopt : std::optional<std::int64_t>(max), offset)), ids);
    }

    void sameIdKeepsItsPlace()
    {
        PromptHistory history(10, 1 << 20);
        history.add(ended("a"));
        history.add(ended("b"));
        history.add(ended("a", "error"));
        QCOMPARE(idsIn(history.list({}, -1)), QStringLiteral("a b"));
        COMPARE_JSON(history.find("a")->status["status_str"], "error");
        QCOMPARE(history.bytes(), 2000u);
    }

    void oldestGo()
    {
        PromptHistory history(3, 10'000);
        for (const char* id : {"a", "b", "c", "d"}) {
            history.add(ended(id));
            history.shrink(0);
        }
        QCOMPARE(idsIn(history.list({}, -1)), QStringLiteral("b c d"));
        history.shrink(8500);
        QCOMPARE(idsIn(history.list({}, -1)), QStringLiteral("d"));
        history.remove("d");
        history.remove("d");
        QCOMPARE(history.bytes(), 0u);
    }

    void entry()
    {
        const Json entry = ended("a").toJson();
        QCOMPARE(QString::fromStdString(toJsonText(entry["prompt"])),
            QString::fromStdString(toJsonText(Json::array({1, "a", smallPrompt(), Json::object(), Json::array({"2"})}))));
        QCOMPARE(idsIn(entry), QStringLiteral("prompt outputs status meta"));
    }
};

QTEST_GUILESS_MAIN(TestPromptHistory)
#include "TestPromptHistory.moc"

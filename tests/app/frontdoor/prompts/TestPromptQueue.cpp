// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/PromptHistory.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QElapsedTimer>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

Json numbersOf(const PromptQueue& queue)
{
    Json numbers = Json::array();
    for (const QueuedPromptPtr& prompt : queue.pending())
        numbers.push_back(prompt->number);
    return numbers;
}

} // namespace

class TestPromptQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        PromptQueue queue;
        COMPARE_JSON(*queue.numberFor(Json::object()), Json(0));
        COMPARE_JSON(*queue.numberFor({{"front", true}}), Json(-1));
        COMPARE_JSON(*queue.numberFor({{"front", 0}}), Json(2));
        const Json given = *queue.numberFor({{"number", "5"}});
        QVERIFY(given.is_number_float());
        COMPARE_JSON(given, Json(5.0));
        COMPARE_JSON(*queue.numberFor(Json::array()), Json(3));
        QVERIFY(!queue.numberFor({{"number", nullptr}}));
        QVERIFY(!queue.numberFor({{"number", Json::array()}}));
    }

    /// As ComfyUI showed its heap before and after a prompt that went to the front.
    void heapOfTheTranscript()
    {
        const Json recorded = frontData("transcripts.json")["queue"];
        PromptQueue queue;
        for (const Json& item : recorded["shape"])
            queue.push(queuedPrompt(item[1], item[0]));
        COMPARE_JSON(numbersOf(queue), Json::array({42, 43, 44}));
        queue.push(queuedPrompt("front", -45));
        Json wanted = Json::array();
        for (const Json& item : recorded["after_front"])
            wanted.push_back(item[0]);
        COMPARE_JSON(numbersOf(queue), wanted);
    }

    void comesOutInOrder()
    {
        PromptQueue queue;
        for (int i = 0; i < 1000; ++i)
            queue.push(queuedPrompt("p" + std::to_string(i), (i * 7919) % 1000));
        for (int i = 0; i < 1000; ++i)
            COMPARE_JSON(queue.pop()->number, Json(i));
        QVERIFY(!queue.pop());
        QCOMPARE(queue.bytes(), 0u);
    }

    void sameNumberGoesById()
    {
        PromptQueue queue;
        for (const char* id : {"c", "a", "b"})
            queue.push(queuedPrompt(id, 1.5));
        QCOMPARE(queue.pop()->id, std::string("a"));
        QCOMPARE(queue.pop()->id, std::string("b"));
    }

    void remove()
    {
        PromptQueue queue;
        for (int i = 0; i < 20; ++i)
            queue.push(queuedPrompt("p" + std::to_string(i), i));
        QVERIFY(queue.remove({"p0", "p7", "nobody"}));
        QVERIFY(!queue.remove({"p0"}));
        QCOMPARE(queue.pending().size(), 18u);
        QCOMPARE(queue.bytes(), 18'000u);
        QCOMPARE(queue.pop()->id, std::string("p1"));
        queue.clear();
        QCOMPARE(queue.bytes(), 0u);
    }

    void tenThousand()
    {
        QElapsedTimer clock;
        clock.start();
        PromptQueue queue;
        PromptHistory history(10'000, 512u << 20);
        std::unordered_set<std::string> half;
        for (int i = 0; i < 20'000; ++i)
            queue.push(queuedPrompt("p" + std::to_string(i), -i));
        for (int i = 0; i < 20'000; i += 2)
            half.insert("p" + std::to_string(i));
        QVERIFY(queue.remove(half));
        while (const QueuedPromptPtr prompt = queue.pop())
            history.add({prompt, Json::object(), Json::object(), {}, 1000});
        QCOMPARE(history.all().size(), 10'000u);
        for (int i = 1; i < 20'000; i += 2)
            history.remove("p" + std::to_string(i));
        QVERIFY(history.all().empty());
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestPromptQueue)
#include "TestPromptQueue.moc"

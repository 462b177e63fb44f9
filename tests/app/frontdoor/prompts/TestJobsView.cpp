// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/JobsView.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

QueuedPromptPtr createdAt(const char* id, std::int64_t created, const char* workflow)
{
    QueuedPrompt prompt = *queuedPrompt(id, 3, {{"extra_pnginfo", {{"workflow", {{"id", workflow}}}}}});
    prompt.created = created;
    return std::make_shared<const QueuedPrompt>(std::move(prompt));
}

EndedPrompt endedAfter(QueuedPromptPtr prompt, std::int64_t took, const char* end)
{
    EndedPrompt ended;
    ended.prompt = std::move(prompt);
    ended.status = {{"status_str", std::string(end) == "execution_success" ? "success" : "error"},
        {"messages", Json::array({Json::array({"execution_start", {{"timestamp", 1000}}}), Json::array({end, {{"timestamp", 1000 + took}, {"node_id", "1"}}})})}};
    return ended;
}

} // namespace

class TestJobsView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_queue.push(createdAt("waits", 40, "w1"));
        EndedPrompt good = endedAfter(createdAt("good", 10, "w1"), 500, "execution_success");
        good.outputs = {{"2", {{"images", Json::array({{{"filename", "t"}, {"type", "temp"}}})}}},
            {"3", {{"images", Json::array({{{"filename", "o"}, {"type", "output"}}})}, {"animated", Json::array({true})}}},
            {"4", {{"text", Json::array({"hello"})}}}};
        m_history.add(good);
        m_history.add(endedAfter(createdAt("bad", 20, "w2"), 900, "execution_error"));
    }

    void lists_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("ids"); // or the error's input
        QTest::newRow("all, the newest first") << "{}" << "waits runs bad good";
        QTest::newRow("oldest first") << R"({"sort_order": "asc"})" << "good bad runs waits";
        QTest::newRow("longest first") << R"({"sort_by": "execution_duration", "status": "completed,failed"})" << "bad good";
        QTest::newRow("pending") << R"({"status": "pending"})" << "waits";
        QTest::newRow("in progress") << R"({"status": "in_progress"})" << "runs";
        QTest::newRow("workflow") << R"({"workflow_id": "w1"})" << "waits good";
        QTest::newRow("page") << R"({"limit": "2", "offset": "1"})" << "runs bad";
        QTest::newRow("far page") << R"({"offset": "99"})" << "";
        QTest::newRow("largest page") << R"({"limit": "9223372036854775807", "offset": "3"})" << "good";
        QTest::newRow("status") << R"({"status": "lost"})" << "!status";
        QTest::newRow("limit 0") << R"({"limit": "0"})" << "!limit";
        QTest::newRow("limit") << R"({"limit": "many"})" << "!limit";
        QTest::newRow("offset") << R"({"offset": "-1"})" << "!offset";
        QTest::newRow("sort_by") << R"({"sort_by": "x"})" << "!sort_by";
        QTest::newRow("sort_order") << R"({"sort_order": "x"})" << "!sort_order";
    }

    void lists()
    {
        QFETCH(QString, query);
        QFETCH(QString, ids);
        const auto listed = jobsOf(sources(), *parseJson(query.toStdString()));
        if (ids.startsWith(u'!')) {
            QVERIFY(!listed);
            QCOMPARE(listed.error().args.at("input"), ids.mid(1).toStdString());
            QVERIFY(!listed.error().detail.empty());
            return;
        }
        QVERIFY(listed);
        QStringList got;
        for (const Json& job : (*listed)["jobs"])
            got << QString::fromStdString(stringAt(job, "id"));
        QCOMPARE(got.join(u' '), ids);
    }

    void pagination()
    {
        const Json listed = *jobsOf(sources(), {{"limit", "3"}});
        COMPARE_JSON(listed["pagination"], (Json {{"offset", 0}, {"limit", 3}, {"total", 4}, {"has_more", true}}));
    }

    void job()
    {
        const Json good = jobOf(sources(), "good");
        COMPARE_JSON(good["status"], "completed");
        COMPARE_JSON(good["priority"], 3);
        COMPARE_JSON(good["create_time"], 10);
        COMPARE_JSON(good["workflow_id"], "w1");
        COMPARE_JSON(good["outputs_count"], 3);
        COMPARE_JSON(good["execution_end_time"], 1500);
        COMPARE_JSON(good["preview_output"], (Json {{"filename", "o"}, {"type", "output"}, {"nodeId", "3"}, {"mediaType", "images"}}));
        COMPARE_JSON(good["workflow"]["prompt"], smallPrompt());
        const Json bad = jobOf(sources(), "bad");
        COMPARE_JSON(bad["status"], "failed");
        COMPARE_JSON(bad["execution_error"]["node_id"], "1");
        QVERIFY(!bad.contains("preview_output"));
        QVERIFY(!jobOf(sources(), "waits").contains("execution_status"));
        QVERIFY(jobOf(sources(), "nobody").is_null());
    }

private:
    JobSources sources() const { return {m_running, m_queue, m_history}; }

    PromptQueue m_queue;
    PromptHistory m_history {100, 1 << 20};
    QueuedPromptPtr m_running = createdAt("runs", 30, "w2");
};

QTEST_GUILESS_MAIN(TestJobsView)
#include "TestJobsView.moc"

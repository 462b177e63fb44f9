// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/GuestLog.h"

#include <QTest>

using namespace weft;

namespace {

JobId jobId(std::uint8_t number)
{
    JobId id;
    id.bytes[0] = number;
    return id;
}

Catalogue offeredTypes()
{
    Catalogue catalogue;
    NodeType encode;
    encode.name = "CLIPTextEncode";
    InputSpec text;
    text.name = "text";
    text.type = "STRING";
    encode.inputs = {text};
    catalogue.add(encode);
    NodeType invert;
    invert.name = "ImageInvert";
    invert.outputs = {{"IMAGE", "IMAGE", false, false, {}}};
    catalogue.add(invert);
    return catalogue;
}

FragmentJob inverting()
{
    FragmentJob job;
    job.fragment.nodes.push_back({"1", "ImageInvert", {}});
    job.fragment.nodes.push_back({"2", "ImageInvert", {}});
    job.inputs.push_back({imageValue({DType::F32, {1, 2, 2, 3}, SharedBytes::take(std::vector<std::uint8_t>(48))})});
    job.fragment.inputs.push_back({{"0", 0}, "IMAGE", false});
    return job;
}

} // namespace

class TestGuestLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kindsAndSizesAreNoted()
    {
        GuestLog log;
        log.add(jobId(1), inverting(), offeredTypes(), {});
        const GuestJob& job = log.jobs().front();
        QCOMPARE(job.nodes, std::vector<std::string> {"ImageInvert"});
        QVERIFY(job.seen == std::set {Exposure::Pictures});
        QCOMPARE(job.bytes, 48);
        QCOMPARE(log.running(), 1);
    }

    void wordsAreSeenWhereThereAreSome()
    {
        GuestLog log;
        FragmentJob job;
        job.fragment.nodes.push_back({"1", "CLIPTextEncode", {{"text", Json("a secret")}}});
        log.add(jobId(1), job, offeredTypes(), {});
        QVERIFY(log.jobs().front().seen.contains(Exposure::Text));
        job.fragment.nodes[0].inputs["text"] = Json("");
        log.add(jobId(2), job, offeredTypes(), {});
        QVERIFY(log.jobs().front().seen.empty());
    }

    void endsAreCounted()
    {
        GuestLog log;
        log.add(jobId(1), inverting(), offeredTypes(), {});
        log.add(jobId(2), inverting(), offeredTypes(), {});
        log.end(jobId(1), true, microCredits(410'000));
        log.end(jobId(2), false, {});
        log.end(jobId(3), true, {}); // one that never started
        QCOMPARE(log.done(), 1);
        QCOMPARE(log.failed(), 1);
        QCOMPARE(log.running(), 0);
        QCOMPARE(log.jobs().back().earned, microCredits(410'000));
    }

    void oldOnesAreForgottenButCounted()
    {
        GuestLog log;
        for (std::size_t i = 0; i < GuestLog::kMost + 5; ++i) {
            JobId id = jobId(std::uint8_t(i));
            id.bytes[1] = std::uint8_t(i / 256);
            log.add(id, inverting(), offeredTypes(), {});
            log.end(id, true, {});
        }
        QCOMPARE(log.jobs().size(), GuestLog::kMost);
        QCOMPARE(log.done(), int(GuestLog::kMost) + 5);
    }
};

QTEST_GUILESS_MAIN(TestGuestLog)
#include "TestGuestLog.moc"

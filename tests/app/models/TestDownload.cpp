// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/models/DownloadFixture.h"

#include <QSignalSpy>

#include <csignal>
#include <sys/resource.h>

using namespace weft;

/// Files that arrive in the end: in pieces, slowly, on a full disk, after a restart.
class TestDownload : public DownloadFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void getsAFile()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        const Outcome outcome = run(jobFor(server, bytes));
        QVERIFY2(outcome.hash, std::string(nameOf(outcome.error.code)).c_str());
        QCOMPARE(contentOf(target()), bytes);
        QVERIFY(!isThere(part()) && !isThere(part() + QStringLiteral(".etag")) && !isThere(part() + QStringLiteral(".lock")));
        QCOMPARE(server.asked().size(), 1);
        // Again: it is there, nobody is asked.
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(server.asked().size(), 1);
    }

    void goesOnAfterBreaks()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.breakAfter = 50'000;
            return answer;
        });
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(contentOf(target()), bytes);
        QVERIFY(server.asked().size() >= 6);
        QVERIFY(!server.asked().last().headers.contains("if-range")); // the hash tells
        QVERIFY(server.asked().last().from > 200'000);
    }

    void goesOnWithoutAHash()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.breakAfter = 100'000;
            return answer;
        });
        DownloadJob job = jobFor(server, bytes);
        job.sha256 = {};
        QVERIFY(run(job).hash);
        QCOMPARE(server.asked().last().headers.value("if-range"), QByteArray("\"v1\""));
        QCOMPARE(contentOf(target()), bytes);
    }

    void aMirrorWithAnotherTagGoesOn()
    {
        const QByteArray bytes = modelBytes();
        put(part(), bytes.left(100'000));
        put(part() + QStringLiteral(".etag"), "\"of another host\"");
        qsizetype sent = 0;
        HostileServer server([&](const auto& asked) {
            const auto answer = HostileServer::serve(asked, bytes);
            sent += answer.body.size();
            return answer;
        });
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(sent, 200'000); // the rest alone
        QCOMPARE(contentOf(target()), bytes);
    }

    void aWholePartIsNotGotAgain()
    {
        const QByteArray bytes = modelBytes();
        put(part(), bytes);
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        DownloadJob job = jobFor(server, bytes);
        job.sizeBytes.reset();
        QVERIFY(run(job).hash);
        QCOMPARE(server.asked().size(), 1); // 416: there is no more
        QCOMPARE(contentOf(target()), bytes);
    }

    void theRestOfAnotherFileIsNotJoined()
    {
        const QByteArray bytes = modelBytes();
        put(part(), QByteArray("\x02\0\0\0\0\0\0\0{}", 10) + QByteArray(100'000, 'x'));
        put(part() + QStringLiteral(".etag"), "\"v0\"");
        HostileServer server([&](auto asked) {
            asked.headers.remove("if-range"); // a server that doesn't know it
            return HostileServer::serve(asked, bytes);
        });
        DownloadJob job = jobFor(server, bytes);
        job.sizeBytes.reset();
        job.sha256 = {};
        QVERIFY(run(job).hash);
        QCOMPARE(contentOf(target()), bytes);
    }

    /// The request after a 416 isn't taken for the one that has ended.
    void aRefusedRangeIsOneFailure()
    {
        const QByteArray bytes = modelBytes();
        put(part(), QByteArray(400'000, 'x'));
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        DownloadJob job = jobFor(server, bytes);
        job.sizeBytes.reset();
        DownloadLimits limits = quickLimits();
        limits.tries = 2;
        QVERIFY(run(job, [](const QString&) { return kPlenty; }, limits).hash);
        QCOMPARE(server.asked().size(), 2);
    }

    void aFileThatCantGrowIsNotAFullDisk()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small {100'000, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const Outcome outcome = run(jobFor(server, bytes));
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QCOMPARE(outcome.error.code, ErrorCode::FileUnwritable);
        QVERIFY(!isThere(target()));
    }

    void givesUpWhenNothingComes()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.breakAfter = 100;
            return answer;
        });
        QCOMPARE(run(jobFor(server, bytes)).error.code, ErrorCode::DownloadUnreachable);
        QCOMPARE(server.asked().size(), 4);
        QVERIFY(isThere(part()) && !isThere(target()));
    }

    void goesOnAfterARestart()
    {
        const QByteArray bytes = modelBytes();
        put(part(), bytes.left(100'000));
        put(part() + QStringLiteral(".etag"), "\"v1\"");
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(server.asked().first().from, 100'000);
        QCOMPARE(contentOf(target()), bytes);
    }

    void startsAgainWhenTheFileHasChanged()
    {
        const QByteArray bytes = modelBytes();
        put(part(), QByteArray(100'000, 'x'));
        put(part() + QStringLiteral(".etag"), "\"v0\"");
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        DownloadJob job = jobFor(server, bytes);
        job.sha256 = {}; // nothing else would tell
        QVERIFY(run(job).hash);
        QCOMPARE(server.asked().size(), 1); // If-Range: the server sent it whole at once
        QCOMPARE(contentOf(target()), bytes);
    }

    void oldBytesThatAreWrongAreGotAgain()
    {
        const QByteArray bytes = modelBytes();
        put(part(), QByteArray(100'000, 'x')); // no validator, but a hash: appended, found wrong, got whole
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(server.asked().size(), 2);
        QCOMPARE(contentOf(target()), bytes);
    }

    void aServerWithoutRangesStartsAgain()
    {
        const QByteArray bytes = modelBytes();
        put(part(), bytes.left(100'000));
        put(part() + QStringLiteral(".etag"), "\"v1\"");
        HostileServer server([&](auto asked) {
            asked.from = -1;
            return HostileServer::serve(asked, bytes);
        });
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(contentOf(target()), bytes);
    }

    void aPartLongerThanTheFileIsDropped()
    {
        const QByteArray bytes = modelBytes();
        put(part(), QByteArray(400'000, 'x'));
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        QVERIFY(run(jobFor(server, bytes)).hash);
    }

    void aSilentServerIsLeft()
    {
        const QByteArray bytes = modelBytes(5'000);
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.breakAfter = 1'000;
            answer.hangs = true;
            return answer;
        });
        DownloadLimits limits = quickLimits();
        limits.tries = 2;
        QCOMPARE(run(jobFor(server, bytes), [](const QString&) { return kPlenty; }, limits).error.code, ErrorCode::DownloadStalled);
        QVERIFY(isThere(part()));
    }

    void aSlowServerIsWaitedFor()
    {
        const QByteArray bytes = modelBytes(20'000);
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.chunk = 1'000;
            answer.every = 20;
            return answer;
        });
        Download download(m_network, jobFor(server, bytes), quickLimits(), [](const QString&) { return kPlenty; });
        QSignalSpy ended(&download, &Download::finished);
        qint64 rate = 0;
        connect(&download, &Download::progressed, this, [&](const DownloadProgress& progress) {
            rate = std::max(rate, progress.bytesPerSecond);
            QCOMPARE(progress.total, std::optional<qint64>(20'000));
        });
        download.start();
        QVERIFY(ended.wait(5'000));
        QVERIFY2(rate > 1'000 && rate < 500'000, qPrintable(QString::number(rate)));
        QVERIFY(isThere(target()));
    }

    void aFullDiskIsSeenBefore()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        const Outcome outcome = run(jobFor(server, bytes), [](const QString&) { return qint64(1'000); });
        QCOMPARE(outcome.error.code, ErrorCode::DownloadNoSpace);
        QVERIFY(!isThere(target()));
    }

    void aDiskThatFillsUpKeepsThePart()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.chunk = 20'000;
            answer.every = 1;
            return answer;
        });
        int looks = 0;
        const Outcome outcome = run(jobFor(server, bytes), [&](const QString&) { return ++looks > 3 ? qint64(0) : kPlenty; });
        QCOMPARE(outcome.error.code, ErrorCode::DownloadNoSpace);
        QVERIFY(contentOf(part()).size() > 0 && bytes.startsWith(contentOf(part())));
        QVERIFY(run(jobFor(server, bytes)).hash); // room was made
        QVERIFY(server.asked().last().from > 0);
    }

    void aCancelKeepsThePart()
    {
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto& asked) {
            auto answer = HostileServer::serve(asked, bytes);
            answer.breakAfter = 50'000;
            answer.hangs = true;
            return answer;
        });
        Download download(m_network, jobFor(server, bytes), quickLimits(), [](const QString&) { return kPlenty; });
        std::optional<Error> error;
        connect(&download, &Download::finished, this, [&](const Result<Hash256>& result) { error = result.error(); });
        download.start();
        QTRY_COMPARE(contentOf(part()).size(), 50'000);
        download.cancel();
        QVERIFY(error && error->code == ErrorCode::Cancelled);
        QVERIFY(isThere(part()) && !isThere(target()));
    }

    /// More than may wait for its hash: the server has to, and nothing is lost or taken for a stall.
    void aFastServerWaitsForTheHash()
    {
        const QByteArray bytes = modelBytes(24 << 20);
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        QVERIFY(run(jobFor(server, bytes)).hash);
        QCOMPARE(server.asked().size(), 1);
        QCOMPARE(QFileInfo(target()).size(), qint64(bytes.size()));
    }
};

QTEST_GUILESS_MAIN(TestDownload)
#include "TestDownload.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/Download.h"
#include "tests/app/models/HostileServer.h"

#include <QNetworkAccessManager>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace weft;

namespace {

constexpr qint64 kPlenty = qint64(1) << 40;

QByteArray modelBytes(int size = 300'000)
{
    QByteArray bytes("\x02\0\0\0\0\0\0\0{}", 10); // an empty safetensors header
    for (int i = 10; i < size; ++i)
        bytes += char(i * 7 + i / 251);
    return bytes;
}

Hash256 hashOfBytes(const QByteArray& bytes)
{
    return sha256({reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

DownloadLimits quickLimits()
{
    DownloadLimits limits;
    limits.tries = 4;
    limits.progressBytes = 10'000;
    limits.firstPause = std::chrono::milliseconds(1);
    limits.longestPause = std::chrono::milliseconds(5);
    limits.stall = std::chrono::milliseconds(150);
    return limits;
}

} // namespace

class TestDownload : public QObject {
    Q_OBJECT

private:
    struct Outcome {
        std::optional<Hash256> hash;
        Error error;
    };

    QString target() const { return m_folder->filePath(QStringLiteral("vae/model.safetensors")); }
    QString part() const { return target() + QStringLiteral(".part"); }
    bool isThere(const QString& path) const { return QFile::exists(path); }

    QByteArray contentOf(const QString& path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void put(const QString& path, const QByteArray& bytes) const
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    DownloadJob jobFor(const HostileServer& server, const QByteArray& wanted) const
    {
        DownloadJob job;
        job.url = server.url();
        job.target = target();
        job.sizeBytes = wanted.size();
        job.sha256 = hashOfBytes(wanted);
        return job;
    }

    Outcome run(const DownloadJob& job, FreeBytes free = [](const QString&) { return kPlenty; }, DownloadLimits limits = quickLimits())
    {
        Download download(m_network, job, limits, std::move(free));
        Outcome outcome;
        bool ended = false;
        connect(&download, &Download::finished, this, [&](const Result<Hash256>& result) {
            if (result)
                outcome.hash = *result;
            else
                outcome.error = result.error();
            ended = true;
        });
        download.start();
        if (!QTest::qWaitFor([&] { return ended; }, 10'000))
            outcome.error = Error {ErrorCode::Internal, "it never ended"};
        return outcome;
    }

    QNetworkAccessManager m_network;
    std::unique_ptr<QTemporaryDir> m_folder;

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

    void wrongBytesAreRemoved()
    {
        const QByteArray bytes = modelBytes();
        QByteArray wrong = bytes;
        wrong[5'000] = char(wrong[5'000] + 1);
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, wrong); });
        QCOMPARE(run(jobFor(server, bytes)).error.code, ErrorCode::DownloadWrongBytes);
        QVERIFY(!isThere(target()) && !isThere(part()));
    }

    void pagesInAModelsPlaceAreRefused()
    {
        HostileServer server([](const auto& asked) { return HostileServer::serve(asked, "<html>Please log in</html>"); });
        DownloadJob job = jobFor(server, {});
        job.sizeBytes.reset();
        job.sha256 = {};
        const Outcome outcome = run(job);
        QCOMPARE(outcome.error.code, ErrorCode::DownloadWrongBytes);
        QVERIFY(!outcome.error.args.contains("received")); // no hash was wanted, so none is wrong
        QVERIFY(!isThere(target()));
    }

    void unverifiedFilesTellTheirHash()
    {
        const QByteArray bytes = modelBytes(500);
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        DownloadJob job = jobFor(server, bytes);
        job.sizeBytes.reset();
        job.sha256 = {};
        QCOMPARE(run(job).hash, std::optional(hashOfBytes(bytes)));
    }

    void liesAboutLength_data()
    {
        QTest::addColumn<int>("said");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("too short") << 1'000 << ErrorCode::DownloadWrongSize;
        QTest::newRow("too long") << 400'000 << ErrorCode::DownloadWrongSize;
        QTest::newRow("not at all, and more comes") << -1 << ErrorCode::DownloadWrongSize;
    }
    void liesAboutLength()
    {
        QFETCH(int, said);
        const QByteArray bytes = modelBytes();
        HostileServer server([&](const auto&) {
            const QByteArray length = said < 0 ? QByteArray() : "\r\nContent-Length: " + QByteArray::number(said);
            return HostileServer::Answer {"HTTP/1.1 200 OK" + length, bytes + bytes};
        });
        QTEST(run(jobFor(server, bytes)).error.code, "code");
        QVERIFY(!isThere(target()));
    }

    void aLongerLengthThanComesIsABreak()
    {
        const QByteArray bytes = modelBytes(5'000);
        HostileServer server([&](const auto&) { return HostileServer::Answer {"HTTP/1.1 200 OK\r\nContent-Length: 5000", bytes.left(4'000)}; });
        QCOMPARE(run(jobFor(server, bytes)).error.code, ErrorCode::DownloadUnreachable);
        QVERIFY(isThere(part()));
    }

    void redirects_data()
    {
        QTest::addColumn<int>("steps");
        QTest::addColumn<QByteArray>("last");
        QTest::addColumn<bool>("good");
        QTest::newRow("one") << 1 << QByteArray("/file") << true;
        QTest::newRow("five") << 5 << QByteArray("/file") << true;
        QTest::newRow("six") << 6 << QByteArray("/file") << false;
        QTest::newRow("in a circle") << 1'000 << QByteArray("/file") << false;
        QTest::newRow("without encryption") << 1 << QByteArray("http://example.invalid/file") << false;
        QTest::newRow("to a local file") << 1 << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("nowhere") << 1 << QByteArray("http://") << false;
    }
    void redirects()
    {
        QFETCH(int, steps);
        QFETCH(QByteArray, last);
        QFETCH(bool, good);
        const QByteArray bytes = modelBytes(2'000);
        int step = 0;
        HostileServer server([&](const auto& asked) {
            if (asked.path == "/file")
                return HostileServer::serve(asked, bytes);
            ++step;
            return HostileServer::status("302 Found", "Location: " + (step >= steps ? last : "/step" + QByteArray::number(step)));
        });
        const Outcome outcome = run(jobFor(server, bytes));
        QCOMPARE(outcome.hash.has_value(), good);
        if (!good)
            QCOMPARE(outcome.error.code, ErrorCode::DownloadRedirected);
        QVERIFY(server.asked().size() <= 6);
    }

    void tokensStayWithTheirHost()
    {
        const QByteArray bytes = modelBytes(2'000);
        HostileServer other([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        HostileServer server([&](const auto&) { return HostileServer::status("302 Found", "Location: " + other.url().toEncoded()); });
        DownloadJob job = jobFor(server, bytes);
        job.token = "secret";
        QVERIFY(run(job).hash);
        QCOMPARE(server.asked().first().headers.value("authorization"), QByteArray("Bearer secret"));
        QVERIFY(!other.asked().first().headers.contains("authorization"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("tries");
        QTest::addColumn<bool>("hasLicence");
        QTest::newRow("gated") << QByteArray("403 Forbidden") << ErrorCode::DownloadGated << 1 << true;
        QTest::newRow("login") << QByteArray("401 Unauthorized") << ErrorCode::DownloadGated << 1 << true;
        QTest::newRow("forbidden, no licence to accept") << QByteArray("403 Forbidden") << ErrorCode::DownloadRefused << 1 << false;
        QTest::newRow("gone") << QByteArray("404 Not Found") << ErrorCode::DownloadMissing << 1 << true;
        QTest::newRow("odd") << QByteArray("418 Teapot") << ErrorCode::DownloadRefused << 1 << true;
        QTest::newRow("busy") << QByteArray("503 Busy") << ErrorCode::DownloadRefused << 4 << true;
        QTest::newRow("too many") << QByteArray("429 Slow down") << ErrorCode::DownloadRefused << 4 << true;
    }
    void refusals()
    {
        QFETCH(QByteArray, line);
        QFETCH(bool, hasLicence);
        HostileServer server([&](const auto&) { return HostileServer::status(line); });
        DownloadJob job = jobFor(server, modelBytes(100));
        if (hasLicence)
            job.site = QUrl(QStringLiteral("https://example.org/model"));
        const Outcome outcome = run(job);
        QTEST(outcome.error.code, "code");
        QTEST(int(server.asked().size()), "tries");
        if (outcome.error.code == ErrorCode::DownloadGated)
            QCOMPARE(outcome.error.args.at("site"), "https://example.org/model");
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

    void anotherFileOfThatNameIsNotTouched()
    {
        const QByteArray bytes = modelBytes();
        put(target(), "somebody's own");
        HostileServer server([&](const auto& asked) { return HostileServer::serve(asked, bytes); });
        QCOMPARE(run(jobFor(server, bytes)).error.code, ErrorCode::DownloadTargetExists);
        QCOMPARE(contentOf(target()), QByteArray("somebody's own"));
        QCOMPARE(server.asked().size(), 0);
    }

    void addressesWithoutEncryptionAreNotAsked()
    {
        DownloadJob job;
        job.url = QUrl(QStringLiteral("http://example.invalid/x.safetensors"));
        job.target = target();
        QCOMPARE(run(job).error.code, ErrorCode::DownloadRedirected);
    }
};

QTEST_GUILESS_MAIN(TestDownload)
#include "TestDownload.moc"

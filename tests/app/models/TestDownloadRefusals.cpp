// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/models/DownloadFixture.h"

using namespace weft;

/// What isn't got: wrong bytes, lies about sizes, redirects that lead astray, servers that refuse.
class TestDownloadRefusals : public DownloadFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

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

QTEST_GUILESS_MAIN(TestDownloadRefusals)
#include "TestDownloadRefusals.moc"

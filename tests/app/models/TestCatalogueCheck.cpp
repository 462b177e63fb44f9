// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/CatalogueCheck.h"
#include "tests/app/models/HostileServer.h"

#include <QCoroTask>
#include <QNetworkAccessManager>
#include <QTest>

using namespace weft;

class TestCatalogueCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QByteArray>("headers"); // of a redirect, or of the file when it begins with '='
        QTest::addColumn<CheckVerdict>("verdict");
        const QByteArray good(64, 'a');
        QTest::newRow("large file store") << "X-Linked-Size: 10\r\nX-Linked-ETag: \"" + good + '"' << CheckVerdict::Same;
        QTest::newRow("plain") << QByteArray("=10") << CheckVerdict::SameSize;
        QTest::newRow("another size") << QByteArray("=11") << CheckVerdict::SizeDiffers;
        QTest::newRow("another hash") << "X-Linked-Size: 10\r\nX-Linked-ETag: \"" + QByteArray(64, 'b') + '"' << CheckVerdict::HashDiffers;
        QTest::newRow("a tag that looks like a hash") << "X-Linked-Size: 10\r\nETag: \"" + QByteArray(64, 'b') + '"' << CheckVerdict::SameSize;
        QTest::newRow("a tag that is no hash") << QByteArray("X-Linked-Size: 10\r\nETag: \"abc\"") << CheckVerdict::SameSize;
    }
    void verdicts()
    {
        QFETCH(QByteArray, headers);
        HostileServer server([&](const HostileServer::Asked& asked) -> HostileServer::Answer {
            if (asked.path == "/file" || headers.startsWith('='))
                return {"HTTP/1.1 200 OK\r\nContent-Length: " + (headers.startsWith('=') ? headers.mid(1) : QByteArray("999")), {}};
            return HostileServer::status("302 Found", "Location: /file\r\n" + headers);
        });
        QNetworkAccessManager network;
        CuratedModel model;
        model.sizeBytes = 10;
        model.sha256 = *Hash256::fromHex(std::string(64, 'a'));
        const SiteWord word = QCoro::waitFor(askSite(&network, server.url()));
        QTEST(verdictOf(model, word), "verdict");
        QCOMPARE(server.asked().first().method, QByteArray("HEAD"));
    }

    void theTokenStaysWithItsHost()
    {
        HostileServer other([](const auto& asked) { return HostileServer::serve(asked, "abc"); });
        HostileServer server([&](const auto&) { return HostileServer::status("302 Found", "Location: " + other.url().toEncoded()); });
        QNetworkAccessManager network;
        QVERIFY(!QCoro::waitFor(askSite(&network, server.url(), "secret")).error);
        QCOMPARE(server.asked().first().headers.value("authorization"), QByteArray("Bearer secret"));
        QVERIFY(!other.asked().first().headers.contains("authorization"));
    }

    void whatNeedsAnAccountIsNoFailure()
    {
        SiteWord word;
        word.error = Error {ErrorCode::DownloadGated};
        CuratedModel model;
        QCOMPARE(verdictOf(model, word), CheckVerdict::Failed);
        model.mustAccept = true;
        QCOMPARE(verdictOf(model, word), CheckVerdict::NotAsked);
        word.error = Error {ErrorCode::DownloadMissing};
        QCOMPARE(verdictOf(model, word), CheckVerdict::Failed);
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("gated") << QByteArray("401 Unauthorized") << ErrorCode::DownloadGated;
        QTest::newRow("gone") << QByteArray("404 Not Found") << ErrorCode::DownloadMissing;
        QTest::newRow("busy") << QByteArray("500 Oh") << ErrorCode::DownloadRefused;
        QTest::newRow("in a circle") << QByteArray("302 Found") << ErrorCode::DownloadRedirected;
    }
    void refusals()
    {
        QFETCH(QByteArray, line);
        HostileServer server([&](const auto&) { return HostileServer::status(line, line.startsWith("302") ? "Location: /again" : ""); });
        QNetworkAccessManager network;
        const SiteWord word = QCoro::waitFor(askSite(&network, server.url()));
        QVERIFY(word.error);
        QTEST(word.error->code, "code");
    }

    void onlyTheSiteItselfAsksForAnAccount()
    {
        HostileServer store([](const auto&) { return HostileServer::status("403 Forbidden"); });
        HostileServer server([&](const auto&) { return HostileServer::status("302 Found", "Location: " + store.url().toEncoded()); });
        QNetworkAccessManager network;
        QCOMPARE(QCoro::waitFor(askSite(&network, server.url(), "secret")).error->code, ErrorCode::DownloadRefused);
        QCOMPARE(QCoro::waitFor(askSite(&network, store.url(), "secret")).error->code, ErrorCode::DownloadGated);
    }

    void nobodyThere()
    {
        QNetworkAccessManager network;
        HostileServer server([](const auto&) { return HostileServer::Answer(); });
        const QUrl url = server.url();
        server.close();
        QCOMPARE(QCoro::waitFor(askSite(&network, url)).error->code, ErrorCode::DownloadUnreachable);
    }
};

QTEST_GUILESS_MAIN(TestCatalogueCheck)
#include "TestCatalogueCheck.moc"

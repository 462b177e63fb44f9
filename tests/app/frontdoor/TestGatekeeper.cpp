// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/Gatekeeper.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;

/// Who gets in: hosts, origins, what browsers say, tokens.
class TestGatekeeper : public QObject {
    Q_OBJECT

    static http::Request asking(const std::string& path, http::Headers headers)
    {
        http::Request head;
        head.method = "GET";
        const std::size_t question = path.find('?');
        head.path = path.substr(0, question);
        head.query = question == std::string::npos ? "" : path.substr(question + 1);
        head.headers = std::move(headers);
        return head;
    }
    static int statusOf(const Gatekeeper& keeper, const http::Request& head)
    {
        const auto refused = keeper.judge(head);
        return refused ? refused->status : 0;
    }

private Q_SLOTS:
    void withoutTokens_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("status");
        const auto row = [](const char* what, const char* host, const char* name, const char* value, int status) {
            QTest::newRow(what) << QByteArray(host) << QByteArray(name) << QByteArray(value) << status;
        };
        row("a program", "127.0.0.1:8188", "X", "y", 0);
        row("by name", "localhost:8188", "X", "y", 0);
        row("by name in capitals", "LOCALHOST:8188", "X", "y", 0);
        row("IPv6", "[::1]:8188", "X", "y", 0);
        row("another name points here", "evil.example:8188", "X", "y", 403);
        row("a name that begins well", "localhost.evil.example:8188", "X", "y", 403);
        row("a name like an address", "127.0.0.1.evil.example", "X", "y", 403);
        row("another address", "192.168.1.2:8188", "X", "y", 403);
        row("no host", "", "X", "y", 403);
        row("its own page", "127.0.0.1:8188", "Origin", "http://127.0.0.1:8188", 0);
        row("its own page, port 80", "localhost", "Origin", "http://localhost", 0);
        row("another page", "127.0.0.1:8188", "Origin", "http://evil.example", 403);
        row("another port", "127.0.0.1:8188", "Origin", "http://127.0.0.1:3000", 403);
        row("another name of this computer", "127.0.0.1:8188", "Origin", "http://localhost:8188", 403);
        row("a page without an origin", "127.0.0.1:8188", "Origin", "null", 403);
        row("an extension", "127.0.0.1:8188", "Origin", "chrome-extension://127.0.0.1:8188x", 403);
        row("a user in the origin", "127.0.0.1:8188", "Origin", "http://127.0.0.1:8188@evil.example", 403);
        row("a picture in another page", "127.0.0.1:8188", "Sec-Fetch-Site", "cross-site", 403);
        row("a picture in a page of this computer", "127.0.0.1:8188", "Sec-Fetch-Site", "same-site", 403);
        row("a picture in its own page", "127.0.0.1:8188", "Sec-Fetch-Site", "same-origin", 0);
        row("a wrong token", "127.0.0.1:8188", "Authorization", "Bearer wrong", 401);
    }
    void withoutTokens()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QTemporaryDir folder;
        const auto book = TokenBook::open(folder.filePath(QStringLiteral("tokens.json")));
        const Gatekeeper keeper(*book, false);
        QTEST(statusOf(keeper, asking("/prompt", {{"Host", host.toStdString()}, {name.toStdString(), value.toStdString()}})), "status");
    }

    void aLinkMayBeFollowed()
    {
        QTemporaryDir folder;
        const auto book = TokenBook::open(folder.filePath(QStringLiteral("tokens.json")));
        const Gatekeeper keeper(*book, false);
        const http::Headers headers {{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}};
        QCOMPARE(statusOf(keeper, asking("/", headers)), 0);
    }

    void withTokens_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("status");
        const auto row = [](const char* what, const char* path, const char* name, const char* value, int status) {
            QTest::newRow(what) << QByteArray(path) << QByteArray(name) << QByteArray(value) << status;
        };
        row("none", "/prompt", "X", "y", 401);
        row("none, for a picture", "/view?filename=a.png", "X", "y", 401);
        row("none, for a socket", "/ws?clientId=1", "X", "y", 401);
        row("right", "/prompt", "Authorization", "Bearer sixteen letters.", 0);
        row("right, in small letters", "/prompt", "authorization", "bearer sixteen letters.", 0);
        row("wrong", "/prompt", "Authorization", "Bearer sixteen letters,", 401);
        row("another scheme", "/prompt", "Authorization", "Basic sixteen letters.", 401);
        row("as a cookie", "/api/prompt", "Cookie", "a=b; weft_token=sixteen%20letters.; c=d", 0);
        row("as another cookie", "/api/prompt", "Cookie", "xweft_token=sixteen%20letters.", 401);
        row("in the query of a picture", "/view?filename=a.png&token=sixteen+letters.", "X", "y", 0);
        row("in the query of a socket", "/ws?clientId=1&token=sixteen%20letters.", "X", "y", 0);
        row("in the query of anything else", "/prompt?token=sixteen+letters.", "X", "y", 401);
        row("wrong, in the query", "/ws?token=x", "X", "y", 401);
        row("at the door", "/?token=sixteen+letters.", "X", "y", 302);
        row("what judges itself", "/v1/models", "X", "y", 0);
        row("from another page all the same", "/v1/models", "Origin", "http://evil.example", 403);
    }
    void withTokens()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QTemporaryDir folder;
        auto book = TokenBook::open(folder.filePath(QStringLiteral("tokens.json")));
        QVERIFY(book->add(QStringLiteral("sixteen letters.")));
        Gatekeeper keeper(*book, true);
        keeper.leaveTo("/v1/");
        const http::Headers headers {{"Host", "weft.example:8188"}, {name.toStdString(), value.toStdString()}};
        QTEST(statusOf(keeper, asking(path.toStdString(), headers)), "status");
    }

    void theDoorGivesACookie()
    {
        QTemporaryDir folder;
        auto book = TokenBook::open(folder.filePath(QStringLiteral("tokens.json")));
        const auto id = book->add(QStringLiteral("sixteen letters."));
        QVERIFY(id);
        const Gatekeeper keeper(*book, true);
        const auto answer = keeper.judge(asking("/?token=sixteen+letters.", {{"Host", "x"}}));
        QVERIFY(answer);
        const std::string cookie(http::headerOf(answer->headers, "Set-Cookie"));
        QVERIFY(cookie.find("HttpOnly") != cookie.npos && cookie.find("SameSite=Strict") != cookie.npos);
        const auto next = asking("/prompt", {{"Host", "x"}, {"Cookie", cookie.substr(0, cookie.find(';'))}});
        QCOMPARE(statusOf(keeper, next), 0);
        QCOMPARE(keeper.callerOf(next), *id);
    }
};

QTEST_GUILESS_MAIN(TestGatekeeper)
#include "TestGatekeeper.moc"

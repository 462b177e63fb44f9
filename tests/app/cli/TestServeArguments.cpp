// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ServeArguments.h"

#include <QDir>
#include <QTest>

using namespace weft;

namespace {

std::variant<ServeArguments, Usage> parsed(const char* line) { return parseServeArguments(QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts)); }

ServeArguments good(const char* line)
{
    const auto result = parsed(line);
    if (const auto* usage = std::get_if<Usage>(&result))
        qWarning("%s", qPrintable(usage->text));
    return std::holds_alternative<Usage>(result) ? ServeArguments {} : std::get<ServeArguments>(result);
}

} // namespace

class TestServeArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsUsual()
    {
        const ServeArguments arguments = good("");
        QVERIFY(arguments.address.isLoopback());
        QVERIFY(!arguments.port); // ComfyUI's, or any
        QVERIFY(!arguments.needsToken() && !arguments.budget && arguments.tokens.isEmpty());
        QCOMPARE(arguments.folders.input, QDir::current().absoluteFilePath(QStringLiteral("input")));
        QCOMPARE(arguments.folders.output, QDir::current().absoluteFilePath(QStringLiteral("output")));
        QVERIFY(arguments.certificate.isEmpty() && arguments.frontend.isEmpty());
    }

    void everythingIsRead()
    {
        const ServeArguments arguments = good("--port 9000 --listen 0.0.0.0 --token abcdefghijklmnop --token qrstuvwxyzabcdef --budget 2.5 --forget-tokens "
                                              "--frontend page --tls-cert c.pem --tls-key k.pem --input in --output /out --relay wss://relay:443 --only-here --max-credits 3 --home h");
        QCOMPARE(arguments.port, std::optional<quint16>(9000));
        QVERIFY(!arguments.address.isLoopback());
        QCOMPARE(arguments.tokens.size(), 2);
        QCOMPARE(arguments.budget->micro, 2'500'000);
        QVERIFY(arguments.forgetTokens && !arguments.newToken && arguments.needsToken());
        QCOMPARE(arguments.frontend, QStringLiteral("page"));
        QCOMPARE(arguments.certificate, QStringLiteral("c.pem"));
        QCOMPARE(arguments.certificateKey, QStringLiteral("k.pem"));
        QCOMPARE(arguments.folders.input, QDir::current().absoluteFilePath(QStringLiteral("in")));
        QCOMPARE(arguments.folders.output, QStringLiteral("/out"));
        QCOMPARE(arguments.relay.host(), QStringLiteral("relay"));
        QVERIFY(arguments.options.policy.privacy == Privacy::OnlyHere);
        QCOMPARE(arguments.options.policy.cap.micro, 3'000'000);
        QCOMPARE(arguments.home, QStringLiteral("h"));
    }

    void whoNeedsAToken_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("needs");
        QTest::newRow("this computer") << QString() << false;
        QTest::newRow("by name") << QStringLiteral("--listen localhost") << false;
        QTest::newRow("IPv6's loopback") << QStringLiteral("--listen ::1") << false;
        QTest::newRow("everybody") << QStringLiteral("--listen ::") << true;
        QTest::newRow("one network") << QStringLiteral("--listen 192.168.1.2") << true;
        QTest::newRow("wished") << QStringLiteral("--new-token") << true;
        QTest::newRow("named") << QStringLiteral("--token abcdefghijklmnop") << true;
    }
    void whoNeedsAToken()
    {
        QFETCH(QString, line);
        QFETCH(bool, needs);
        QCOMPARE(good(line.toLatin1().constData()).needsToken(), needs);
    }

    void mistakes_data()
    {
        QTest::addColumn<QString>("says");
        QTest::newRow("a.json") << QStringLiteral("takes no files");
        QTest::newRow("--port many") << QStringLiteral("--port");
        QTest::newRow("--port 70000") << QStringLiteral("--port");
        QTest::newRow("--listen everywhere") << QStringLiteral("--listen");
        QTest::newRow("--token short") << QStringLiteral("--token needs");
        QTest::newRow("--budget -1") << QStringLiteral("--budget");
        QTest::newRow("--budget 9999999999") << QStringLiteral("--budget");
        QTest::newRow("--tls-cert c.pem") << QStringLiteral("belong together");
        QTest::newRow("--tls-key k.pem") << QStringLiteral("belong together");
        QTest::newRow("--relay http://x") << QStringLiteral("--relay");
        QTest::newRow("--blind") << QStringLiteral("--blind needs --relay");
        QTest::newRow("--colour") << QStringLiteral("colour");
    }
    void mistakes()
    {
        QFETCH(QString, says);
        const auto result = parsed(QTest::currentDataTag());
        const auto* usage = std::get_if<Usage>(&result);
        QVERIFY(usage && usage->isMistake);
        QVERIFY2(usage->text.contains(says), qPrintable(usage->text));
    }

    void help()
    {
        const auto result = parsed("--help");
        const auto* usage = std::get_if<Usage>(&result);
        QVERIFY(usage && !usage->isMistake);
        for (const char* option : {"--port", "--token", "--budget", "--frontend", "--relay", "--comfy"})
            QVERIFY2(usage->text.contains(QLatin1String(option)), option);
    }
};

QTEST_GUILESS_MAIN(TestServeArguments)
#include "TestServeArguments.moc"

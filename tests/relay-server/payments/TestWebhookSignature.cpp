// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/WebhookSignature.h"

#include "core/base/Json.h"

#include <QMessageAuthenticationCode>
#include <QProcess>
#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestWebhookSignature : public QObject {
    Q_OBJECT

    static constexpr std::int64_t kNow = 1'700'000'000;
    const QByteArray m_body = R"({"id": "evt_1", "name": "名前"})";

    static UnixMillis at(std::int64_t seconds) { return UnixMillis{std::chrono::seconds(seconds)}; }
    QByteArray v1(std::int64_t time, const char* secret = "whsec_a") const
    {
        const QByteArray text = QByteArray::number(qint64(time)) + "." + m_body;
        return "v1=" + QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256).toHex();
    }

private Q_SLOTS:
    void headers_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("valid");
        const QByteArray now = "t=" + QByteArray::number(qint64(kNow));
        QTest::newRow("right") << now + "," + v1(kNow) << true;
        QTest::newRow("by the other secret") << now + "," + v1(kNow, "whsec_b") << true;
        QTest::newRow("by nobody's secret") << now + "," + v1(kNow, "whsec_c") << false;
        QTest::newRow("by an empty secret") << now + "," + v1(kNow, "") << false;
        QTest::newRow("any v1 counts") << now + ",v1=00," + v1(kNow) + ",v0=1" << true;
        QTest::newRow("v0 doesn't") << now + ",v0=" + v1(kNow).mid(3) << false;
        QTest::newRow("just in time") << "t=" + QByteArray::number(qint64(kNow - 300)) + "," + v1(kNow - 300) << true;
        QTest::newRow("too old") << "t=" + QByteArray::number(qint64(kNow - 301)) + "," + v1(kNow - 301) << false;
        QTest::newRow("of another time") << "t=" + QByteArray::number(qint64(kNow - 1)) + "," + v1(kNow) << false;
        QTest::newRow("capital digits") << now + "," + v1(kNow).toUpper().replace("V1", "v1") << false;
        QTest::newRow("half a signature") << now + "," + v1(kNow).left(30) << false;
        QTest::newRow("no time") << v1(kNow) << false;
        QTest::newRow("no number") << "t=now," + v1(kNow) << false;
        QTest::newRow("a number beyond all") << "t=99999999999999999999999," + v1(kNow) << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void headers()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, valid);
        const auto check = [&](const QByteArray& body) {
            return checkWebhook({header.constData(), std::size_t(header.size())},
                {body.constData(), std::size_t(body.size())}, {"whsec_a", "", "whsec_b"}, at(kNow))
                .hasValue();
        };
        QCOMPARE(check(m_body), valid);
        QVERIFY(!check(m_body + " "));
        QVERIFY(!check(m_body + '\xff'));
    }

    void thePackageAgrees()
    {
        QProcess python;
        python.start(QStringLiteral("python3"),
            {QStringLiteral(WEFT_SOURCE_DIR "/tests/fakes/stripe/mutate_webhooks.py"), QStringLiteral("--count"),
                QStringLiteral("10000")});
        if (!python.waitForStarted())
            QSKIP("SKIPPED: no python3");
        QVERIFY(python.waitForFinished(100'000));
        const QList<QByteArray> lines = python.readAllStandardOutput().split('\n');
        if (lines.value(0).startsWith("SKIPPED") || python.exitCode() != 0)
            QSKIP("SKIPPED: Stripe's Python package isn't installed");
        int checked = 0;
        int valid = 0;
        for (const QByteArray& line : lines) {
            const auto json = parseJson({line.constData(), std::size_t(line.size())});
            if (line.isEmpty() || !json)
                continue;
            const QByteArray body = QByteArray::fromHex(QByteArray::fromStdString(stringAt(*json, "body_hex")));
            std::vector<std::string> secrets;
            for (const Json& secret : memberAt(*json, "secrets"))
                secrets.push_back(secret.get<std::string>());
            const bool ours = checkWebhook(stringAt(*json, "header"), {body.constData(), std::size_t(body.size())},
                secrets, at(intAt(*json, "now")))
                                  .hasValue();
            QVERIFY2(ours == boolAt(*json, "valid"), line.constData());
            ++checked;
            valid += ours;
        }
        QCOMPARE(checked, 10'000);
        QVERIFY(valid > 1000 && valid < 9000);
    }
};

QTEST_GUILESS_MAIN(TestWebhookSignature)
#include "TestWebhookSignature.moc"

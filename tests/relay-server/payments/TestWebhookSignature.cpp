// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/WebhookSignature.h"

#include "core/base/Json.h"

#include <QProcess>
#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestWebhookSignature : public QObject {
    Q_OBJECT

    const std::string m_body = R"({"id": "evt_1", "name": "名前"})";
    // printf '1700000000.{...}' | openssl dgst -sha256 -hmac whsec_test
    static UnixMillis at(std::int64_t seconds) { return UnixMillis{std::chrono::seconds(seconds)}; }

private Q_SLOTS:
    void theExampleOfRfc4231()
    {
        // Test case 2: key "Jefe"; the text happens to have no "t." before it, so it is taken apart here.
        QVERIFY(!checkWebhook("t=0,v1=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "what do ya want for nothing?", {"Jefe"}, at(0)));
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

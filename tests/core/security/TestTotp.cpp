// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Totp.h"

#include <QTest>

using namespace weft;

class TestTotp : public QObject {
    Q_OBJECT

    static ByteView viewOf(std::string_view text)
    {
        return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    }
    static constexpr std::string_view kSecret = "12345678901234567890";

private Q_SLOTS:
    /// RFC 6238, appendix B, the rows of SHA-1.
    void vectorsOfTheRfc_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("code");
        QTest::newRow("59") << qint64{59} << QStringLiteral("94287082");
        QTest::newRow("1111111109") << qint64{1111111109} << QStringLiteral("07081804");
        QTest::newRow("1111111111") << qint64{1111111111} << QStringLiteral("14050471");
        QTest::newRow("1234567890") << qint64{1234567890} << QStringLiteral("89005924");
        QTest::newRow("2000000000") << qint64{2000000000} << QStringLiteral("69279037");
        QTest::newRow("20000000000") << qint64{20000000000} << QStringLiteral("65353130");
    }
    void vectorsOfTheRfc()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, code);
        QCOMPARE(QString::fromStdString(hotpCode(viewOf(kSecret), seconds / kTotpStepSeconds, 8)), code);
        QCOMPARE(*matchTotp(viewOf(kSecret), code.right(6).toStdString(), seconds, 0), seconds / kTotpStepSeconds);
    }

    /// RFC 4226, appendix D.
    void countersOfTheRfc()
    {
        const char* const codes[] = {
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"};
        for (int i = 0; i < 10; ++i)
            QCOMPARE(hotpCode(viewOf(kSecret), i), std::string(codes[i]));
    }

    void oneStepEitherWayAndOnce()
    {
        const std::int64_t now = 1111111109;
        const std::int64_t step = now / 30;
        for (const int off : {-1, 0, 1})
            QCOMPARE(*matchTotp(viewOf(kSecret), hotpCode(viewOf(kSecret), step + off), now, 0), step + off);
        for (const int off : {-2, 2})
            QVERIFY(!matchTotp(viewOf(kSecret), hotpCode(viewOf(kSecret), step + off), now, 0));
        QVERIFY(!matchTotp(viewOf(kSecret), hotpCode(viewOf(kSecret), step), now, step));
        QVERIFY(matchTotp(viewOf(kSecret), "081 804", now, 0));
        for (const char* bad : {"", "081804 1", "07081804", "08180", "O81804"})
            QVERIFY(!matchTotp(viewOf(kSecret), bad, now, 0));
    }

    /// RFC 4648, section 10, without padding.
    void base32OfTheRfc()
    {
        QCOMPARE(base32({}), std::string());
        QCOMPARE(base32(viewOf("f")), std::string("MY"));
        QCOMPARE(base32(viewOf("fo")), std::string("MZXQ"));
        QCOMPARE(base32(viewOf("foo")), std::string("MZXW6"));
        QCOMPARE(base32(viewOf("foobar")), std::string("MZXW6YTBOI"));
    }

    void theUri()
    {
        QCOMPARE(totpUri(viewOf("foobar"), "Weft", "a b@c.example"),
            std::string("otpauth://totp/Weft:a%20b%40c.example?secret=MZXW6YTBOI&issuer=Weft&algorithm=SHA1&digits=6"
                        "&period=30"));
    }
};

QTEST_GUILESS_MAIN(TestTotp)
#include "TestTotp.moc"

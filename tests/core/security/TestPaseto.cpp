// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Json.h"
#include "core/security/Paseto.h"

#include <QFile>
#include <QTest>

using namespace weft;

class TestPaseto : public QObject {
    Q_OBJECT

    static Json vectors()
    {
        QFile file(QStringLiteral(WEFT_TEST_DATA "/vectors/paseto-v4-public.json"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return *parseJson(file.readAll().toStdString());
    }

private Q_SLOTS:
    void officialVectors_data()
    {
        QTest::addColumn<int>("index");
        const Json tests = memberAt(vectors(), "tests");
        QVERIFY(tests.size() >= 6);
        for (std::size_t i = 0; i < tests.size(); ++i)
            QTest::newRow(stringAt(tests[i], "name").c_str()) << static_cast<int>(i);
    }

    void officialVectors()
    {
        QFETCH(int, index);
        const Json test = memberAt(vectors(), "tests")[static_cast<std::size_t>(index)];
        const std::string publicKeyHex = stringAt(test, "public-key", std::string(64, '1'));
        const auto publicKey = PublicKey::fromHex(publicKeyHex);
        QVERIFY(publicKey);
        const std::string implicit = stringAt(test, "implicit-assertion");
        const auto content = pasetoVerify(stringAt(test, "token"), *publicKey, implicit);
        QCOMPARE(content.hasValue(), !boolAt(test, "expect-fail"));
        if (!content)
            return;
        QCOMPARE(content->payload, stringAt(test, "payload"));
        QCOMPARE(content->footer, stringAt(test, "footer"));

        const auto seed = SecretKey256::fromHex(stringAt(test, "secret-key-seed"));
        QVERIFY(seed);
        const DeviceKey key = DeviceKey::fromSeed(*seed);
        QVERIFY(key.publicKey() == *publicKey);
        QCOMPARE(pasetoSign(content->payload, key, content->footer, implicit), stringAt(test, "token"));
        QVERIFY(!pasetoVerify(stringAt(test, "token"), *publicKey, implicit + "x"));
    }
};

QTEST_GUILESS_MAIN(TestPaseto)
#include "TestPaseto.moc"

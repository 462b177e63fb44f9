// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/DeviceKey.h"
#include "core/values/Sha256.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestDeviceKey : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

private Q_SLOTS:
    /// RFC 8032, section 7.1, test 1.
    void signsAsTheStandardSays()
    {
        const auto seed = SecretKey256::fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        const DeviceKey key = DeviceKey::fromSeed(*seed);
        QCOMPARE(key.publicKey().hex(), std::string("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        QCOMPARE(key.sign({}).hex(),
            std::string("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                        "d25bf5f0595bbe24655141438e7a100b"));
        QVERIFY(verifySignature(key.publicKey(), {}, key.sign({})));
        QVERIFY(key.keyHash().hex() == sha256(key.publicKey().view()).hex());
    }

    void theNullKeySignsNothing() { QVERIFY(!verifySignature(PublicKey {}, {}, Signature {})); }

    void randomnessIsPassedIn()
    {
        const RandomSource fixed = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), 5); };
        QVERIFY(DeviceKey::generate(fixed).publicKey() == DeviceKey::generate(fixed).publicKey());
        QVERIFY(DeviceKey::generate(systemRandom()).publicKey() != DeviceKey::generate(systemRandom()).publicKey());
    }

    void filesKeepTheKeyAndAreTheOwnersAlone()
    {
        const DeviceKey key = DeviceKey::generate(systemRandom());
        QVERIFY(key.save(path("key")));
        QVERIFY(!(QFile::permissions(path("key"))
            & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
        const auto again = DeviceKey::load(path("key"));
        QVERIFY(again);
        QVERIFY(again->publicKey() == key.publicKey());
        QVERIFY(DeviceKey::generate(systemRandom()).save(path("key")));
        QVERIFY(DeviceKey::load(path("key"))->publicKey() != key.publicKey());
    }

    void aFileThatOthersCanReadIsRefused()
    {
        QVERIFY(DeviceKey::generate(systemRandom()).save(path("open")));
        QVERIFY(QFile::setPermissions(path("open"), QFile::ReadOwner | QFile::ReadGroup));
        const auto key = DeviceKey::load(path("open"));
        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::KeyUnreadable);
        QVERIFY(!DeviceKey::loadOrCreate(path("open"), systemRandom())); // and never replaced
    }

    void aDamagedFileIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("another file") << QByteArray("hello\n");
        QTest::newRow("short") << QByteArray("weft-device-key-1\nabcd\n");
        QTest::newRow("not hex") << QByteArray("weft-device-key-1\n") + QByteArray(64, 'z') + "\n";
        QTest::newRow("long") << QByteArray("weft-device-key-1\n") + QByteArray(64, 'a') + "\n\n";
    }

    void aDamagedFileIsRefused()
    {
        QFETCH(QByteArray, content);
        QFile file(path("damaged"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(DeviceKey::load(path("damaged")).error().code, ErrorCode::KeyUnreadable);
    }

    void aMissingFileIsCreatedOnce()
    {
        QCOMPARE(DeviceKey::load(path("new")).error().code, ErrorCode::FileNotFound);
        const auto first = DeviceKey::loadOrCreate(path("new"), systemRandom());
        QVERIFY(first);
        QVERIFY(DeviceKey::loadOrCreate(path("new"), systemRandom())->publicKey() == first->publicKey());
        QVERIFY(!DeviceKey::loadOrCreate(path("no/such/folder"), systemRandom()));
    }
};

QTEST_GUILESS_MAIN(TestDeviceKey)
#include "TestDeviceKey.moc"

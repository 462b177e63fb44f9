// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/DeviceIdentity.h"
#include "tests/app/account/FakeKeychain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestDeviceIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameFolderSameMachine()
    {
        const QTemporaryDir folder;
        const QString home = folder.filePath(QStringLiteral("a/b"));
        const auto first = DeviceIdentity::open(home, systemRandom());
        const auto second = DeviceIdentity::open(home, systemRandom());
        QVERIFY(first && second);
        QCOMPARE(first->id(), second->id());
        const auto other = DeviceIdentity::open(folder.filePath(QStringLiteral("c")), systemRandom());
        QVERIFY(other->id() != first->id());
    }

    void unwritableFolderIsAnError()
    {
        const auto identity = DeviceIdentity::open(QStringLiteral("/proc/nowhere"), systemRandom());
        QVERIFY(!identity);
        QCOMPARE(identity.error().code, ErrorCode::FileUnwritable);
    }

    void brokenKeyIsAnErrorAndKept()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("device.key")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("broken");
        file.close();
        QVERIFY(!DeviceIdentity::open(folder.path(), systemRandom()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("broken"));
    }

    void intoTheKeychainAndBack()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("device.key"));
        FakeKeychain keychain;
        const auto made = DeviceIdentity::openFile(path, systemRandom(), keychain);
        QVERIFY(made);
        QVERIFY(keychain.entries.isEmpty()); // only when it is asked for
        QVERIFY(DeviceIdentity::moveTo(DeviceIdentity::Place::Keychain, path, keychain));
        QCOMPARE(DeviceIdentity::placeOf(path), DeviceIdentity::Place::Keychain);
        QCOMPARE(keychain.entries.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(!text.contains(QByteArray::fromStdString(made->key().seed().hex())));
        QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain)->id(), made->id());
        QVERIFY(DeviceIdentity::moveTo(DeviceIdentity::Place::Keychain, path, keychain)); // it is there
        QVERIFY(DeviceIdentity::moveTo(DeviceIdentity::Place::File, path, keychain));
        QVERIFY(keychain.entries.isEmpty());
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain)->id(), made->id());
    }

    /// A key that can't be read must never be replaced by a new one: it is the account.
    void aKeychainThatFails_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("locked") << int(ErrorCode::KeychainLocked);
        QTest::newRow("missing") << int(ErrorCode::KeychainMissing);
    }
    void aKeychainThatFails()
    {
        QFETCH(int, code);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("device.key"));
        FakeKeychain keychain;
        const auto made = DeviceIdentity::openFile(path, systemRandom(), keychain);
        keychain.failsWith = ErrorCode(code);
        QCOMPARE(DeviceIdentity::moveTo(DeviceIdentity::Place::Keychain, path, keychain).error().code, ErrorCode(code));
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain)->id(), made->id()); // still in its file
        keychain.failsWith.reset();
        QVERIFY(DeviceIdentity::moveTo(DeviceIdentity::Place::Keychain, path, keychain));
        keychain.failsWith = ErrorCode(code);
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain).error().code, ErrorCode(code));
        QVERIFY(!DeviceIdentity::moveTo(DeviceIdentity::Place::File, path, keychain));
        keychain.failsWith.reset();
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain)->id(), made->id());
        keychain.entries.clear(); // another computer's keychain
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain).error().code, ErrorCode::KeyUnreadable);
        keychain.entries[QStringLiteral("device-key-") + QString::fromStdString(made->id().hex())] =
            QByteArray::fromStdString(DeviceKey::generate(systemRandom()).seed().hex());
        QCOMPARE(DeviceIdentity::openFile(path, systemRandom(), keychain).error().code, ErrorCode::KeyUnreadable);
    }
};

QTEST_GUILESS_MAIN(TestDeviceIdentity)
#include "TestDeviceIdentity.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/DeviceIdentity.h"

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
};

QTEST_GUILESS_MAIN(TestDeviceIdentity)
#include "TestDeviceIdentity.moc"

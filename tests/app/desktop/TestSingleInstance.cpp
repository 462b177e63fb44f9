// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SingleInstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace weft;

namespace {

/// The first one answers on its event loop, so the second waits on a thread of its own, as its process would.
bool handOverFrom(const QString& home, const QStringList& words)
{
    bool taken = false;
    QThread* second = QThread::create([&] { taken = SingleInstance(home).handOver(words); });
    second->start();
    while (!second->wait(1))
        QCoreApplication::processEvents();
    delete second;
    return taken;
}

QString socketName(const QString& home)
{
    const QByteArray folder = QDir(home).absolutePath().toUtf8() + '\n' + QDir::homePath().toUtf8();
    return QStringLiteral("weft-") + QString::fromLatin1(QCryptographicHash::hash(folder, QCryptographicHash::Sha256).toHex().left(24));
}

} // namespace

class TestSingleInstance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSecondStartHandsItsFilesOver()
    {
        const QTemporaryDir home;
        SingleInstance first(home.path());
        QVERIFY(first.listen());
        QSignalSpy asked(&first, &SingleInstance::asked);
        const QStringList words {QStringLiteral("/tmp/图.json"), QStringLiteral("weft://page/wallet")};
        QVERIFY(handOverFrom(home.path(), words));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toStringList(), words);
        QVERIFY(handOverFrom(home.path(), {})); // it only wants the window
        QCOMPARE(asked.size(), 2);
    }

    void theFirstOneFindsNobody()
    {
        const QTemporaryDir home;
        QVERIFY(!SingleInstance(home.path()).handOver({QStringLiteral("x")}));
    }

    void anotherStateFolderIsAnotherWeft()
    {
        const QTemporaryDir home, other;
        SingleInstance first(home.path());
        QVERIFY(first.listen());
        QVERIFY(!SingleInstance(other.path()).handOver({}));
    }

    void afterAKillTheNameIsFree()
    {
        const QTemporaryDir home;
        QFile dead(QDir::temp().filePath(socketName(home.path()))); // what a killed process leaves
        QVERIFY(dead.open(QIODevice::WriteOnly));
        dead.close();
        SingleInstance next(home.path());
        QVERIFY(!next.handOver({}));
        QVERIFY(next.listen());
        QVERIFY(handOverFrom(home.path(), {}));
    }

    void nonsenseDoesNothing_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a huge list") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::newRow("a huge word") << QByteArray("\0\0\0\1\x7f\xff\xff\xff", 8);
        QTest::newRow("half") << QByteArray("\0\0\0\1\0\0", 6);
        QTest::newRow("much") << QByteArray(1 << 20, 'a');
    }

    void nonsenseDoesNothing()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir home;
        SingleInstance first(home.path());
        QVERIFY(first.listen());
        QSignalSpy asked(&first, &SingleInstance::asked);
        QLocalSocket hostile;
        hostile.connectToServer(socketName(home.path()));
        QVERIFY(hostile.waitForConnected());
        hostile.write(bytes);
        hostile.flush();
        QTest::qWait(100);
        for (const QList<QVariant>& one : asked)
            QVERIFY(one.first().toStringList().isEmpty());
        QVERIFY(handOverFrom(home.path(), {QStringLiteral("still there")}));
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "TestSingleInstance.moc"

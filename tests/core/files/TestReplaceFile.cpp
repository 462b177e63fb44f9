// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/ReplaceFile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#ifndef _WIN32
#include <unistd.h>
#endif

using namespace weft;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

} // namespace

class TestReplaceFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWholeIsReplacedAndNothingElseIsLeft()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("file.txt"));
        QVERIFY(replaceFile(path, QByteArray("a longer first content")));
        QVERIFY(replaceFile(path, {QByteArrayView("two "), QByteArrayView("pieces")}));
        QCOMPARE(contentOf(path), QByteArray("two pieces"));
        QCOMPARE(QDir(QFileInfo(path).path()).entryList(QDir::Files | QDir::Hidden), QStringList {QStringLiteral("file.txt")});
        QVERIFY(replaceFile(path, QByteArray()));
        QCOMPARE(contentOf(path), QByteArray());
    }

    void onlyTheOwnerReadsWhatIsPrivate()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("key"));
        QVERIFY(replaceFile(path, QByteArray("open"))); // as it was before
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QVERIFY(replaceFile(path, QByteArray("secret"), FileReaders::Owner));
        QVERIFY(!(QFile::permissions(path) & (QFile::ReadOther | QFile::WriteOther | QFile::ReadGroup | QFile::WriteGroup)));
    }

    void aLinkIsFollowed()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("real"));
        QVERIFY(replaceFile(path, QByteArray("old")));
        QVERIFY(QFile::link(path, folder.filePath(QStringLiteral("link"))));
        QVERIFY(replaceFile(folder.filePath(QStringLiteral("link")), QByteArray("new")));
        QCOMPARE(contentOf(path), QByteArray("new"));
    }

    void whatCantBeWrittenSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a folder is there") << QStringLiteral("folder") << QStringLiteral("folder");
        QTest::newRow("a file instead of the folder") << QStringLiteral("file/below") << QStringLiteral("missing");
        QTest::newRow("too long a name") << QString(300, u'n') << QStringLiteral("long");
        QTest::newRow("not ours") << QStringLiteral("locked/file") << QStringLiteral("permission");
    }

    void whatCantBeWrittenSaysWhy()
    {
        QFETCH(QString, path);
        QFETCH(QString, reason);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("folder")));
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("locked")));
        QVERIFY(replaceFile(folder.filePath(QStringLiteral("file")), QByteArray("old")));
        const QString locked = folder.filePath(QStringLiteral("locked"));
        QVERIFY(QFile::setPermissions(locked, QFile::ReadOwner | QFile::ExeOwner));
#ifndef _WIN32
        if (reason == QLatin1String("permission") && ::geteuid() == 0)
            QSKIP("root may write everywhere");
#endif
        const Done done = replaceFile(folder.filePath(path), QByteArray("new"));
        QVERIFY(QFile::setPermissions(locked, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::FileUnwritable);
        QCOMPARE(QString::fromStdString(done.error().args.at("path")), folder.filePath(path));
        QCOMPARE(QString::fromStdString(done.error().args.at("reason")), reason);
        QCOMPARE(contentOf(folder.filePath(QStringLiteral("file"))), QByteArray("old"));
    }
};

QTEST_APPLESS_MAIN(TestReplaceFile)
#include "TestReplaceFile.moc"

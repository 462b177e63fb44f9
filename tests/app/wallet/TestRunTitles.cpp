// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/RunTitles.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QTest>

using namespace weft;
using namespace weft::test;

class TestRunTitles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void titlesOutliveTheProgram()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("new/runs.txt"));
        {
            RunTitles titles(file);
            titles.note(numberedId<JobId>(1), QStringLiteral("Two\nlines, 风景"));
            titles.note(numberedId<JobId>(2), QStringLiteral("portrait"));
            titles.note(numberedId<JobId>(2), QStringLiteral("portrait")); // a hold that is asked for again
            titles.note(numberedId<JobId>(3), QString());
        }
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
        const RunTitles titles(file);
        QCOMPARE(titles.titleOf(numberedId<JobId>(1)), QStringLiteral("Two lines, 风景"));
        QCOMPARE(titles.names()(numberedId<JobId>(2)), QStringLiteral("portrait"));
        QCOMPARE(titles.titleOf(numberedId<JobId>(3)), QString());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll().count('\n'), 2);
    }

    void damagedFilesAreNoError()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("runs.txt"));
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write(QByteArray("\0\n \nnothing\n", 12) + numberedId<JobId>(1).hex().c_str() + " kept\n");
        damaged.close();
        QCOMPARE(RunTitles(file).titleOf(numberedId<JobId>(1)), QStringLiteral("kept"));
        RunTitles nowhere(QStringLiteral("/proc/no/such/file"));
        nowhere.note(numberedId<JobId>(1), QStringLiteral("this session"));
        QCOMPARE(nowhere.titleOf(numberedId<JobId>(1)), QStringLiteral("this session"));
    }
};

QTEST_GUILESS_MAIN(TestRunTitles)
#include "TestRunTitles.moc"

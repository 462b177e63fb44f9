// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/gateway/CallFiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace std::chrono_literals;

class TestCallFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const CallFiles::Time m_start {1h};
    const QString m_me = QStringLiteral("me");

    QString file(const QString& name) const
    {
        QFile made(m_folder.filePath(name));
        (void)made.open(QFile::WriteOnly);
        made.write("x");
        return made.fileName();
    }

private Q_SLOTS:
    void forItsCallerAlone()
    {
        CallFiles files(systemRandom(), {});
        const QString path = file(QStringLiteral("a.png"));
        const QString name = files.add(m_me, path, m_start);
        QVERIFY(name.endsWith(QStringLiteral("/a.png")) && name.size() > 32);
        QVERIFY(files.find(m_me, name) == std::optional(path));
        QVERIFY(!files.find(QStringLiteral("another"), name));
        QVERIFY(!files.find(m_me, QStringLiteral("0/a.png")));
        QVERIFY(name != files.add(m_me, path, m_start));
    }

    void forAWhile()
    {
        CallFiles files(systemRandom(), {10min, 100});
        const QString old = file(QStringLiteral("old.png"));
        const QString fresh = file(QStringLiteral("fresh.png"));
        const QString oldName = files.add(m_me, old, m_start);
        const QString freshName = files.add(m_me, fresh, m_start + 5min);
        files.sweep(m_start + 10min);
        QVERIFY(!files.find(m_me, oldName) && !QFile::exists(old));
        QVERIFY(files.find(m_me, freshName) && QFile::exists(fresh));
    }

    void soMany()
    {
        const QString first = file(QStringLiteral("1.png"));
        const QString second = file(QStringLiteral("2.png"));
        {
            CallFiles files(systemRandom(), {10min, 1});
            files.add(m_me, first, m_start);
            files.add(m_me, second, m_start);
            QVERIFY(!QFile::exists(first) && QFile::exists(second));
        }
        QVERIFY(!QFile::exists(second)); // nothing outlives it
    }
};

QTEST_GUILESS_MAIN(TestCallFiles)
#include "TestCallFiles.moc"

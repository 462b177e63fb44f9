// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/SafePath.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestSafePath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysInside_data()
    {
        QTest::addColumn<QString>("relative");
        QTest::addColumn<QString>("path"); // empty: refused
        const auto row = [](const char* what, const QString& relative, const char* path) {
            QTest::newRow(what) << relative << QString::fromLatin1(path);
        };
        row("a file", QStringLiteral("a.png"), "/base/a.png");
        row("the folder", QString(), "/base");
        row("below", QStringLiteral("b/c/a.png"), "/base/b/c/a.png");
        row("round about", QStringLiteral("b/../a.png"), "/base/a.png");
        row("up", QStringLiteral("../a.png"), "");
        row("up, from below", QStringLiteral("b/../../a.png"), "");
        row("a neighbour with a longer name", QStringLiteral("../base2/a.png"), "");
        row("absolute", QStringLiteral("/etc/passwd"), "");
        row("with a drive", QStringLiteral("C:/a"), "");
        row("backslashes", QStringLiteral("..\\a"), "");
        row("a zero byte", QStringLiteral("a.png") + QChar(0) + QStringLiteral("b"), "");
        row("a line break", QStringLiteral("a\nb"), "");
        row("very long", QString(2000, u'a'), "");
        QTest::newRow("other letters") << QString::fromUtf8("猫.png") << QString::fromUtf8("/base/猫.png");
    }
    void staysInside()
    {
        QFETCH(QString, relative);
        QTEST(pathInside(QStringLiteral("/base"), relative).value_or(QString()), "path");
    }

    void linksDoNotLeadOut()
    {
        QTemporaryDir folder;
        const QString base = folder.filePath(QStringLiteral("base"));
        QVERIFY(QDir(base).mkpath(QStringLiteral("sub")));
        const auto link = [&](const QString& to, const QString& name) { QVERIFY(QFile::link(to, base + u'/' + name)); };
        link(folder.path(), QStringLiteral("out"));
        link(QStringLiteral("/nowhere/at/all"), QStringLiteral("lost"));
        link(base + QStringLiteral("/sub"), QStringLiteral("within"));
        QVERIFY(QFile::link(base, folder.filePath(QStringLiteral("alias"))));
        const auto leads = [&](const QString& from, const char* relative) { return realPathInside(from, QLatin1String(relative)).has_value(); };
        for (const char* good : {"", "sub", "sub/new/a.png", "within", "within/a.png", "new.png"}) {
            QVERIFY2(leads(base, good), good);
            QVERIFY2(leads(folder.filePath(QStringLiteral("alias")), good), good); // the folder itself may be a link
        }
        for (const char* bad : {"out", "out/a.png", "out/new/a.png", "lost", "lost/a.png", "../base2", "/etc"})
            QVERIFY2(!leads(base, bad), bad);
        QVERIFY(leads(base, "out/base")); // and back in
        QVERIFY(leads(folder.filePath(QStringLiteral("not there yet")), "a.png"));
    }
};

QTEST_GUILESS_MAIN(TestSafePath)
#include "TestSafePath.moc"

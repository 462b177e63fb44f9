// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/SafePath.h"

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
};

QTEST_GUILESS_MAIN(TestSafePath)
#include "TestSafePath.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/SizeText.h"

#include <QtTest>

using namespace weft;

class TestSizeText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void units_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64 {0} << QStringLiteral("0 bytes");
        QTest::newRow("below a unit") << quint64 {1023} << QStringLiteral("1023 bytes");
        QTest::newRow("a unit") << quint64 {1024} << QStringLiteral("1.0 KiB");
        QTest::newRow("and a half") << (quint64 {3} << 19) << QStringLiteral("1.5 MiB");
        QTest::newRow("nearly the next") << (quint64 {1} << 30) - 1 << QStringLiteral("1.0 GiB");
        QTest::newRow("a model") << quint64 {4'265'146'304} << QStringLiteral("4.0 GiB");
        QTest::newRow("the most") << ~quint64 {0} << QStringLiteral("16384.0 PiB");
    }
    void units()
    {
        QFETCH(quint64, bytes);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(sizeText(bytes)), text);
    }
};

QTEST_GUILESS_MAIN(TestSizeText)
#include "TestSizeText.moc"

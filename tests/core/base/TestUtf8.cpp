// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Utf8.h"

#include <QtTest>

class TestUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textOrNot_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isText");
        QTest::newRow("nothing") << QByteArray() << true;
        QTest::newRow("one to four bytes") << QByteArray("a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80") << true;
        QTest::newRow("the last one") << QByteArray("\xF4\x8F\xBF\xBF") << true;
        QTest::newRow("cut off") << QByteArray("a\xE4\xB8") << false;
        QTest::newRow("alone") << QByteArray("\x80") << false;
        QTest::newRow("overlong, two") << QByteArray("\xC0\xAF") << false;
        QTest::newRow("overlong, three") << QByteArray("\xE0\x80\xAF") << false;
        QTest::newRow("overlong, four") << QByteArray("\xF0\x80\x80\xAF") << false;
        QTest::newRow("a surrogate") << QByteArray("\xED\xA0\x80") << false;
        QTest::newRow("above the last one") << QByteArray("\xF4\x90\x80\x80") << false;
    }
    void textOrNot()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isText);
        QCOMPARE(weft::isUtf8({bytes.constData(), std::size_t(bytes.size())}), isText);
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "TestUtf8.moc"

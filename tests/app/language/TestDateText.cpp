// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/DateText.h"

#include <QLocale>
#include <QTest>

using namespace weft;

class TestDateText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLocaleDecides_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("moment");
        QTest::newRow("English") << QStringLiteral("en_US") << QStringLiteral("11/7/2026 8:05 PM");
        QTest::newRow("Chinese") << QStringLiteral("zh_CN") << QStringLiteral("2026/11/7 20:05");
        QTest::newRow("German") << QStringLiteral("de_DE") << QStringLiteral("07.11.2026 20:05");
    }

    void theLocaleDecides()
    {
        QFETCH(QString, locale);
        QLocale::setDefault(QLocale(locale));
        QTEST(momentText(QDateTime(QDate(2026, 11, 7), QTime(20, 5))), "moment");
    }

    void todayNeedsNoDate()
    {
        const QDateTime now = QDateTime::currentDateTime();
        QVERIFY(recentText(now).size() < momentText(now).size());
        QCOMPARE(recentText(now.addYears(-1)), momentText(now.addYears(-1)));
    }
};

QTEST_GUILESS_MAIN(TestDateText)
#include "TestDateText.moc"

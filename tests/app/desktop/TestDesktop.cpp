// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Autostart.h"
#include "app/desktop/ColorScheme.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestDesktop : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void autostartIsAFileThatGoesAgain()
    {
        const QTemporaryDir config;
        Autostart autostart(config.path());
        QVERIFY(!autostart.isOn());
        QVERIFY(autostart.set(true, QStringLiteral("/opt/we ft/$x/weft")));
        QVERIFY(autostart.isOn());
        QFile file(config.filePath(QStringLiteral("autostart/weft.desktop")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("Exec=\"/opt/we ft/\\\\$x/weft\" --in-tray\n"), text.constData());
        QVERIFY(autostart.set(false, {}));
        QVERIFY(!autostart.isOn());
        QVERIFY(autostart.set(false, {})); // nothing to do
    }

    void autostartSaysWhereItCantWrite()
    {
        const QTemporaryDir config;
        QFile file(config.filePath(QStringLiteral("autostart")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const Done set = Autostart(config.path()).set(true, QStringLiteral("/usr/bin/weft"));
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::FileUnwritable);
    }

    void thePortalsNumbers()
    {
        QCOMPARE(ColorScheme::meaningOf(1), std::optional(true));
        QCOMPARE(ColorScheme::meaningOf(2), std::optional(false));
        QCOMPARE(ColorScheme::meaningOf(0), std::optional<bool>());
        QCOMPARE(ColorScheme::meaningOf(77), std::optional<bool>());
    }
};

QTEST_GUILESS_MAIN(TestDesktop)
#include "TestDesktop.moc"

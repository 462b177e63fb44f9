// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/DesktopEntries.h"
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

    void linksAreOpenedByWeftUntilItIsSwitchedOff()
    {
        const QTemporaryDir config, data;
        const QString list = config.filePath(QStringLiteral("mimeapps.list"));
        const QByteArray others = "[Added Associations]\ntext/plain=x.desktop;\n\n[Default Applications]\nimage/png=y.desktop\n";
        QFile file(list);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(others) == others.size());
        file.close();
        LinkHandler links(config.path(), data.path());
        QVERIFY(!links.isOn());
        QVERIFY(links.set(true, QStringLiteral("/usr/bin/weft")));
        QVERIFY(links.isOn());
        QFile entry(data.filePath(QStringLiteral("applications/weft-links.desktop")));
        QVERIFY(entry.open(QIODevice::ReadOnly));
        const QByteArray text = entry.readAll();
        QVERIFY2(text.contains("Exec=\"/usr/bin/weft\" %u\nMimeType=x-scheme-handler/weft;\n"), text.constData());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("[Default Applications]\nx-scheme-handler/weft=weft-links.desktop\nimage/png=y.desktop\n"));
        file.close();
        QVERIFY(links.set(false, {}));
        QVERIFY(!links.isOn());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), others);
    }

    void aListOfAnotherTypeStays()
    {
        QCOMPARE(withDefaultApplication({}, "a/b", "c.desktop"), QByteArray("[Default Applications]\na/b=c.desktop\n"));
        QCOMPARE(withDefaultApplication({}, "a/b", {}), QByteArray());
        const QByteArray twice = "[Default Applications]\na/b=old.desktop\na/b=older.desktop\n[Removed Associations]\na/b=old.desktop;\n";
        QCOMPARE(withDefaultApplication(twice, "a/b", "new.desktop"),
            QByteArray("[Default Applications]\na/b=new.desktop\n[Removed Associations]\na/b=old.desktop;\n"));
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

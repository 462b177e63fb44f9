// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/AccountArguments.h"
#include "app/cli/RelayOptions.h"
#include "app/cli/ShareArguments.h"
#include "app/cli/WalletArguments.h"
#include "app/cli/WalletBlind.h"
#include "app/models/ModelSettings.h"
#include "app/network/RelayProxy.h"
#include "app/wallet/blind/BlindSettings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

const QString kAsked = QStringLiteral("socks5://asked:1");
const QString kEnvironment = QStringLiteral("socks5://environment:1");
const QString kSetting = QStringLiteral("socks5://setting:1");

void setSetting(const QString& proxy) { BlindSettings {false, proxy}.write(*openUserSettings()); }

} // namespace

class TestRelayOptions : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path()); }
    void init()
    {
        setDefaultProxy({});
        setSetting({});
    }

    void whatIsAskedForComesFirst_data()
    {
        QTest::addColumn<bool>("isAsked");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("used");
        QTest::newRow("none") << false << QString() << QString() << QString() << QString();
        QTest::newRow("the setting") << false << QString() << QString() << kSetting << kSetting;
        QTest::newRow("the environment") << false << QString() << kEnvironment << kSetting << kEnvironment;
        QTest::newRow("asked for") << true << kAsked << kEnvironment << kSetting << kAsked;
        QTest::newRow("none, asked for") << true << QString() << kEnvironment << kSetting << QString();
    }
    void whatIsAskedForComesFirst()
    {
        QFETCH(bool, isAsked);
        QFETCH(QString, asked);
        QFETCH(QString, environment);
        QFETCH(QString, setting);
        setDefaultProxy(environment);
        setSetting(setting);
        QCOMPARE(useProxy(isAsked ? std::optional(asked) : std::nullopt), QString());
        QTEST(defaultProxy(), "used");
    }

    void aWrongOneIsSaidAndNotLeftOut()
    {
        QVERIFY(useProxy(QStringLiteral("http://x:1")).contains(QStringLiteral("--proxy")));
        setDefaultProxy({});
        setSetting(QStringLiteral("nonsense"));
        QVERIFY(useProxy({}).contains(QStringLiteral("settings")));
        QVERIFY(!proxyFrom(defaultProxy())); // nobody connects without it
    }

    void everyCommandTakesIt_data()
    {
        QTest::addColumn<int>("command");
        int number = 0;
        for (const char* name : {"account", "wallet", "wallet blind", "share"})
            QTest::newRow(name) << number++;
    }
    void everyCommandTakesIt()
    {
        QFETCH(int, command);
        const auto isGood = [&](const QString& proxy) {
            const QStringList words {QStringLiteral("show"), QStringLiteral("--relay"), QStringLiteral("ws://x:1"), QStringLiteral("--proxy"), proxy};
            if (command == 0)
                return std::holds_alternative<AccountArguments>(parseAccountArguments(words, {}));
            if (command == 1)
                return std::holds_alternative<WalletArguments>(parseWalletArguments(words));
            if (command == 2)
                return std::holds_alternative<BlindArguments>(parseBlindArguments(words));
            return parseShareArguments(words.mid(1)).hasValue();
        };
        QVERIFY(isGood(kAsked));
        QCOMPARE(defaultProxy(), kAsked);
        QVERIFY(!isGood(QStringLiteral("nonsense")));
    }
};

QTEST_GUILESS_MAIN(TestRelayOptions)
#include "TestRelayOptions.moc"

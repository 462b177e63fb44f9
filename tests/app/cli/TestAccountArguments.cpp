// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/AccountArguments.h"

#include <QTest>

using namespace weft;
using Action = AccountArguments::Action;

class TestAccountArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void understood_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("action");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* line, Action action, const char* word = "") {
            QTest::newRow(line) << QString::fromLatin1(line) << int(action) << QString::fromLatin1(word);
        };
        row("", Action::Show);
        row("show", Action::Show);
        row("set-password a@b.example", Action::SetPassword, "a@b.example");
        row("sign-in a@b.example --password-stdin", Action::SignIn, "a@b.example");
        row("recover", Action::Recover);
        row("recovery-code", Action::RecoveryCode);
        row("devices", Action::Devices);
        row("revoke ab12", Action::Revoke, "ab12");
        row("totp on", Action::TotpOn);
        row("totp off", Action::TotpOff);
        row("approve BCDF-GHJK", Action::Approve, "BCDF-GHJK");
        row("approve-me", Action::ApproveMe);
        row("keychain", Action::Keychain);
        row("keychain on", Action::KeychainOn);
        row("keychain off", Action::KeychainOff);
        row("gateway", Action::Gateway);
        row("gateway token 5", Action::GatewayToken, "5");
        row("gateway tokens", Action::GatewayTokens);
        row("gateway revoke ab12", Action::GatewayRevoke, "ab12");
    }
    void understood()
    {
        QFETCH(QString, line);
        QFETCH(int, action);
        QFETCH(QString, word);
        const auto parsed =
            parseAccountArguments(line.split(u' ', Qt::SkipEmptyParts), QUrl(QStringLiteral("wss://relay.example")));
        const auto* arguments = std::get_if<AccountArguments>(&parsed);
        QVERIFY(arguments);
        QCOMPARE(int(arguments->action), action);
        QCOMPARE(arguments->word, word);
        QCOMPARE(arguments->relay, QUrl(QStringLiteral("wss://relay.example")));
        QCOMPARE(arguments->secretsFromStdin, line.contains(QStringLiteral("stdin")));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line : {"what", "totp", "totp maybe", "sign-in", "sign-in a@b.example word", "show more",
                 "keychain maybe", "gateway token", "gateway tokens 5", "gateway revoke", "gateway 5", "--password x", "show --relay http://x"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void refused()
    {
        QFETCH(QString, line);
        const auto parsed = parseAccountArguments(line.split(u' '), QUrl(QStringLiteral("wss://relay.example")));
        const auto* usage = std::get_if<Usage>(&parsed);
        QVERIFY(usage && usage->isMistake && !usage->text.isEmpty());
    }

    void aRelayIsNeededForAllButTheKeychain()
    {
        QVERIFY(std::holds_alternative<Usage>(parseAccountArguments({}, {})));
        QVERIFY(std::holds_alternative<AccountArguments>(parseAccountArguments({QStringLiteral("keychain")}, {})));
    }
};

QTEST_GUILESS_MAIN(TestAccountArguments)
#include "TestAccountArguments.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountController.h"
#include "app/account/AccountText.h"
#include "app/account/QrCode.h"
#include "core/security/HumanCodes.h"
#include "core/security/Random.h"
#include "tests/app/account/FakeAccountLink.h"

#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::protocol::relay;

class TestAccountController : public QObject {
    Q_OBJECT

    static QString text(const char* words) { return QString::fromUtf8(words); }
    const QString m_email = QStringLiteral("ann@b.example");
    const QString m_password = QStringLiteral("correct horse battery");

private Q_SLOTS:
    void withoutARelay()
    {
        AccountController controller(nullptr, {});
        QVERIFY(!controller.model().isOnline() && controller.model().relay().isEmpty());
        controller.signIn(m_email, m_password);
        QVERIFY(controller.model().note(AccountPart::SignIn).isError);
        controller.refresh();
    }

    void followsTheRelay()
    {
        FakeAccountLink link;
        link.online = false;
        DeviceListed other{1, {{1}}, "NAS", 1, 2, true, false, false};
        DeviceListed gone{1, {{2}}, "Lost", 1, 2, false, false, true};
        DeviceListed own{1, {{3}}, "Here", 1, 2, true, true, false};
        link.devices = {other, gone, own};
        AccountController controller(&link, text("Here"));
        QVERIFY(!controller.model().isOnline() && !controller.model().state());
        link.online = true;
        Q_EMIT link.onlineChanged();
        QVERIFY(controller.model().isOnline() && controller.model().state());
        QCOMPARE(controller.model().devices().size(), std::size_t{2}); // without the revoked one
        QVERIFY(controller.model().devices().front().thisOne);
        link.state.email = "x@b.example";
        link.push();
        QCOMPARE(controller.model().state()->email, std::string("x@b.example"));
        Q_EMIT link.refused(Error{ErrorCode::RelayRefused, {}, {{"reason", "revoked"}}});
        QVERIFY(controller.model().refusal().contains(text("signed out")));
    }

    void slipsAreFoundBeforeTheRelayIsAsked()
    {
        FakeAccountLink link;
        AccountController controller(&link, {});
        const auto note = [&](AccountPart part) { return controller.model().note(part).text; };
        controller.setPassword(text("no address"), m_password, m_password);
        QVERIFY2(
            note(AccountPart::Password).contains(text("name@example.com")), qPrintable(note(AccountPart::Password)));
        controller.setPassword(m_email, text("short"), text("short"));
        QVERIFY2(note(AccountPart::Password).contains(text("fewer than 10 characters")),
            qPrintable(note(AccountPart::Password)));
        controller.setPassword(m_email, text("password123"), text("password123"));
        QVERIFY(note(AccountPart::Password).contains(text("among the first")));
        controller.setPassword(m_email, m_password, text("another"));
        QVERIFY(note(AccountPart::Password).contains(text("differ")));
        controller.useRecoveryCode(text("ABCD-EFGH"));
        QVERIFY(note(AccountPart::SignIn).contains(text("mistyped")));
        controller.approve(text("AAAA-AAAA"));
        QVERIFY(note(AccountPart::Approve).contains(text("mistyped")));
        controller.signIn(m_email, {});
        controller.beginTotp({});
        controller.confirmTotp(text(" "));
        QVERIFY(link.asked.empty());
    }

    void settingAPassword()
    {
        FakeAccountLink link;
        AccountController controller(&link, {});
        QSignalSpy done(&controller, &AccountController::done);
        controller.setPassword(text(" Ann@B.Example "), m_password, m_password, text("old"));
        QVERIFY(controller.model().isBusy(AccountPart::Password));
        const auto request = link.take<SetPassword>();
        QCOMPARE(request.email, std::string("ann@b.example"));
        QCOMPARE(request.oldPassword, std::string("old"));
        link.answer(Error{ErrorCode::CodeNeeded});
        QVERIFY(controller.model().isCodeNeeded(AccountPart::Password));
        QVERIFY(controller.model().note(AccountPart::Password).isError);
        QCOMPARE(done.count(), 0);
        controller.setPassword(m_email, m_password, m_password, text("old"), text("123 456"));
        QCOMPARE(link.take<SetPassword>().totp, std::string("123 456"));
        link.answer();
        QVERIFY(!controller.model().isCodeNeeded(AccountPart::Password));
        QVERIFY(!controller.model().note(AccountPart::Password).isError);
        QCOMPARE(done.count(), 1);
        QVERIFY(!controller.model().isBusy(AccountPart::Password));
    }

    void signingIn()
    {
        FakeAccountLink link;
        AccountController controller(&link, text("Laptop"));
        controller.signIn(m_email, m_password);
        QCOMPARE(link.take<SignIn>().deviceName, std::string("Laptop"));
        link.answer(Error{ErrorCode::TooManyTries, {}, {{"seconds", "7"}}});
        QVERIFY(controller.model().note(AccountPart::SignIn).text.contains(text("7 seconds")));
        controller.signIn(m_email, m_password);
        (void)link.take<SignIn>();
        link.answer();
        QVERIFY(!controller.model().note(AccountPart::SignIn).isError);
    }

    void theRecoveryCodeIsShownOnce()
    {
        FakeAccountLink link;
        AccountController controller(&link, {});
        controller.makeRecoveryCode(m_password, text("123456"));
        QCOMPARE(link.take<MakeRecoveryCode>().password, m_password.toStdString());
        link.answer(ToMachine(RecoveryCode{1, "ABCD-EFGH"}));
        QCOMPARE(controller.model().recoveryCode(), text("ABCD-EFGH"));
        controller.forgetRecoveryCode();
        QVERIFY(controller.model().recoveryCode().isEmpty());
        const QString code = QString::fromStdString(makeRecoveryCode(systemRandom()));
        controller.useRecoveryCode(code.toLower());
        QCOMPARE(grouped(link.take<UseRecoveryCode>().code), code.toStdString());
        link.answer(Error{ErrorCode::CodeWrong, {}, {{"reason", "unknown"}}});
        QVERIFY(controller.model().note(AccountPart::SignIn).text.contains(text("used before")));
    }

    void twoSteps()
    {
        FakeAccountLink link;
        AccountController controller(&link, {});
        controller.beginTotp(m_password);
        (void)link.take<BeginTotp>();
        const QString uri = text("otpauth://totp/Weft:a?secret=MZXW6YTBOI&issuer=Weft");
        link.answer(ToMachine(TotpSecret{1, uri.toStdString()}));
        QCOMPARE(controller.model().totpUri(), uri);
        QCOMPARE(totpSecretText(uri), text("MZXW 6YTB OI"));
        controller.confirmTotp(text("1"));
        (void)link.take<ConfirmTotp>();
        link.answer(Error{ErrorCode::CodeWrong});
        QCOMPARE(controller.model().totpUri(), uri); // try again
        controller.confirmTotp(text("123456"));
        (void)link.take<ConfirmTotp>();
        link.answer();
        QVERIFY(controller.model().totpUri().isEmpty());
        controller.removeTotp(m_password, text("123456"));
        QCOMPARE(link.take<RemoveTotp>().totp, std::string("123456"));
        link.answer();
    }

    void devices()
    {
        FakeAccountLink link;
        AccountController controller(&link, {});
        controller.rename({{1}}, text("  "));
        QVERIFY(link.asked.empty());
        controller.rename({{1}}, QString(200, QChar(0x6c49)));
        QVERIFY(link.take<RenameDevice>().name.size() <= 100);
        link.answer();
        controller.revoke({{2}});
        QCOMPARE(link.take<RevokeDevice>().machine, (KeyHash{{2}}));
        link.answer(Error{ErrorCode::PasswordNeeded});
        QVERIFY(controller.model().note(AccountPart::Devices).isError);
        controller.approve(text("bcdf ghjk"), m_password);
        QCOMPARE(link.take<ApproveDevice>().code, std::string("BCDFGHJK"));
        link.answer();
        QVERIFY(!controller.model().note(AccountPart::Approve).isError);
    }

    /// A window that closes while the relay thinks.
    void answersThatComeTooLate()
    {
        FakeAccountLink link;
        {
            AccountController controller(&link, {});
            controller.signIn(m_email, m_password);
            (void)link.take<SignIn>();
        }
        link.answer();
    }

    void seen()
    {
        const qint64 now = 1'800'000'000'000;
        QCOMPARE(seenText(0, now), QString());
        QCOMPARE(seenText(now - 1000, now), text("just now"));
        QCOMPARE(seenText(now - 5 * 60'000, now), text("5 min ago"));
        QCOMPARE(seenText(now - 3 * 3'600'000, now), text("3 h ago"));
        QVERIFY(!seenText(now - 40LL * 86'400'000, now).isEmpty());
    }

    /// The three finder patterns, and nothing for what is too long.
    void qrCodes()
    {
        const QrCode code =
            qrCodeOf(text("otpauth://totp/Weft:ann%40b.example?secret=MZXW6YTBOIMZXW6YTBOIMZXW6YTBOIMZ&issuer=Weft"));
        QVERIFY(code.side >= 21 && code.side % 4 == 1);
        QCOMPARE(code.dark.size(), std::size_t(code.side * code.side));
        for (int i = 0; i < 7; ++i) {
            QVERIFY(code.isDark(i, 0) && code.isDark(0, i) && code.isDark(code.side - 1 - i, 0)
                && code.isDark(0, code.side - 1 - i));
            QVERIFY(i == 0 || i == 6 || !code.isDark(1, i));
        }
        QCOMPARE(qrCodeOf(QString(5000, u'x')).side, 0);
    }
};

QTEST_GUILESS_MAIN(TestAccountController)
#include "TestAccountController.moc"

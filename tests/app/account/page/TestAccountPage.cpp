// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/account/page/AccountPage.h"
#include "app/account/page/DeviceSections.h"
#include "app/theme/Theme.h"
#include "tests/app/account/FakeAccountLink.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTranslator>

using namespace weft;
using namespace weft::protocol::relay;

namespace {

struct PageFixture {
    explicit PageFixture(bool signedIn = true)
    {
        if (signedIn) {
            link.state.email = "ann@b.example";
            link.state.hasPassword = true;
        }
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        link.devices = {DeviceListed{1, {{1}}, "Laptop", 1, now - 3 * 3'600'000, false, false, false},
            DeviceListed{1, {{2}}, "Workstation", 1, now, true, true, false},
            DeviceListed{1, {{3}}, "", 1, now - 90'000'000, true, false, false}};
        page.resize(1200, 900);
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
    }
    QLineEdit* edit(const char* name) { return page.findChild<QLineEdit*>(QString::fromLatin1(name)); }
    QPushButton* button(const char* name) { return page.findChild<QPushButton*>(QString::fromLatin1(name)); }
    QString notes()
    {
        QStringList all;
        for (const QLabel* label : page.findChildren<QLabel*>(QStringLiteral("accountNote")))
            all << (label->isVisible() ? label->text() : QString());
        return all.join(u'|');
    }
    void push()
    {
        link.push();
        QCoreApplication::processEvents();
    }

    FakeAccountLink link;
    AccountController controller{&link, QStringLiteral("Workstation")};
    AccountPage page{controller};
};

} // namespace

class TestAccountPage : public QObject {
    Q_OBJECT

    /// What no window shows whole: words wider than their button, or a line of text that is cut.
    static QStringList clipped(QWidget& page)
    {
        QStringList found;
        for (const QPushButton* button : page.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->width() < button->fontMetrics().horizontalAdvance(button->text()))
                found << button->text();
        }
        for (const QLabel* label : page.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty())
                continue;
            const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            if (label->height() < needed || (!label->wordWrap() && label->width() < label->sizeHint().width()))
                found << label->text();
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, Theme::dark()); }

    void aNewAccountSetsAPassword()
    {
        PageFixture f(false);
        QVERIFY(!f.edit("oldPassword")->isVisible() && f.edit("newPassword")->isVisible());
        f.edit("newEmail")->setText(QStringLiteral("ann@b.example"));
        f.edit("newPassword")->setText(QStringLiteral("short"));
        f.edit("newPasswordAgain")->setText(QStringLiteral("short"));
        f.button("setPassword")->click();
        QVERIFY2(f.notes().contains(QStringLiteral("fewer than 10")), qPrintable(f.notes()));
        f.edit("newPassword")->setText(QStringLiteral("correct horse battery"));
        f.edit("newPasswordAgain")->setText(QStringLiteral("correct horse battery"));
        QTest::keyClick(f.edit("newPasswordAgain"), Qt::Key_Return);
        QCOMPARE(f.link.take<SetPassword>().email, std::string("ann@b.example"));
        QVERIFY(!f.button("setPassword")->isEnabled()); // while the relay thinks
        f.link.answer();
        QVERIFY(f.edit("newPassword")->text().isEmpty());
        f.link.state.hasPassword = true;
        f.link.state.email = "ann@b.example";
        f.push();
        QVERIFY(!f.edit("newPassword")->isVisible());
        f.button("changePassword")->click();
        QVERIFY(f.edit("oldPassword")->isVisible());
    }

    void theCodeIsAskedForWhenItIsNeeded()
    {
        PageFixture f(false);
        QVERIFY(!f.edit("signInCode")->isVisible());
        f.edit("signInEmail")->setText(QStringLiteral("ann@b.example"));
        f.edit("signInPassword")->setText(QStringLiteral("correct horse battery"));
        f.button("signIn")->click();
        (void)f.link.take<SignIn>();
        f.link.answer(Error{ErrorCode::CodeNeeded});
        QVERIFY(f.edit("signInCode")->isVisible());
        QCOMPARE(f.edit("signInPassword")->text(), QStringLiteral("correct horse battery")); // not lost
        f.edit("signInCode")->setText(QStringLiteral("123456"));
        f.button("signIn")->click();
        QCOMPARE(f.link.take<SignIn>().totp, std::string("123456"));
        f.link.answer();
        f.button("otherWayIn")->click();
        QVERIFY(f.edit("recoveryCodeField")->isVisible() && !f.edit("signInEmail")->isVisible());
    }

    void theRecoveryCodeStaysUntilItIsWrittenDown()
    {
        PageFixture f;
        f.edit("recoveryPassword")->setText(QStringLiteral("correct horse battery"));
        f.button("makeRecoveryCode")->click();
        (void)f.link.take<MakeRecoveryCode>();
        const std::string code = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345";
        f.link.answer(ToMachine(RecoveryCode{1, code}));
        QVERIFY(f.edit("recoveryCode")->isVisible());
        QCOMPARE(f.edit("recoveryCode")->text(), QString::fromStdString(code));
        f.push(); // news from elsewhere don't take it away
        QVERIFY(f.edit("recoveryCode")->isVisible());
        QVERIFY(!f.button("finishRecoveryCode")->isEnabled());
        f.button("copyRecoveryCode")->click();
        QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(code));
        f.page.findChild<QCheckBox*>(QStringLiteral("recoveryWritten"))->click();
        f.button("finishRecoveryCode")->click();
        QVERIFY(!f.edit("recoveryCode")->isVisible() && f.edit("recoveryCode")->text().isEmpty());
    }

    void twoSteps()
    {
        PageFixture f;
        f.edit("totpPassword")->setText(QStringLiteral("correct horse battery"));
        f.button("totpAct")->click();
        (void)f.link.take<BeginTotp>();
        f.link.answer(ToMachine(TotpSecret{1, "otpauth://totp/Weft:ann%40b.example?secret=MZXW6YTBOI&issuer=Weft"}));
        auto* qr = f.page.findChild<QLabel*>(QStringLiteral("totpQr"));
        QVERIFY(qr->isVisible() && !qr->pixmap(Qt::ReturnByValue).isNull());
        const QImage picture = qr->pixmap(Qt::ReturnByValue).toImage();
        QCOMPARE(picture.pixelColor(2, 2), QColor(Qt::white)); // its margin
        QVERIFY(
            f.page.findChild<QLabel*>(QStringLiteral("totpSecret"))->text().contains(QStringLiteral("MZXW 6YTB OI")));
        f.edit("totpCode")->setText(QStringLiteral("123456"));
        f.button("totpAct")->click();
        (void)f.link.take<ConfirmTotp>();
        f.link.state.hasTotp = true;
        f.push();
        f.link.answer();
        QVERIFY(!qr->isVisible());
        QVERIFY(f.edit("recoveryTotp")->isVisible() && f.edit("approveTotp")->isVisible());
    }

    void devicesAreRenamedAndSignedOutInTwoSteps()
    {
        PageFixture f;
        const auto lines = f.page.findChildren<DeviceLine*>();
        QCOMPARE(lines.size(), 3);
        const auto buttons = lines[1]->findChildren<QPushButton*>();
        QVERIFY(buttons[0]->accessibleName().contains(QStringLiteral("Laptop")));
        buttons[0]->click();
        lines[1]->findChild<QLineEdit*>()->setText(QStringLiteral("Old laptop"));
        f.push(); // what is being typed stays
        QCOMPARE(lines[1]->findChild<QLineEdit*>()->text(), QStringLiteral("Old laptop"));
        buttons[0]->click();
        QCOMPARE(f.link.take<RenameDevice>().name, std::string("Old laptop"));
        f.link.answer();
        buttons[1]->click();
        QVERIFY(f.link.asked.empty()); // asked first
        buttons[1]->click();
        QCOMPARE(f.link.take<RevokeDevice>().machine, (KeyHash{{1}}));
        f.link.answer();
    }

    void everyFieldHasAName()
    {
        PageFixture f;
        f.link.state.hasTotp = true;
        f.push();
        for (const QLineEdit* edit : f.page.findChildren<QLineEdit*>())
            QVERIFY2(!edit->accessibleName().isEmpty(), qPrintable(edit->objectName()));
        for (const QPushButton* button : f.page.findChildren<QPushButton*>())
            QVERIFY(!button->text().isEmpty());
    }

    /// WEFT_PICTURES=FOLDER keeps what is drawn.
    void nothingIsClipped_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("width");
        for (const bool isDark : {true, false}) {
            for (const char* language : {"en", "zh_CN"}) {
                for (const int width : {1240, 720})
                    QTest::addRow("%s %s %d", isDark ? "dark" : "light", language, width)
                        << isDark << QString::fromLatin1(language) << width;
            }
        }
    }
    void nothingIsClipped()
    {
        QFETCH(bool, isDark);
        QFETCH(QString, language);
        QFETCH(int, width);
        QTranslator translator;
        if (language != QStringLiteral("en")) {
            QVERIFY(translator.load(QStringLiteral(":/i18n/weft_zh_CN.qm")));
            QApplication::installTranslator(&translator);
        }
        applyTheme(*qApp, Theme::byName(isDark));
        PageFixture f(width == 720);
        f.page.resize(width, width == 720 ? 2100 : 1000);
        f.link.state.needsRecoveryCode = width != 720;
        f.push();
        f.controller.signIn(QStringLiteral("ann@b.example"), QStringLiteral("correct horse battery"));
        f.link.asked.back().done(Error{ErrorCode::TooManyTries, {}, {{"seconds", "42"}}});
        f.controller.approve(QStringLiteral("AAAA"));
        if (width == 720) {
            f.controller.beginTotp(QStringLiteral("correct horse battery"));
            f.link.asked.back().done(ToMachine(TotpSecret{1,
                "otpauth://totp/"
                "Weft:ann%40b.example?secret=MZXW6YTBOIMZXW6YTBOIMZXW6YTBOIMZ&issuer=Weft&algorithm=SHA1&digits=6&"
                "period=30"}));
            f.controller.makeRecoveryCode();
            f.link.asked.back().done(ToMachine(RecoveryCode{1, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345"}));
        }
        QTest::qWait(50);
        const QStringList cut = clipped(f.page);
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(f.page.grab().save(QDir(folder).filePath(
                QString::fromUtf8(QTest::currentDataTag()).replace(u' ', u'-') + QStringLiteral(".png"))));
        QApplication::removeTranslator(&translator);
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'|')));
    }
};

QTEST_MAIN(TestAccountPage)
#include "TestAccountPage.moc"

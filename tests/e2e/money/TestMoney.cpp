// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/shell/TopBar.h"
#include "tests/e2e/money/Person.h"
#include "tests/relay-server/gateway/FakeStripe.h"
#include "tests/relay-server/gateway/RelayProcess.h"
#include "tests/relay-server/gateway/TotpCodes.h"

#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::relay::test;
using weft::test::Person;
using protocol::relay::PayoutStage;
using protocol::relay::StatementKind;
using protocol::relay::TopUpStage;

/// Money from a card to a provider's bank, by the app's own buttons and a real browser: a relay, a provider, a buyer and a
/// fake Stripe, each a process of its own but for the two windows. WEFT_PICTURES=DIR keeps pictures of what was seen.
class TestMoney : public QObject {
    Q_OBJECT

    static constexpr int kSlow = 60'000; // ms; a loaded machine, a browser that starts
    QTemporaryDir m_dir;
    FakeStripe m_stripe;
    RelayProcess m_relay;
    std::unique_ptr<Person> m_ann; // buys
    int m_pictures = 0;

    QWidget* find(Person& who, const char* name)
    {
        auto* widget = who.window.findChild<QWidget*>(QString::fromLatin1(name));
        if (!widget)
            qWarning("there is no %s", name);
        return widget;
    }
    bool isSeen(Person& who, const char* name)
    {
        QWidget* widget = find(who, name);
        return widget && widget->isVisible();
    }
    void click(Person& who, const char* name)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(isSeen(who, name) && find(who, name)->isEnabled(), name, 20'000);
        QTest::mouseClick(find(who, name), Qt::LeftButton);
    }
    void type(Person& who, const char* name, const QString& text)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(isSeen(who, name), name, 20'000);
        auto* field = qobject_cast<QLineEdit*>(find(who, name));
        QVERIFY2(field, name);
        field->clear();
        QTest::keyClicks(field, text);
    }
    QString text(Person& who, const char* name)
    {
        auto* label = qobject_cast<QLabel*>(find(who, name));
        return label ? label->text() : QString();
    }
    void picture(Person& who, const char* name)
    {
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        if (!folder.isEmpty())
            who.window.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder).arg(++m_pictures, 2, 10, QLatin1Char('0')).arg(QLatin1String(name)));
    }
    /// The person turns to the browser. Qt's loop goes on meanwhile, as the app does.
    bool inBrowser(const char* what, const QUrl& page)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QStringList words {QStringLiteral(WEFT_SOURCE_DIR "/tests/e2e/money/payer.py"), QLatin1String(what), page.toString(QUrl::FullyEncoded)};
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        if (!folder.isEmpty())
            words << QStringLiteral("--picture") << QStringLiteral("%1/%2-browser-%3.png").arg(folder).arg(++m_pictures, 2, 10, QLatin1Char('0')).arg(QLatin1String(what));
        process.start(QStringLiteral("python3"), QStringList {QStringLiteral("-B")} + words);
        return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 120'000)
            && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
    Money available() const
    {
        const auto& balance = m_ann->wallet.model().balance();
        return balance ? balance->available : Money {-1};
    }
    const TopUp* newest() const
    {
        const auto& all = m_ann->wallet.model().topUps();
        return all.empty() ? nullptr : &all.front();
    }
    int stage() const { return newest() ? newest()->stage : 0; }
    /// Top up, Pay: the page that came up.
    QUrl askPage(const char* amount)
    {
        m_ann->window.showWallet();
        const auto before = m_ann->browser.pages.size();
        click(*m_ann, amount);
        click(*m_ann, "topUpPay");
        (void)QTest::qWaitFor([&] { return m_ann->browser.pages.size() > before; }, 20'000);
        return m_ann->browser.pages.size() > before ? m_ann->browser.pages.last() : QUrl();
    }
    void setPassword(Person& who, const char* email)
    {
        who.window.showAccount();
        type(who, "newEmail", QLatin1String(email));
        type(who, "newPassword", QStringLiteral("canary horse battery staple"));
        type(who, "newPasswordAgain", QStringLiteral("canary horse battery staple"));
        click(who, "setPassword");
        QTRY_VERIFY_WITH_TIMEOUT(who.account.model().state() && who.account.model().state()->hasPassword, kSlow);
    }
    /// Two-step sign-in; -> the code that the authenticator shows next.
    QString switchTotpOn(Person& who)
    {
        type(who, "totpPassword", QStringLiteral("canary horse battery staple"));
        click(who, "totpAct");
        (void)QTest::qWaitFor([&] { return text(who, "totpSecret").contains(u':'); }, kSlow);
        protocol::relay::TotpSecret told;
        told.uri = "otpauth://totp/x?secret=" + text(who, "totpSecret").section(u':', 1).remove(u' ').trimmed().toStdString();
        const auto secret = secretOf(told);
        type(who, "totpCode", QString::fromStdString(hotpCode(secret, stepNow() - 1)));
        click(who, "totpAct");
        (void)QTest::qWaitFor([&] { return who.account.model().state()->hasTotp; }, kSlow);
        return QString::fromStdString(hotpCode(secret, stepNow()));
    }
    bool hasLine(const Person& who, StatementKind kind) const
    {
        const auto& lines = who.wallet.model().lines();
        return std::any_of(lines.begin(), lines.end(), [&](const WalletLine& line) { return line.kind == int(kind); });
    }
    QByteArray command(const QStringList& words)
    {
        QByteArray output;
        const int status = m_relay.command(words, &output);
        return status == 0 ? QByteArray() : "status " + QByteArray::number(status) + ": " + output;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QProcess::execute(QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("command -v python3 chromium chromedriver >/dev/null")}) != 0) {
            printf("SKIPPED: there is no python3, chromium or chromedriver here (Debian: chromium, chromium-driver)\n");
            exit(0);
        }
        QVERIFY(m_stripe.start());
        QFile key(m_dir.filePath(QStringLiteral("stripe.key")));
        QVERIFY(key.open(QFile::WriteOnly));
        key.write(FakeStripe::kKey);
        key.close();
        QVERIFY(m_relay.start({QStringLiteral("--payments"), QStringLiteral("stripe"), QStringLiteral("--maturity-days"), QStringLiteral("0"),
            QStringLiteral("--reserve-permille"), QStringLiteral("0"), QStringLiteral("--payout-minimum"), QStringLiteral("1"),
            QStringLiteral("--stripe-url"), m_stripe.url().toString(), QStringLiteral("--stripe-key-file"), key.fileName(),
            QStringLiteral("--stripe-webhook-secrets"), QLatin1String(FakeStripe::kSecret)}));
        m_stripe.sendEventsTo(QUrl(m_relay.httpUrl().toString() + QStringLiteral("/stripe/webhook")));
        m_ann = std::make_unique<Person>(m_relay.url(), m_dir.filePath(QStringLiteral("ann")), false);
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->wallet.model().wallet() && m_ann->wallet.model().wallet()->payments, kSlow);
    }

    void creditsNeedAPasswordFirst()
    {
        m_ann->window.showWallet();
        click(*m_ann, "topUp1000");
        click(*m_ann, "topUpPay");
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(*m_ann, "topUpAccount"), 20'000);
        picture(*m_ann, "password-first");
        click(*m_ann, "topUpAccount");
        QVERIFY(m_ann->window.isAccountShown());
        setPassword(*m_ann, "ann@example.org");
        picture(*m_ann, "account");
    }

    void theBalanceMovesByItself()
    {
        const QUrl page = askPage("topUp1000");
        QVERIFY(page.isValid());
        QVERIFY(isSeen(*m_ann, "topUpWaiting"));
        picture(*m_ann, "waiting");
        QVERIFY(inBrowser("pay", page));
        QTRY_COMPARE_WITH_TIMEOUT(available(), credits(1000), kSlow);
        QTRY_VERIFY_WITH_TIMEOUT(text(*m_ann, "walletBalance").contains(QLatin1String("1,000")), 5'000);
        QVERIFY(!isSeen(*m_ann, "topUpWaiting"));
        picture(*m_ann, "paid");
    }

    void declinedCostsNothing()
    {
        const QUrl page = askPage("topUp500");
        QVERIFY(inBrowser("decline", page));
        QCOMPARE(available(), credits(1000));
        QVERIFY(isSeen(*m_ann, "topUpWaiting")); // one may try again there
        picture(*m_ann, "declined");
        click(*m_ann, "topUpStop");
    }

    void cancelledCostsNothing()
    {
        const QUrl page = askPage("topUp500");
        QVERIFY(inBrowser("cancel", page));
        QCOMPARE(available(), credits(1000));
        click(*m_ann, "topUpStop");
        picture(*m_ann, "cancelled");
    }

    void theBankAsks()
    {
        const QUrl page = askPage("topUp500");
        QVERIFY(inBrowser("3ds", page));
        QTRY_COMPARE_WITH_TIMEOUT(available(), credits(1500), kSlow);
        QTRY_COMPARE(stage(), int(TopUpStage::Paid));
    }

    void unspentGoesBack()
    {
        m_ann->wallet.refund(newest()->topUp);
        QTRY_COMPARE_WITH_TIMEOUT(stage(), int(TopUpStage::Refunded), kSlow);
        QCOMPARE(available(), credits(1000));
        picture(*m_ann, "refunded");
    }

    void aRunIsPaidAndAProviderEarns()
    {
        const QString home = m_dir.filePath(QStringLiteral("smith"));
        QProcess share;
        share.setStandardErrorFile(m_dir.filePath(QStringLiteral("share.err")));
        share.start(QStringLiteral(WEFT_BINARY_DIR "/bin/weft"), {QStringLiteral("share"), QStringLiteral("--relay"), m_relay.url().toString(),
            QStringLiteral("--home"), home, QStringLiteral("--name"), QStringLiteral("Smith's machine"), QStringLiteral("--price"),
            QStringLiteral("2"), QStringLiteral("--models"), QStringLiteral(WEFT_SOURCE_DIR "/resources/models"), QStringLiteral("--accept-no-sandbox")});
        QByteArray told;
        connect(&share, &QProcess::readyReadStandardOutput, this, [&] { told += share.readAllStandardOutput(); });
        QTRY_VERIFY_WITH_TIMEOUT(share.state() == QProcess::NotRunning || told.contains("\"ready\""), kSlow);
        QCOMPARE(share.state(), QProcess::Running);
        Person& ann = *m_ann;
        ann.window.topBar().setPrivacy(Privacy::AnyMachine);
        QVERIFY(ann.window.openFile(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale-two-machines.json")));
        ann.market->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(ann.runs.engines().size() > 1, kSlow);
        QSignalSpy finished(&ann.runs, &RunController::finished);
        ann.window.run();
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), 120'000);
        const auto report = finished.first().first().value<RunReport>();
        QVERIFY2(report.errors.empty(), report.errors.empty() ? "" : report.errors.front().second.detail.c_str());
        QVERIFY(report.charged > Money {});
        QTRY_COMPARE_WITH_TIMEOUT(available().micro, (credits(1000).micro - report.charged.micro), 20'000);
        picture(ann, "run");
        ann.window.showWallet();
        QTRY_VERIFY_WITH_TIMEOUT(hasLine(ann, StatementKind::Run), 20'000);
        picture(ann, "history");
        share.terminate();
        QVERIFY(share.waitForFinished(20'000));
        m_charged = report.charged;
    }

    void theProviderIsPaidOut()
    {
        Person smith(m_relay.url(), m_dir.filePath(QStringLiteral("smith")), true);
        QTRY_VERIFY_WITH_TIMEOUT(smith.wallet.model().wallet().has_value(), kSlow);
        const Money share = *timesRatioDown(m_charged, 120'000, 1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(smith.wallet.model().balance().has_value(), 20'000);
        // One share is taken of each hold, rounded down each time.
        const Money earned = smith.wallet.model().balance()->earned;
        QVERIFY(earned.micro >= m_charged.micro - share.micro && earned.micro <= m_charged.micro - share.micro + 8);
        setPassword(smith, "smith@example.org");
        const QString code = switchTotpOn(smith);
        picture(smith, "two-step");
        smith.window.showWallet();
        click(smith, "payoutSetUp");
        type(smith, "payoutCode", code);
        click(smith, "payoutGoOn");
        QTRY_VERIFY_WITH_TIMEOUT(!smith.browser.pages.isEmpty(), 20'000);
        QVERIFY(inBrowser("onboard", smith.browser.pages.last()));
        QTRY_COMPARE_WITH_TIMEOUT(smith.wallet.model().wallet()->onboarding, int(protocol::relay::OnboardingState::Ready), kSlow);
        picture(smith, "onboarded");
        click(smith, "payOut");
        QTRY_VERIFY_WITH_TIMEOUT(!smith.wallet.model().payouts().empty()
            && smith.wallet.model().payouts().front().stage == int(PayoutStage::Paid), kSlow);
        picture(smith, "paid-out");
    }

    void aDisputeFreezes()
    {
        const Json charges = m_stripe.ofKind("charge");
        m_stripe.post("disputes", {{"charge", charges.front().at("id")}});
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->wallet.model().wallet()->frozen, kSlow);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(*m_ann, "walletFrozen"), 10'000);
        QCOMPARE(available(), Money {}); // the credits that are left, at most what the bank took
        picture(*m_ann, "disputed");
    }

    void cleanupTestCase()
    {
        if (!m_ann)
            return;
        m_ann.reset();
        QVERIFY(m_stripe.waitIdle());
        QTest::qWait(500);
        QCOMPARE(m_relay.terminate(), 0);
        QCOMPARE(command({QStringLiteral("ledger"), QStringLiteral("check")}), QByteArray());
        QCOMPARE(command({QStringLiteral("admin"), QStringLiteral("reconcile"), QStringLiteral("--stripe-key-file"),
            m_dir.filePath(QStringLiteral("stripe.key")), QStringLiteral("--stripe-url"), m_stripe.url().toString()}), QByteArray());
    }

private:
    Money m_charged;
};

QTEST_MAIN(TestMoney)
#include "TestMoney.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/wallet/page/BlindCard.h"
#include "tests/app/wallet/FakeBlindCredits.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

struct CardFixture {
    FakeBlindCredits blind;
    BlindCard card {blind};

    CardFixture()
    {
        card.resize(500, 500);
        card.setOnline(true);
        card.show();
        (void)QTest::qWaitForWindowExposed(&card);
    }
    template <typename T = QLabel> T* find(const char* name) { return card.findChild<T*>(QLatin1String(name)); }
    QString text(const char* name) { return find(name)->isVisible() ? find(name)->text() : QString(); }
    void click(const char* name) { find<QPushButton>(name)->click(); }
};

} // namespace

class TestBlindCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Before the first withdrawal it is read what they hide and what not; later it is a click away.
    void theNoticeComesFirst()
    {
        CardFixture f;
        QVERIFY(f.blind.watched);
        for (const char* word : {"which account pays", "network address", "14-day refund"})
            QVERIFY2(f.text("blindNotice").contains(QLatin1String(word)), word);
        f.blind.has = true;
        Q_EMIT f.blind.changed();
        QVERIFY(f.text("blindNotice").isEmpty());
        f.click("blindMore");
        QVERIFY(f.text("blindNotice").contains(QStringLiteral("which account pays")));
        f.card.hide();
        QVERIFY(!f.blind.watched);
    }

    void theSwitchSaysWhatRunsArePaidWith()
    {
        CardFixture f;
        auto* box = f.find<QCheckBox>("blindSwitch");
        QVERIFY(!box->isChecked());
        box->click();
        QVERIFY(f.blind.wanted);
        QVERIFY(f.text("blindState").contains(QStringLiteral("next run")));
        f.blind.inUse = true;
        Q_EMIT f.blind.changed();
        QVERIFY(box->isChecked() && f.text("blindState").isEmpty());
    }

    void creditsGoInAndOut()
    {
        CardFixture f;
        QVERIFY(!f.find<QPushButton>("blindDeposit")->isVisible());
        f.find<QLineEdit>("blindField")->setText(QStringLiteral("2.5"));
        f.click("blindWithdraw");
        QCOMPARE(f.blind.asked, microCredits(2'500'000));
        QVERIFY(!f.find<QPushButton>("blindWithdraw")->isEnabled());
        f.blind.amount = microCredits(2'500'000);
        f.blind.paid = credits(1);
        f.blind.end({}, microCredits(2'500'000));
        QVERIFY(f.text("blindPurse").contains(QStringLiteral("2.5 credits. 1 more")));
        QVERIFY(f.text("blindState").contains(QStringLiteral("2.5 credits are in your purse")));
        f.click("blindDeposit");
        QVERIFY(f.blind.isBackAsked);
        f.blind.amount = Money {};
        f.blind.end({}, microCredits(2'500'000), false);
        QVERIFY(f.text("blindState").contains(QStringLiteral("in your account again")));
    }

    void mistakesAreSaid()
    {
        CardFixture f;
        f.find<QLineEdit>("blindField")->setText(QStringLiteral("a few"));
        f.click("blindWithdraw");
        QCOMPARE(f.blind.asked, Money {});
        QVERIFY(f.text("blindState").contains(QStringLiteral("How many")));
        QTest::keyClicks(f.find<QLineEdit>("blindField"), QStringLiteral("x"));
        QVERIFY(f.text("blindState").isEmpty());
        f.find<QLineEdit>("blindField")->setText(QStringLiteral("5000"));
        f.click("blindWithdraw");
        f.blind.end(Error {ErrorCode::CreditTooLow, {}, {{"needed", "5000"}, {"available", "120"}}});
        QVERIFY(f.text("blindState").contains(QStringLiteral("120")));
        f.card.setOnline(false);
        QVERIFY(!f.find<QPushButton>("blindWithdraw")->isEnabled());
    }

    void theProxyIsNamed()
    {
        CardFixture f;
        QVERIFY(f.text("blindProxy").contains(QStringLiteral("SOCKS proxy in the settings")));
        f.blind.through = QStringLiteral("socks5://127.0.0.1:9050");
        Q_EMIT f.blind.changed();
        QVERIFY(f.text("blindProxy").contains(QStringLiteral("through socks5://127.0.0.1:9050")));
    }
};

QTEST_MAIN(TestBlindCard)
#include "TestBlindCard.moc"

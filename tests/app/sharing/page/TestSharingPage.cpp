// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/apis/ApiDraft.h"
#include "app/sharing/page/SharingPage.h"
#include "app/theme/Switch.h"
#include "tests/app/apis/PaintNodes.h"
#include "tests/app/sharing/page/FakeSharing.h"
#include "tests/app/wallet/ScriptedRelay.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::test;

namespace {

Catalogue hereCatalogue()
{
    Catalogue catalogue;
    for (const char* name : {"ImageScale", "ImageBlur", "LoadImage"}) {
        NodeType type;
        type.name = name;
        type.readsFile = std::string(name) == "LoadImage";
        catalogue.add(type);
    }
    catalogue.setModels({{"checkpoints", "sprout.safetensors", 39'500'000, Hash256::fromHex(std::string(64, 'b')).valueOr({})}, {"checkpoints", "unknown.safetensors", 5, {}}});
    return catalogue;
}

struct PageFixture {
    FakeSharing sharing;
    SharingPage page;

    explicit PageFixture(bool hasRelay = true)
    {
        page.resize(1100, 900);
        if (hasRelay)
            page.useSharing(&sharing);
        page.setRelay(hasRelay, QStringLiteral("relay.example"));
        page.setHere(QStringLiteral("CPU, 2 threads"), hereCatalogue());
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        page.activateWindow();
    }

    template <typename Widget> Widget* find(const char* name) { return page.findChild<Widget*>(QLatin1String(name)); }
    QString said(const char* name) { return find<QLabel>(name)->text(); }
};

} // namespace

class TestSharingPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSwitchTurnsItOnAndOffAndPauses()
    {
        PageFixture f;
        const QString off = f.said("shareState");
        QVERIFY(!f.find<QPushButton>("sharePause")->isVisible());
        QTest::mouseClick(f.find<Switch>("shareSwitch"), Qt::LeftButton);
        QVERIFY(f.sharing.now == SharingModel::State::On);
        const QString on = f.said("shareState");
        QVERIFY(on != off && on.contains(QStringLiteral("relay.example")));
        f.find<QPushButton>("sharePause")->click();
        QVERIFY(f.sharing.until.isValid());
        QVERIFY(f.said("shareState") != off && f.said("shareState") != on);
        QVERIFY(!f.find<Switch>("shareSwitch")->isChecked());
        f.find<QPushButton>("shareStop")->click(); // for good
        QVERIFY(!f.sharing.until.isValid());
        QCOMPARE(f.said("shareState"), off);
    }

    void theKeyboardReachesAll()
    {
        PageFixture f;
        f.page.setFocus();
        QTRY_VERIFY(f.find<Switch>("shareSwitch")->hasFocus());
        QTest::keyClick(f.find<Switch>("shareSwitch"), Qt::Key_Space);
        QVERIFY(f.sharing.now == SharingModel::State::On);
        QStringList reached;
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached << QApplication::focusWidget()->objectName();
        }
        for (const char* name : {"sharePause", "shareStop", "shareName", "sharePrice"})
            QVERIFY2(reached.contains(QLatin1String(name)), name);
    }

    void publishedApisAreOneClickAway()
    {
        PageFixture f;
        auto* list = f.find<QPushButton>("shareApisList");
        QVERIFY(!list->isVisible());
        const QTemporaryDir home;
        ApiShelf shelf(home.path());
        f.page.useApis(shelf);
        QVERIFY(f.find<QLabel>("shareApis")->isVisible() && !list->isVisible());
        auto draft = ApiDraft::of(testing::paintGraph(), testing::paintNodes(), {});
        QVERIFY(draft);
        draft->name = "paint";
        QVERIFY(shelf.publish(draft->finished()));
        QCOMPARE(f.said("shareApis"), QStringLiteral("1 published"));
        QSignalSpy asked(&f.page, &SharingPage::apisAsked);
        list->click();
        QCOMPARE(asked.size(), 1);
    }

    void nameAndPriceAreKept()
    {
        PageFixture f;
        auto* name = f.find<QLineEdit>("shareName");
        QCOMPARE(name->text(), QStringLiteral("My PC"));
        name->setText(QStringLiteral("Attic"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(f.sharing.ownName, QStringLiteral("Attic"));
        auto* price = f.find<QLineEdit>("sharePrice");
        price->setText(QStringLiteral("0.02"));
        QTest::keyClick(price, Qt::Key_Return);
        QCOMPARE(f.sharing.ownPrice, microCredits(20'000));
        const QString kept = f.said("sharePriceNote");
        price->setText(QStringLiteral("much"));
        QTest::keyClick(price, Qt::Key_Return);
        QCOMPARE(f.sharing.ownPrice, microCredits(20'000)); // nothing is lost
        QVERIFY(f.said("sharePriceNote") != kept);
        name->setText({});
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(name->text(), QStringLiteral("Attic"));
    }

    void whatIsOfferedLeavesOutFilesAndUnknownModels()
    {
        PageFixture f;
        QVERIFY2(f.said("offeredNodes").contains(QLatin1Char('2')), qPrintable(f.said("offeredNodes")));
        QVERIFY(f.said("offeredModels").contains(QLatin1Char('1')));
    }

    void theDeviceIsNamedWithoutItsOwner()
    {
        PageFixture f;
        QCOMPARE(f.said("shareDevice"), QStringLiteral("CPU, 2 threads"));
        f.page.setHere(QStringLiteral("This computer (CPU, 1 thread)"), hereCatalogue());
        QCOMPARE(f.said("shareDevice"), QStringLiteral("CPU, 1 thread"));
        f.page.setHere(QStringLiteral("NVIDIA RTX A6000"), hereCatalogue());
        QCOMPARE(f.said("shareDevice"), QStringLiteral("NVIDIA RTX A6000"));
    }

    void theSandboxIsTold()
    {
        PageFixture f;
        const QString unknown = f.said("shareSandbox");
        f.sharing.sandbox = protocol::worker::kWholeSandbox;
        f.sharing.enter(SharingModel::State::On);
        const QString whole = f.said("shareSandbox");
        f.sharing.sandbox = "seccomp only";
        f.sharing.wrong = Error {ErrorCode::SandboxMissing, {}, {{"sandbox", "seccomp only"}}};
        f.sharing.enter(SharingModel::State::Off);
        QVERIFY(f.said("shareSandbox").contains(QStringLiteral("seccomp only")));
        QVERIFY(unknown != whole && whole != f.said("shareSandbox"));
        QVERIFY(!f.said("shareProblem").isEmpty());
    }

    /// A node of the owner's ComfyUI isn't shut in: the card that speaks of the sandbox says so.
    void whatRunsOutsideOfTheSandboxIsTold()
    {
        PageFixture f;
        QVERIFY(f.said("shareOutside").isEmpty());
        const QString sees = f.said("shareSees");
        ServerOffers offers;
        offers.comfy.isOn = true;
        (void)f.sharing.setServers(offers);
        QVERIFY(f.said("shareOutside").isEmpty()); // nothing is ticked
        offers.comfy.classes["ImageInvert"] = {};
        (void)f.sharing.setServers(offers);
        const QString harmless = f.said("shareOutside");
        QVERIFY(f.find<QLabel>("shareOutside")->isVisible());
        QVERIFY2(harmless.contains(QStringLiteral("outside of the sandbox")), qPrintable(harmless));
        offers.comfy.classes["LoadImage"].isListed = true;
        offers.language.isOn = true;
        offers.language.models.insert("tiny-chat");
        (void)f.sharing.setServers(offers);
        QVERIFY2(f.said("shareOutside").startsWith(harmless) && f.said("shareOutside") != harmless, qPrintable(f.said("shareOutside")));
        QVERIFY(f.said("shareSees") != sees);
        f.sharing.sandbox = protocol::worker::kWholeSandbox;
        f.sharing.enter(SharingModel::State::On);
        QVERIFY2(f.said("shareSandbox").contains(QStringLiteral("own worker")), qPrintable(f.said("shareSandbox")));
    }

    void guestsAreListedByKind()
    {
        PageFixture f;
        FragmentJob job;
        job.fragment.nodes.push_back({"1", "ImageBlur", {}});
        job.fragment.inputs.push_back({{"0", 0}, "IMAGE", false});
        f.sharing.log.add(numberedId<JobId>(1), job, hereCatalogue(), unixNow());
        f.sharing.enter(SharingModel::State::On);
        int lines = 0;
        for (const QLabel* label : f.page.findChildren<QLabel*>())
            lines += label->property("isGuestLine").toBool() ? 1 : 0;
        QCOMPARE(lines, 1);
        QVERIFY2(f.said("shareJobs").contains(QStringLiteral("1 running")), qPrintable(f.said("shareJobs")));
    }

    void withoutARelayItOffersToSetOne()
    {
        PageFixture f(false);
        QVERIFY(f.find<QFrame>("sharingNoRelay")->isVisible());
        QVERIFY(!f.find<Switch>("shareSwitch")->isEnabled());
        auto* setup = new QWidget;
        f.page.setRelaySetup(setup);
        QTRY_VERIFY(setup->isVisible()); // a layout shows it later
        QVERIFY(!PageFixture().find<QFrame>("sharingNoRelay")->isVisible());
    }

    void earningsComeFromTheStatement()
    {
        QTemporaryDir folder;
        ScriptedRelay relay;
        NotedPages browser;
        StatementListed line;
        line.transfer = numberedId<TransferId>(1);
        line.createdUnixMillis = QDateTime::currentMSecsSinceEpoch();
        line.kind = int(StatementKind::Earning);
        line.ofEarnings = true;
        line.amount = credits(38);
        relay.lines = {line};
        RelayConnection connection(settingsFor(relay, folder), DeviceKey::generate(systemRandom()));
        WalletController wallet(connection, browser, systemRandom());
        PageFixture f;
        QVERIFY(!f.find<QLabel>("earnedToday")->isVisible() && !f.find<QWidget>("earningsChart")->isVisible());
        f.page.useWallet(wallet);
        connection.open();
        QTRY_VERIFY(wallet.model().wallet());
        wallet.watch();
        QTRY_VERIFY(f.find<QLabel>("earnedToday")->isVisible());
        QTRY_COMPARE(f.said("earnedToday"), QStringLiteral("$0.38"));
        QCOMPARE(f.said("earnedFree"), QStringLiteral("$7.00"));
        QVERIFY(f.find<QWidget>("earningsChart")->isVisible());
        QSignalSpy asked(&f.page, &SharingPage::walletAsked);
        f.find<QPushButton>("shareToWallet")->click();
        QCOMPARE(asked.size(), 1);
    }
};

QTEST_MAIN(TestSharingPage)
#include "TestSharingPage.moc"

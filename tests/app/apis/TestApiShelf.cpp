// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiShelf.h"

#include "app/apis/PublishGraph.h"
#include "tests/app/apis/PaintNodes.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

PublishedApi paintApi(Money price)
{
    PublishWish wish;
    wish.name = "paint";
    wish.price = price;
    return *publishGraph(paintGraph(), paintNodes(), wish);
}

} // namespace

class TestApiShelf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedChangedWithdrawn()
    {
        const QTemporaryDir home;
        ApiShelf shelf(home.path());
        QSignalSpy changed(&shelf, &ApiShelf::changed);
        QVERIFY(shelf.names().empty());
        QVERIFY(shelf.publish(paintApi(credits(2))));
        QVERIFY(shelf.setPrice("paint", credits(3)));
        QCOMPARE(ApiShelf(home.path()).apis().at("paint").price.micro, credits(3).micro); // it is on the disk
        QVERIFY(!shelf.setPrice("paint", Money {-1}));
        QVERIFY(!shelf.setPrice("draw", credits(1)));
        QVERIFY(shelf.withdraw("paint"));
        QVERIFY(!shelf.withdraw("paint"));
        QVERIFY(!shelf.withdraw("../paint"));
        QCOMPARE(changed.count(), 3);
        QVERIFY(shelf.names().empty());
    }

    void earnings()
    {
        const QTemporaryDir home;
        const QString file = ApiEarnings::fileIn(home.path());
        ApiEarnings earnings(file);
        QVERIFY(earnings.addEarned({{"paint", 3}, {"draw", 1}}, microCredits(400)));
        QVERIFY(earnings.addEarned({{"paint", 3}}, microCredits(7)));
        QVERIFY(earnings.addSpent({{"paint", 3}}, microCredits(5)));
        QVERIFY(earnings.addEarned({{"free", 0}}, {}));
        const auto read = ApiShelf(home.path()).earned();
        QCOMPARE(read.at("paint"), (ApiEarned {2, microCredits(307), microCredits(5)}));
        QCOMPARE(read.at("draw"), (ApiEarned {1, microCredits(100), {}}));
        QCOMPARE(read.at("free").calls, std::int64_t {1});
        QFile broken(file);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("[1, 2");
        broken.close();
        QVERIFY(ApiEarnings(file).all().empty());
    }
};

QTEST_GUILESS_MAIN(TestApiShelf)
#include "TestApiShelf.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/PlaceOptions.h"

#include "app/network/RelayProxy.h"
#include "tests/app/engines/Waited.h"

#include <QCommandLineParser>
#include <QTest>

using namespace weft;

namespace {

/// The mistake, or an empty text.
QString take(const char* line, PlaceOptions& places)
{
    QCommandLineParser parser;
    addPlaceOptions(parser);
    if (!parser.parse(QStringList {QStringLiteral("weft")} + QString::fromLatin1(line).split(u' ', Qt::SkipEmptyParts)))
        return parser.errorText();
    return takePlaces(parser, places);
}

} // namespace

class TestPlaceOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { setDefaultProxy({}); }

    void initTestCase()
    {
        qunsetenv("WEFT_HOME");
        qunsetenv("WEFT_PROXY");
    }

    void whatIsUsual()
    {
        PlaceOptions places;
        QCOMPARE(take("", places), QString());
        QVERIFY(places.relay.isEmpty() && !places.blind && places.home.isEmpty());
        QVERIFY(places.options.policy.privacy == Privacy::AnyMachine);
        QCOMPARE(places.options.policy.cap.micro, kMaxAmount.micro);
        QVERIFY(places.options.precision == Precision::Auto);
        QVERIFY(!places.folders.models.isEmpty()); // the user's own folder
        QVERIFY(places.folders.cache.isEmpty()); // the usual place
    }

    void everythingIsRead()
    {
        PlaceOptions places;
        QCOMPARE(take("--models a --models b --relay ws://127.0.0.1:7 --blind --only-here --max-credits 0.5 --precision bf16 --home h --comfy none --language none", places), QString());
        QCOMPARE(places.folders.models, (QStringList {QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(places.folders.cache, QStringLiteral("h/cache"));
        QCOMPARE(places.relay.port(), 7);
        QVERIFY(places.blind && places.comfy.isOff && places.language.isOff);
        QVERIFY(places.options.policy.privacy == Privacy::OnlyHere);
        QCOMPARE(places.options.policy.cap.micro, 500'000);
        QVERIFY(places.options.precision == Precision::Bf16);
    }

    void homeFromTheEnvironment()
    {
        qputenv("WEFT_HOME", "/somewhere");
        PlaceOptions places;
        QCOMPARE(take("", places), QString());
        QCOMPARE(places.home, QStringLiteral("/somewhere"));
        PlaceOptions asked;
        QCOMPARE(take("--home /else", asked), QString());
        QCOMPARE(asked.home, QStringLiteral("/else"));
        qunsetenv("WEFT_HOME");
    }

    void precisions()
    {
        for (const auto& [word, precision] : {std::pair {"auto", Precision::Auto}, std::pair {"fp32", Precision::Fp32}, std::pair {"bf16", Precision::Bf16}, std::pair {"fp16", Precision::Fp16}}) {
            PlaceOptions places;
            QCOMPARE(take((std::string("--precision ") + word).c_str(), places), QString());
            QVERIFY2(places.options.precision == precision, word);
        }
    }

    void mistakes_data()
    {
        QTest::addColumn<QString>("says");
        QTest::newRow("--precision fp8") << QStringLiteral("--precision");
        QTest::newRow("--max-credits much") << QStringLiteral("--max-credits");
        QTest::newRow("--max-credits=-1") << QStringLiteral("--max-credits");
        QTest::newRow("--relay https://x") << QStringLiteral("--relay");
        QTest::newRow("--relay nonsense") << QStringLiteral("--relay");
        QTest::newRow("--blind") << QStringLiteral("--blind needs --relay");
        QTest::newRow("--relay ws://x --proxy http://x") << QStringLiteral("socks5");
        QTest::newRow("--comfy ftp://x") << QStringLiteral("--comfy");
        QTest::newRow("--language ftp://x") << QStringLiteral("--language");
    }
    void mistakes()
    {
        QFETCH(QString, says);
        PlaceOptions places;
        const QString mistake = take(QTest::currentDataTag(), places);
        QVERIFY2(mistake.contains(says), qPrintable(mistake));
    }

    /// Without a relay, or where nothing may leave, nobody is asked.
    void nobodyIsAskedWithoutARelay()
    {
        RunController runs(RunFolders {QStringLiteral("in"), QStringLiteral("out"), {QStringLiteral("models")}, QStringLiteral("cache"), QStringLiteral("no-such-worker")});
        for (const char* line : {"--comfy none --language none", "--comfy none --language none --relay ws://127.0.0.1:1 --only-here"}) {
            PlaceOptions places;
            QCOMPARE(take(line, places), QString());
            QVERIFY2(!QCoro::waitFor(findPlaces(&runs, places)), line);
        }
        QCoro::waitFor(claimChange(nullptr)); // there is nothing to claim
    }
};

QTEST_GUILESS_MAIN(TestPlaceOptions)
#include "TestPlaceOptions.moc"

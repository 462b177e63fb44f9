// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Theme.h"

#include <QTest>

#include <set>

using namespace weft;

namespace {

constexpr const char* kTypes[] {"MODEL", "CLIP", "VAE", "CONDITIONING", "LATENT", "IMAGE", "MASK"};

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Theme::useColorBlindWires(false); }

    void wiresStandOut_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("blind");
        QTest::newRow("dark") << true << false;
        QTest::newRow("light") << false << false;
        QTest::newRow("dark, colour-blind") << true << true;
        QTest::newRow("light, colour-blind") << false << true;
    }

    void wiresStandOut()
    {
        QFETCH(bool, dark);
        QFETCH(bool, blind);
        Theme::useColorBlindWires(blind);
        const Theme& theme = Theme::byName(dark);
        std::set<QRgb> seen;
        for (const char* type : kTypes) {
            QVERIFY2(contrastOf(theme.wire(type), theme.canvas) >= 3, type);
            QVERIFY2(seen.insert(theme.wire(type).rgb()).second, type);
        }
    }

    void aSetOfItsOwnForTheColourBlind()
    {
        const QColor usual = Theme::dark().wire("IMAGE");
        Theme::useColorBlindWires(true);
        QCOMPARE(Theme::dark().wire("IMAGE"), QColor(0x19, 0x8d, 0xfe));
        QCOMPARE(Theme::dark().wire("IMAGE,MASK"), QColor(0x19, 0x8d, 0xfe));
        QVERIFY(usual != Theme::dark().wire("IMAGE"));
        QVERIFY(Theme::usesColorBlindWires());
    }

    void shapesTellApartWhatColoursDont()
    {
        // LATENT and IMAGE are one colour to a protanope; what feeds them has other shapes.
        QCOMPARE(Theme::shape("MODEL"), PortShape::Square);
        QCOMPARE(Theme::shape("CONDITIONING"), PortShape::Square);
        QCOMPARE(Theme::shape("CLIP"), PortShape::Diamond);
        QCOMPARE(Theme::shape("VAE"), PortShape::Triangle);
        QCOMPARE(Theme::shape("IMAGE"), PortShape::Circle);
        QCOMPARE(Theme::shape("LATENT"), PortShape::Circle);
    }

    void whatIsReadableStaysAsItIs()
    {
        QCOMPARE(readableOn(QColor(0xff, 0xff, 0xff), Qt::black), QColor(0xff, 0xff, 0xff));
        for (const QColor ground : {QColor(0x2b, 0x30, 0x38), QColor(Qt::white), QColor(0x77, 0x77, 0x77), QColor(0x4c, 0x9d, 0xff)})
            QVERIFY2(contrastOf(readableOn(QColor(0x77, 0x88, 0x99), ground), ground) >= 4.5, qPrintable(ground.name()));
    }
};

QTEST_GUILESS_MAIN(TestTheme)
#include "TestTheme.moc"

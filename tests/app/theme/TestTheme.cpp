// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QTableWidget>
#include <QTest>

#include <algorithm>
#include <set>

using namespace weft;

namespace {

constexpr const char* kTypes[] {"MODEL", "CLIP", "VAE", "CONDITIONING", "LATENT", "IMAGE", "MASK"};

/// How far the colours of an area are apart.
double contrastWithin(const QImage& image, const QRect& area)
{
    double most = 1;
    for (int x = area.left(); x <= area.right(); ++x)
        for (int y = area.top(); y <= area.bottom(); ++y)
            most = std::max(most, contrastOf(image.pixelColor(x, y), image.pixelColor(area.topLeft())));
    return most;
}

/// The left edge of the first thing in a row that stands out from the row's ground; -1: nothing does.
int firstEdge(const QImage& image, const QRect& row)
{
    const int y = row.center().y();
    const QColor ground = image.pixelColor(row.left() + 1, y);
    for (int x = row.left(); x < row.left() + 24; ++x) {
        if (contrastOf(image.pixelColor(x, y), ground) >= 3)
            return x;
    }
    return -1;
}

void fillWithBoxes(QTableWidget& table)
{
    for (const Qt::CheckState state : {Qt::Unchecked, Qt::Checked}) {
        auto* item = new QTableWidgetItem;
        item->setCheckState(state);
        const int row = table.rowCount();
        table.setRowCount(row + 1);
        table.setItem(row, 0, item);
    }
}

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

    void boxesOfTablesAreSeen_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("selected");
        QTest::newRow("dark") << true << false;
        QTest::newRow("dark, selected") << true << true;
        QTest::newRow("light") << false << false;
        QTest::newRow("light, selected") << false << true;
    }

    void boxesOfTablesAreSeen()
    {
        QFETCH(bool, dark);
        QFETCH(bool, selected);
        applyTheme(*qApp, Theme::byName(dark));
        QTableWidget table(0, 1);
        fillWithBoxes(table);
        table.setSelectionMode(QAbstractItemView::MultiSelection);
        table.resize(220, 140);
        table.show();
        selected ? table.selectAll() : table.clearSelection();
        const QImage image = table.grab().toImage();
        for (const int row : {0, 1}) {
            const QRect at = table.visualItemRect(table.item(row, 0)).translated(table.viewport()->pos());
            const int edge = firstEdge(image, at);
            QVERIFY2(edge >= 0, row == 0 ? "no empty box is seen" : "no ticked box is seen");
            const double inside = contrastWithin(image, {edge + 3, at.center().y() - 5, 10, 10});
            QVERIFY2(row == 0 ? inside < 1.2 : inside >= 3, qPrintable(QString::number(inside)));
        }
    }

    void fieldsAreSeen()
    {
        for (const bool dark : {true, false}) {
            const Theme& theme = Theme::byName(dark);
            applyTheme(*qApp, theme);
            QLineEdit edit;
            edit.setPlaceholderText(QStringLiteral("key"));
            edit.show();
            QVERIFY(contrastOf(edit.palette().color(QPalette::PlaceholderText), theme.field) >= 4.5);
            QCOMPARE(edit.palette().color(QPalette::PlaceholderText).alpha(), 255);
            const QImage image = edit.grab().toImage();
            QVERIFY(contrastOf(image.pixelColor(0, image.height() / 2), theme.panel) >= 3);
        }
    }

    void whatIsReadableStaysAsItIs()
    {
        QCOMPARE(readableOn(QColor(0xff, 0xff, 0xff), Qt::black), QColor(0xff, 0xff, 0xff));
        for (const QColor ground : {QColor(0x2b, 0x30, 0x38), QColor(Qt::white), QColor(0x77, 0x77, 0x77), QColor(0x4c, 0x9d, 0xff)})
            QVERIFY2(contrastOf(readableOn(QColor(0x77, 0x88, 0x99), ground), ground) >= 4.5, qPrintable(ground.name()));
    }
};

QTEST_MAIN(TestTheme)
#include "TestTheme.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/model/NodeSwap.h"

#include <QTest>

using namespace weft;

class TestNodeSwap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wiresGoToPortsOfTheSameNameFirst()
    {
        CanvasDocument document(testCatalogue());
        const auto add = [&](const char* type) { return document.add(*testCatalogue().find(type), {}); };
        const NodeId first = add("LoadImage");
        const NodeId second = add("ImageInvert");
        const NodeId blend = add("ImageBlend");
        QVERIFY(document.connectPorts(first, 0, blend, "image2"));
        QVERIFY(document.connectPorts(second, 0, blend, "image1"));
        QVERIFY(document.swapType(blend, *testCatalogue().find("ImageStitch")));
        QCOMPARE(document.graph().linkInto(blend, "image1")->from, second);
        QCOMPARE(document.graph().linkInto(blend, "image2")->from, first);
        QVERIFY(document.swapType(blend, *testCatalogue().find("ImageInvert")));
        QCOMPARE(document.graph().links().size(), std::size_t(1)); // one picture only
        document.undo();
        QCOMPARE(document.graph().links().size(), std::size_t(2));
    }

    void settingsOfTheSameNameStay()
    {
        CanvasDocument document(testCatalogue());
        const NodeId scale = document.add(*testCatalogue().find("ImageScale"), {10, 20});
        document.setSetting(scale, "upscale_method", "bicubic");
        document.setTitle(scale, "Mine");
        document.setPlace({scale}, "here");
        QVERIFY(document.swapType(scale, *testCatalogue().find("ImageScaleBy")));
        const Node& node = *document.graph().findNode(scale);
        QCOMPARE(node.settings.at("upscale_method"), Json("bicubic"));
        QCOMPARE(node.settings.size(), std::size_t(2));
        QCOMPARE(node.title, std::string("Mine"));
        QCOMPARE(QPointF(node.x, node.y), QPointF(10, 20));
        QCOMPARE(document.placeOf(scale), std::string("here"));
    }

    void whatWouldLoseAWireIsToldApart()
    {
        CanvasDocument document(testCatalogue());
        const NodeId load = document.add(*testCatalogue().find("LoadImage"), {});
        const NodeId invert = document.add(*testCatalogue().find("ImageInvert"), {});
        QVERIFY(document.connectPorts(load, 0, invert, "image"));
        const Node& node = *document.graph().findNode(invert);
        QVERIFY(keepsWires(document.graph(), testCatalogue(), node, *testCatalogue().find("SaveImage")));
        QVERIFY(!keepsWires(document.graph(), testCatalogue(), node, *testCatalogue().find("KSampler")));
        QVERIFY(!document.swapType("99", *testCatalogue().find("KSampler")));
    }

    void allLinksOfAnOutputMove()
    {
        CanvasDocument document(testCatalogue());
        const auto add = [&](const char* type) { return document.add(*testCatalogue().find(type), {}); };
        const NodeId first = add("LoadImage");
        const NodeId second = add("ImageInvert");
        const NodeId third = add("ImageInvert");
        QVERIFY(document.connectPorts(first, 0, second, "image"));
        QVERIFY(document.connectPorts(first, 0, third, "image"));
        QVERIFY(document.moveLinks({first, true, 0, {}}, {second, true, 0, {}}));
        // The wire into `second` itself would have closed a circle, so it stayed.
        QCOMPARE(document.graph().linkInto(second, "image")->from, first);
        QCOMPARE(document.graph().linkInto(third, "image")->from, second);
        QVERIFY(!document.moveLinks({first, true, 0, {}}, {second, true, 0, {}}));
    }
};

QTEST_GUILESS_MAIN(TestNodeSwap)
#include "TestNodeSwap.moc"

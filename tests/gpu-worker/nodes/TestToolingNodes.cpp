// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/MappedFile.h"
#include "gpu-worker/nodes/Picture.h"
#include "tests/gpu-worker/nodes/NodeCalls.h"

#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/zeros.h>

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

ItemList choice(const char* text) { return one(Choice {text}); }
ItemList number(std::int64_t value) { return one(value); }

at::Tensor maskOf(const Result<CallOutputs>& outputs, std::size_t slot = 0) { return std::any_cast<Mask>(outputs->slots.at(slot).at(0).data).values; }
at::Tensor imageOf(const Result<CallOutputs>& outputs) { return std::any_cast<Image>(outputs->slots.at(0).at(0).data).pixels; }

bool same(const at::Tensor& a, const at::Tensor& b) { return a.sizes() == b.sizes() && a.sub(b).abs().max().item<double>() < 1e-6; }

double at2(const at::Tensor& mask, int y, int x) { return mask.select(0, 0).select(0, y).select(0, x).item<double>(); }

/// 1 in a square from 6 to 10, of 16.
at::Tensor square()
{
    at::Tensor mask = at::zeros({1, 16, 16});
    mask.narrow(1, 6, 5).narrow(2, 6, 5).fill_(1);
    return mask;
}

CallInputs sized(const at::Tensor& mask, std::int64_t by, std::int64_t blur, const char* kind)
{
    return {one(Mask {mask}), number(by), number(blur), choice(kind)};
}

} // namespace

class TestToolingNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadsWithAlphaAsMask()
    {
        const File file {"x", "image/png", readFile(WEFT_TEST_DATA "/pictures/rgba.png", 1u << 20).value()};
        const auto loaded = called("ETN_LoadImageCache", {one(file)});
        QVERIFY(loaded);
        const Picture picture = decodePicture(file.bytes.view()).value();
        QVERIFY(same(imageOf(loaded), pixelsOf(picture)));
        QVERIFY(same(maskOf(loaded, 1), channelOf(picture, 3)));
    }

    void loadsGreyAsMask()
    {
        Picture grey {2, 1, 3, {255, 255, 255, 51, 51, 51}};
        const auto loaded = called("ETN_LoadImageCache", {one(File {"x", "image/png", encodePng(grey, 1).value()})});
        QVERIFY(loaded);
        QCOMPARE(at2(maskOf(loaded, 1), 0, 0), 1.0);
        QVERIFY(qAbs(at2(maskOf(loaded, 1), 0, 1) - 0.2) < 1e-6);
    }

    void savesForWhoeverFetches()
    {
        const auto saved = called("ETN_SaveImageCache", {one(Image {at::rand({2, 4, 4, 3})}), choice("PNG")});
        QVERIFY(saved);
        QCOMPARE(saved->files.size(), std::size_t(2));
        QVERIFY(boolAt(saved->files[0].meta, "byId") && boolAt(saved->files[0].meta, "temp"));
    }

    void savesForWhoeverListens()
    {
        const auto saved = called("SaveImageWebsocket", {one(Image {at::rand({2, 4, 4, 3})})});
        QVERIFY(saved);
        QCOMPARE(saved->files.size(), std::size_t(2));
        QVERIFY(boolAt(saved->files[0].meta, "bySocket") && boolAt(saved->files[0].meta, "temp"));
        QCOMPARE(saved->files[0].mime, std::string("image/png"));
    }

    void maskBecomesAlpha()
    {
        const at::Tensor image = at::rand({2, 16, 16, 3});
        const at::Tensor masked = imageOf(called("ETN_ApplyMaskToImage", {one(Image {image}), one(Mask {square()})}));
        QVERIFY(same(masked.narrow(3, 0, 3), image));
        QVERIFY(same(masked.select(3, 3), square().expand({2, -1, -1})));
        QVERIFY(!called("ETN_ApplyMaskToImage", {one(Image {image}), one(Mask {at::ones({1, 8, 8})})}));
    }

    void grows()
    {
        const at::Tensor grown = maskOf(called("INPAINT_ExpandMask", sized(square().mul(0.3), 2, 0, "gaussian")));
        QCOMPARE(grown.sum().item<double>(), 81.0); // 9 x 9, whole although it was faint
        QCOMPARE(at2(grown, 4, 12), 1.0);
    }

    void shrinks()
    {
        const at::Tensor shrunk = maskOf(called("INPAINT_ShrinkMask", sized(square(), 2, 0, "gaussian")));
        QCOMPARE(shrunk.sum().item<double>(), 1.0);
        QCOMPARE(at2(shrunk, 8, 8), 1.0);
        const at::Tensor all = maskOf(called("INPAINT_ShrinkMask", sized(at::ones({1, 16, 16}), 4, 0, "box")));
        QCOMPARE(all.sum().item<double>(), 256.0); // nothing comes in from outside
    }

    void blurs_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("beside"); // the edge of a half plane, one pixel outside of it
        QTest::newRow("box") << "box" << 5 << 0.4;
        QTest::newRow("an even size") << "box" << 4 << 0.4;
        QTest::newRow("linear") << "linear" << 5 << 1.0 / 3; // 1/2 1/2 1 1/2 1/2
        QTest::newRow("three") << "linear" << 3 << 1.0 / 3;
        QTest::newRow("gaussian") << "gaussian" << 3 << 0.3038963; // sigma 1.4
        QTest::newRow("nothing") << "box" << 1 << 0.0;
    }
    void blurs()
    {
        QFETCH(QString, kind);
        QFETCH(int, size);
        QFETCH(double, beside);
        at::Tensor half = at::zeros({1, 16, 16});
        half.narrow(2, 0, 8).fill_(1);
        const auto blurred = called("INPAINT_ExpandMask", sized(half, 0, size, kind.toUtf8().constData()));
        QVERIFY(blurred);
        QVERIFY2(qAbs(at2(maskOf(blurred), 8, 8) - beside) < 1e-4, qPrintable(QString::number(at2(maskOf(blurred), 8, 8), 'g', 10)));
    }

    void hugeSizes()
    {
        const auto blurred = called("INPAINT_ShrinkMask", sized(square(), 8096, 8096, "gaussian"));
        QVERIFY(blurred);
        QCOMPARE(maskOf(blurred).sum().item<double>(), 0.0);
    }

    void stabilizes()
    {
        at::Tensor mask = at::full({1, 2, 2}, 0.5);
        mask.select(1, 0).fill_(0.995);
        const at::Tensor stable = maskOf(called("INPAINT_StabilizeMask", {one(Mask {mask}), one(0.01)}));
        QCOMPARE(at2(stable, 0, 0), 1.0);
        QCOMPARE(at2(stable, 1, 1), 0.5);
    }

    void fills()
    {
        const at::Tensor image = at::rand({1, 16, 16, 3});
        const at::Tensor filled = imageOf(called("INPAINT_MaskedFill", {one(Image {image}), one(Mask {square()}), choice("neutral"), number(0)}));
        const at::Tensor held = square().unsqueeze(3);
        QVERIFY(same(filled, image.mul(held.neg().add(1)).add(held.mul(0.5))));
        QVERIFY(!called("INPAINT_MaskedFill", {one(Image {image}), one(Mask {at::ones({1, 8, 8})}), choice("neutral"), number(0)}));
    }

    void blursInsideOnly()
    {
        const at::Tensor image = at::rand({1, 16, 16, 3});
        const at::Tensor soft = imageOf(called("INPAINT_MaskedBlur", {one(Image {image}), one(Mask {square()}), number(9), number(0)}));
        const at::Tensor outside = square().unsqueeze(3).neg().add(1);
        QVERIFY(same(soft.mul(outside), image.mul(outside)));
        QVERIFY(!same(soft, image));
    }

    void preparesForInpainting()
    {
        const at::Tensor image = at::rand({1, 32, 32, 3});
        const at::Tensor prepared = imageOf(called("InpaintPreprocessor", {one(Image {image}), one(Mask {at::ones({1, 8, 8})}), one(false)}));
        QVERIFY(same(prepared, at::full({1, 32, 32, 3}, -1.0)));
        const at::Tensor black = imageOf(called("InpaintPreprocessor", {one(Image {image}), one(Mask {at::ones({1, 8, 8})}), one(true)}));
        QVERIFY(same(black, at::zeros({1, 32, 32, 3})));
    }
};

QTEST_GUILESS_MAIN(TestToolingNodes)
#include "TestToolingNodes.moc"

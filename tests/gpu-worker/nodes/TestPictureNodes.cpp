// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/MappedFile.h"
#include "gpu-worker/models/Upscaler.h"
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/nodes/Resampling.h"
#include "tests/gpu-worker/nodes/NodeCalls.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/zeros.h>

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

ItemList choice(const char* text)
{
    return one(Choice {text});
}

ItemList number(std::int64_t value)
{
    return one(value);
}

at::Tensor pixelsAt(const CallOutputs& outputs, std::size_t slot)
{
    return std::any_cast<Image>(outputs.slots.at(slot).at(0).data).pixels;
}

at::Tensor maskAt(const CallOutputs& outputs, std::size_t slot)
{
    return std::any_cast<Mask>(outputs.slots.at(slot).at(0).data).values;
}

ItemList pictureFile(const char* name)
{
    return one(File {name, "image/png", readFile(std::string(WEFT_TEST_DATA "/pictures/") + name, 1u << 20).value()});
}

bool same(const at::Tensor& a, const at::Tensor& b)
{
    return a.sizes() == b.sizes() && a.sub(b).abs().max().item<double>() < 1e-6;
}

} // namespace

class TestPictureNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadsAlphaAsMask()
    {
        const auto with = called("LoadImage", {pictureFile("rgba.png")});
        QVERIFY(with);
        QCOMPARE(pixelsAt(*with, 0).sizes().vec(), (std::vector<std::int64_t> {1, 19, 23, 3}));
        QCOMPARE(maskAt(*with, 1).sizes().vec(), (std::vector<std::int64_t> {1, 19, 23}));
        QCOMPARE(maskAt(*with, 1).max().item<float>(), 1.0f); // the first pixel's alpha is 0
        const auto without = called("LoadImage", {pictureFile("one_transparent_color.png")});
        QVERIFY(without);
        QVERIFY(same(maskAt(*without, 1), at::zeros({1, 64, 64})));
        const auto asMask = called("LoadImageMask", {pictureFile("rgb.png"), choice("alpha")});
        QVERIFY(asMask);
        QVERIFY(same(maskAt(*asMask, 0), at::zeros({1, 19, 23})));
    }

    void namesTheBrokenFile()
    {
        const auto loaded = called(
            "LoadImage", {one(File {"holiday.png", "image/png", SharedBytes::take(std::vector<std::uint8_t>(99))})});
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::PictureInvalid);
        QCOMPARE(loaded.error().args.at("path"), std::string("holiday.png"));
    }

    void savesEachPictureOfTheBatch()
    {
        const at::Tensor pixels = at::rand({3, 5, 7, 4});
        const auto saved = called("SaveImage", {one(Image {pixels}), one(std::string("cat"))});
        QVERIFY(saved);
        QCOMPARE(saved->files.size(), std::size_t {3});
        for (std::size_t i = 0; i < 3; ++i) {
            const File& file = saved->files[i];
            QCOMPARE(file.name, std::string("cat"));
            QCOMPARE(toJsonText(file.meta), toJsonText(Json {{"width", 7}, {"height", 5}, {"batch", i}}));
            const Picture picture = decodePicture(file.bytes.view()).value();
            QVERIFY(picture.bytes == pictureOf(pixels.select(0, static_cast<std::int64_t>(i)))->bytes);
        }
        const auto shown = called("PreviewImage", {one(Image {pixels})});
        QVERIFY(shown);
        QVERIFY(boolAt(shown->files.at(0).meta, "temp"));
        QVERIFY(Registry::builtIn().find("SaveImage")->type.isOutput);
    }

    void stitchesInFourDirections()
    {
        const at::Tensor a = at::zeros({1, 4, 6, 3});
        const at::Tensor b = at::ones({2, 2, 3, 3});
        const auto stitch = [&](const char* direction, bool match, std::int64_t spacing) {
            const auto out = called("ImageStitch",
                {one(Image {a}), choice(direction), one(match), number(spacing), choice("red"), one(Image {b})});
            return pixelsAt(out.value(), 0);
        };
        const at::Tensor right = stitch("right", true, 0);
        QCOMPARE(right.sizes().vec(), (std::vector<std::int64_t> {2, 4, 12, 3}));
        QVERIFY(same(right.narrow(2, 0, 6), at::zeros({2, 4, 6, 3})));
        QVERIFY(same(right.narrow(2, 6, 6), at::ones({2, 4, 6, 3})));
        QVERIFY(same(stitch("left", true, 0), right.flip({2})));
        const at::Tensor down = stitch("down", false, 3);
        QCOMPARE(down.sizes().vec(), (std::vector<std::int64_t> {2, 4 + 4 + 2, 6, 3}));
        QVERIFY(same(down.narrow(1, 4, 4).select(3, 0), at::ones({2, 4, 6}))); // red
        QVERIFY(same(down.narrow(1, 4, 4).select(3, 1), at::zeros({2, 4, 6})));
        QVERIFY(same(down.narrow(1, 8, 2).narrow(2, 1, 3), at::ones({2, 2, 3, 3})));
        QVERIFY(same(stitch("up", true, 0).narrow(1, 4, 4), at::zeros({2, 4, 6, 3})));
        const auto alone = called("ImageStitch", {one(Image {a}), choice("up"), one(true), number(0), choice("red"), {}});
        QVERIFY(same(pixelsAt(alone.value(), 0), a));
    }

    void padsWithAMask()
    {
        const auto padded = called("ImagePadForOutpaint",
            {one(Image {at::zeros({1, 20, 20, 3})}), number(8), number(0), number(0), number(0), number(4)});
        QVERIFY(padded);
        QCOMPARE(pixelsAt(*padded, 0).sizes().vec(), (std::vector<std::int64_t> {1, 20, 28, 3}));
        const at::Tensor mask = maskAt(*padded, 1).select(0, 0);
        QCOMPARE(mask.select(1, 7).min().item<float>(), 1.0f);
        QCOMPARE(mask.select(1, 8).min().item<float>(), 1.0f); // at the seam
        QCOMPARE(mask.select(1, 10).min().item<float>(), 0.25f); // half of 4 pixels away, squared
        QCOMPARE(mask.select(1, 12).max().item<float>(), 0.0f);
    }

    void turnsAndFlips()
    {
        const at::Tensor in = at::arange(6, at::kFloat).view({1, 2, 3, 1});
        const at::Tensor turned = pixelsAt(called("ImageRotate", {one(Image {in}), choice("90 degrees")}).value(), 0);
        QVERIFY(same(turned.view({3, 2}), in.view({2, 3}).flip({0}).t())); // clockwise
        const at::Tensor flipped = pixelsAt(called("ImageFlip", {one(Image {in}), choice("x-axis: vertically")}).value(), 0);
        QVERIFY(same(flipped, in.flip({1})));
    }

    void splitsAndJoinsAlpha()
    {
        const at::Tensor rgba = at::rand({1, 4, 5, 4});
        const auto parts = called("SplitImageWithAlpha", {one(Image {rgba})}).value();
        const auto joined = called("JoinImageWithAlpha", {parts.slots[0], parts.slots[1]});
        QVERIFY(joined);
        QVERIFY(same(pixelsAt(*joined, 0), rgba));
    }

    void bislerpKeepsConstants()
    {
        const at::Tensor in = at::ones({1, 4, 3, 5}).mul(0.7);
        QVERIFY(same(bislerp(in, 7, 4), at::ones({1, 4, 7, 4}).mul(0.7)));
        const at::Tensor turning = at::cat({at::ones({1, 1, 1, 1}), at::zeros({1, 1, 1, 1})}, 3);
        const at::Tensor vectors = at::cat({turning, turning.flip({3})}, 1); // (1, 0) then (0, 1)
        const at::Tensor out = bislerp(vectors, 1, 8);
        QVERIFY(same(out.square().sum({1}), at::ones({1, 1, 8}))); // the length stays 1 on the way
    }

    void upscalesWithProgress()
    {
        FakeContext context;
        context.models["m.safetensors"] =
            WEFT_SOURCE_DIR "/resources/models/upscale_models/realesr-animevideov3.safetensors";
        const NodeDefinition* loader = Registry::builtIn().find("UpscaleModelLoader");
        const auto model = loader->run(loader->type, context, {choice("m.safetensors")});
        QVERIFY(model);
        const NodeDefinition* node = Registry::builtIn().find("ImageUpscaleWithModel");
        const auto out = node->run(node->type, context, {model->slots[0], one(Image {at::rand({2, 6, 5, 3})})});
        QVERIFY(out);
        QCOMPARE(pixelsAt(*out, 0).sizes().vec(), (std::vector<std::int64_t> {2, 24, 20, 3}));
        QCOMPARE(context.lastProgress, (std::pair<std::int64_t, std::int64_t>(2, 2)));
        QCOMPARE(context.previews.size(), std::size_t {2});
        context.cancelled = true;
        const auto stopped = node->run(node->type, context, {model->slots[0], one(Image {at::rand({1, 6, 5, 3})})});
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(loader->type.outputs[0].holdsModel);
    }
};

QTEST_GUILESS_MAIN(TestPictureNodes)
#include "TestPictureNodes.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ResultSize.h"

#include "tests/gpu-worker/nodes/NodeCalls.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

/// For a row of a test: containers of what isn't Qt's don't go in as they are.
struct Given {
    CallInputs inputs;
};

/// A tensor of this shape that holds one number in memory.
at::Tensor wide(std::vector<std::int64_t> shape)
{
    return at::zeros({1}).expand(shape);
}

Latent latentOf(at::Tensor samples)
{
    Latent latent;
    latent.samples = std::move(samples);
    return latent;
}

} // namespace

/// A guest's graph chooses the numbers: what would be larger than any value is refused before memory is taken for it.
class TestResultSize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysBothSizes()
    {
        const Done done = checkSides({4, 1 << 14, 1 << 14});
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::PictureTooLarge);
        QCOMPARE(done.error().args.at("size"), std::string("4.0 GiB"));
        QCOMPARE(done.error().args.at("limit"), std::string("2.0 GiB"));
        QVERIFY(checkSides({2, 1 << 14, 1 << 14}));
        QVERIFY(!checkSides({2, (1 << 14) + 1, 1 << 14}));
        QCOMPARE(checkSides({3, 0}).error().code, ErrorCode::ValueInvalid);
        QCOMPARE(checkSides({INT64_MAX, INT64_MAX}).error().args.at("size"), std::string("16384.0 PiB"));
    }

    void smallOnesArePassedOn()
    {
        const at::Tensor x = at::rand({2, 3});
        QVERIFY(joined({x, x})->equal(x.repeat({2, 1})));
        QVERIFY(joined({x, x}, 1)->equal(x.repeat({1, 2})));
        QVERIFY(repeated(x, 3)->equal(x.repeat({3, 1})));
        QVERIFY(repeatedTo(x, 5)->equal(x.repeat({3, 1}).narrow(0, 0, 5)));
        QVERIFY(repeatedTo(x, 1)->equal(x.narrow(0, 0, 1)));
        QVERIFY(!repeatedTo(at::zeros({0, 3}), 2));
    }

    void refuses_data()
    {
        const at::Tensor half = wide({1, 4, 8192, 12'288}); // 1.5 GiB
        const Latent large = latentOf(half);
        const Latent many = latentOf(wide({50'000, 4, 32, 32})); // a mask for each is 12 GiB
        Latent masked = latentOf(at::zeros({100'000, 4, 1, 1}));
        masked.noiseMask = wide({1, 512, 512});
        const Mask mask {wide({1, 16'384, 24'576})};
        const Mask masks {wide({3000, 2, 2})};
        QTest::addColumn<QString>("name");
        QTest::addColumn<Given>("given");
        QTest::newRow("join latents") << "LatentBatch" << Given {CallInputs {one(large), one(large)}};
        QTest::newRow("latents side by side") << "LatentConcat" << Given {CallInputs {one(large), one(large), one(Choice {"x"})}};
        QTest::newRow("latents of a list")
            << "RebatchLatents" << Given {CallInputs {ItemList {one(large)[0], one(large)[0]}, one(std::int64_t {2})}};
        QTest::newRow("masks that latents lack") << "RebatchLatents" << Given {CallInputs {one(many), one(std::int64_t {1})}};
        QTest::newRow("masks of many latents") << "RebatchLatents" << Given {CallInputs {one(masked), one(std::int64_t {1})}};
        QTest::newRow("join pictures") << "ImageBatch"
                                       << Given {CallInputs {one(Image {wide({1, 8192, 16'384, 3})}), one(Image {wide({1, 8192, 16'384, 3})})}};
        QTest::newRow("join masks") << "BatchMasksNode" << Given {CallInputs {one(mask), one(mask)}};
        QTest::newRow("masks grow to the first")
            << "BatchMasksNode" << Given {CallInputs {one(Mask {wide({1, 1024, 1024})}), one(masks)}};
    }
    void refuses()
    {
        QFETCH(QString, name);
        QFETCH(Given, given);
        const auto outputs = called(name.toUtf8().constData(), given.inputs);
        QVERIFY(!outputs);
        QCOMPARE(outputs.error().code, ErrorCode::PictureTooLarge);
        QVERIFY(outputs.error().args.at("size").ends_with("GiB"));
    }

    /// Of many sources and masks only those that are used are resized.
    void compositesTakeWhatTheyUse()
    {
        const Image canvas {at::zeros({1, 1024, 1024, 3})};
        const auto out = called("ImageCompositeMasked",
            {one(canvas), one(Image {at::ones({1000, 2, 2, 3})}), one(std::int64_t {0}), one(std::int64_t {0}), one(true),
                one(Mask {wide({1000, 2, 2}).add(0.5)})});
        QVERIFY(out);
        QCOMPARE(std::any_cast<Image>(out->slots.at(0).at(0).data).pixels.mean().item<float>(), 0.5F);
    }

    /// ComfyUI's numbers (0.3.64): as many pictures as channels, so its lengths meet the channels.
    void interpolatesAsComfyUi()
    {
        const Latent a = latentOf(at::tensor({1.0F, 2.0F, 3.0F, 4.0F}).reshape({2, 2, 1, 1}));
        const Latent b = latentOf(at::tensor({5.0F, -6.0F, 7.0F, 8.0F}).reshape({2, 2, 1, 1}));
        const auto out = called("LatentInterpolate", {one(a), one(b), one(0.25)});
        QVERIFY(out);
        const at::Tensor ours = std::any_cast<Latent>(out->slots.at(0).at(0).data).samples.flatten();
        const at::Tensor theirs = at::tensor({5.631407737731934F, -2.357672929763794F, 9.585787773132324F, 5.574221611022949F});
        QVERIFY(ours.sub(theirs).abs().max().item<double>() < 1e-5);
    }
};

QTEST_GUILESS_MAIN(TestResultSize)
#include "TestResultSize.moc"

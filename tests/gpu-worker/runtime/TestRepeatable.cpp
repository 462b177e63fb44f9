// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Convert.h"
#include "gpu-worker/runtime/Executor.h"
#include "gpu-worker/runtime/MemoryBound.h"
#include "tests/golden/tiny/TinyNetworks.h"
#include "tests/gpu-worker/runtime/ExampleNodes.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::worker;
using namespace Qt::Literals;

namespace {

constexpr int kPictures = 3;

struct Setting {
    std::string sampler = "euler";
    Precision precision = Precision::Fp32;
};

/// Latents of a batch sampled together, or, where `only` isn't negative, of that place of it alone.
Fragment sampling(const Setting& setting, int only = -1)
{
    Fragment fragment {{{"1", "CheckpointLoaderSimple", {{"ckpt_name", Json("a.safetensors")}}},
                           {"2", "CLIPTextEncode", {{"clip", SlotRef {"1", 1}}, {"text", Json("a cup")}}},
                           {"3", "CLIPTextEncode", {{"clip", SlotRef {"1", 1}}, {"text", Json("")}}},
                           {"4", "EmptyLatentImage", {{"width", Json(96)}, {"height", Json(64)}, {"batch_size", Json(kPictures)}}},
                           {"5", "LatentFromBatch",
                               {{"samples", SlotRef {"4", 0}}, {"batch_index", Json(std::max(only, 0))}, {"length", Json(1)}}},
                           {"6", "KSampler",
                               {{"model", SlotRef {"1", 0}}, {"seed", Json(7)}, {"steps", Json(2)}, {"cfg", Json(4.0)},
                                   {"sampler_name", Json(setting.sampler)}, {"scheduler", Json("normal")},
                                   {"positive", SlotRef {"2", 0}}, {"negative", SlotRef {"3", 0}},
                                   {"latent_image", SlotRef {only < 0 ? "4" : "5", 0}}, {"denoise", Json(1.0)}}}},
        {}, {{"6", 0}}, {}};
    fragment.precision = setting.precision;
    return fragment;
}

} // namespace

class TestRepeatable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        boundMemory(0); // the worker's allocation
        QVERIFY(QDir(m_folder.path()).mkpath(u"checkpoints"_s));
        golden::TinyFile file(5);
        golden::addUnet(file, {.channels = 32});
        golden::addClip(file, "cond_stage_model.transformer.text_model.", {768, 1, 128});
        golden::addTaesd(file, "first_stage_model.", 4);
        QVERIFY(file.write(m_folder.filePath(u"checkpoints/a.safetensors"_s).toStdString()));
    }

    void settings()
    {
        QTest::addColumn<QString>("sampler");
        QTest::addColumn<int>("precision");
        for (const char* sampler : {"euler", "dpmpp_2m", "uni_pc"})
            QTest::newRow(sampler) << QString::fromLatin1(sampler) << static_cast<int>(Precision::Fp32);
        QTest::newRow("euler, bf16") << u"euler"_s << static_cast<int>(Precision::Bf16);
    }

    void twoRunsGiveTheSameBits_data()
    {
        settings();
        QTest::newRow("a sampler that draws noise") << u"dpmpp_sde"_s << static_cast<int>(Precision::Fp32);
    }
    void twoRunsGiveTheSameBits()
    {
        const at::Tensor first = sampled(-1);
        const at::Tensor second = sampled(-1);
        QVERIFY(at::equal(first, second));
    }

    /// Within 1e-5 in float32; bfloat16 rounds what it multiplies, and products of another height are added in another order.
    void aBatchGivesItsPicturesOneByOne_data() { settings(); }
    void aBatchGivesItsPicturesOneByOne()
    {
        QFETCH(int, precision);
        const at::Tensor together = sampled(-1);
        std::vector<at::Tensor> each;
        for (int i = 0; i < kPictures; ++i)
            each.push_back(sampled(i));
        const double worst = together.sub(at::cat(each)).abs().max().item<double>();
        const double largest = together.abs().max().item<double>();
        const double limit = precision == static_cast<int>(Precision::Fp32) ? 1e-5 : 0.02;
        QVERIFY2(worst <= limit * std::max(1.0, largest), qPrintable(QString::number(worst)));
        QVERIFY(!at::allclose(together[0], together[1], 1e-2, 1e-2)); // each has noise of its own
    }

private:
    /// By an executor of its own: nothing is answered from memory.
    at::Tensor sampled(int only)
    {
        const QString sampler = *static_cast<QString*>(QTest::qData("sampler", QMetaType::QString));
        const int precision = *static_cast<int*>(QTest::qData("precision", QMetaType::Int));
        Executor executor(Registry::builtIn(), {ModelFolders({m_folder.path().toStdString()})});
        const std::atomic<bool> cancelled {false};
        const Heard heard
            = runFragment(executor, sampling({sampler.toStdString(), static_cast<Precision>(precision)}, only), cancelled);
        if (heard.fault)
            qFatal("%s", heard.fault->error.detail.c_str());
        const Item item = itemOf(heard.outputs.at({"6", 0}).front()).value();
        return PortTraits<Latent>::unpack(item, {}).value().samples;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestRepeatable)
#include "TestRepeatable.moc"

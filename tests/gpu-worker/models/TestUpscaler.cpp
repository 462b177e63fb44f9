// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TiledUpscale.h"

#include "core/values/MappedFile.h"

#include <ATen/ops/rand.h>
#include <ATen/ops/zeros.h>

#include <QTest>
#include <QTemporaryDir>

using namespace weft;

namespace {

const std::string kModels = WEFT_SOURCE_DIR "/resources/models/upscale_models/";
const std::string kData = WEFT_TEST_DATA "/upscale/";

/// A test's network: each pixel becomes scale x scale pixels of the same colour.
class Enlarger final : public Upscaler {
public:
    explicit Enlarger(int scale)
        : Upscaler("test", scale)
    {
    }
    at::Tensor run(const at::Tensor& x) const override
    {
        largest = std::max(largest, std::max(x.size(2), x.size(3)));
        if (x.size(3) > fits)
            throw c10::OutOfMemoryError({__func__, __FILE__, __LINE__}, "test");
        return x.repeat_interleave(scale(), 2).repeat_interleave(scale(), 3);
    }
    std::uint64_t sizeBytes() const override { return 0; }

    mutable std::int64_t largest = 0;
    std::int64_t fits = 10'000;

private:
    void move(at::Device, at::ScalarType) override { }
};

double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return a.sub(b).abs().max().item<double>();
}

Tensor stored(std::vector<std::int64_t> shape)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    return floatTensor(std::move(shape), std::vector<float>(static_cast<std::size_t>(count), 0.01f));
}

void addConvolution(SafetensorsFile& file, const std::string& name, std::int64_t out, std::int64_t in)
{
    file.tensors[name + ".weight"] = stored({out, in, 3, 3});
    file.tensors[name + ".bias"] = stored({out});
}

/// A small RRDBNet of two blocks in ESRGAN's oldest layout.
SafetensorsFile sequentialFile()
{
    SafetensorsFile file;
    addConvolution(file, "model.0", 4, 3);
    for (int block = 0; block < 2; ++block) {
        for (int dense = 1; dense <= 3; ++dense) {
            const std::string name = "model.1.sub." + std::to_string(block) + ".RDB" + std::to_string(dense) + ".conv";
            for (int i = 0; i < 5; ++i)
                addConvolution(file, name + std::to_string(i + 1) + ".0", i == 4 ? 4 : 2, 4 + 2 * i);
        }
    }
    addConvolution(file, "model.1.sub.2", 4, 4);
    addConvolution(file, "model.3", 4, 4);
    addConvolution(file, "model.6", 4, 4);
    addConvolution(file, "model.8", 4, 4);
    addConvolution(file, "model.10", 3, 4);
    return file;
}

SafetensorsFile compactFile()
{
    return openSafetensors(kModels + "realesr-animevideov3.safetensors").value();
}

} // namespace

class TestUpscaler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsPyTorch_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("picture");
        QTest::addColumn<QString>("architecture");
        QTest::newRow("compact, cat") << "realesr-animevideov3" << "cat_80x64" << "SRVGGNetCompact";
        QTest::newRow("compact, face") << "realesr-animevideov3" << "face_96" << "SRVGGNetCompact";
        QTest::newRow("rrdb, cat") << "realesrgan-x4plus-anime" << "cat_80x64" << "RRDBNet";
    }
    void equalsPyTorch()
    {
        QFETCH(QString, model);
        QFETCH(QString, picture);
        QFETCH(QString, architecture);
        const auto upscaler = loadUpscaler(kModels + model.toStdString() + ".safetensors");
        QVERIFY2(upscaler, upscaler ? "" : upscaler.error().detail.c_str());
        QCOMPARE(QString::fromStdString((*upscaler)->architecture()), architecture);
        QCOMPARE((*upscaler)->scale(), 4);

        const auto inputs = openSafetensors(kData + "inputs.safetensors").value();
        const auto expected = openSafetensors(kData + "expected.safetensors").value();
        const at::Tensor in = toTorch(inputs.tensors.at(picture.toStdString())).value();
        const at::Tensor want = toTorch(expected.tensors.at((picture + u'.' + model).toStdString())).value();
        const auto out = upscaleFitting(**upscaler, in, at::kCPU, {});
        QVERIFY(out);
        QCOMPARE(out->sizes().vec(), want.sizes().vec());
        const double difference = largestDifference(*out, want);
        QVERIFY2(difference <= 1e-4, qPrintable(QString::number(difference)));
    }

    void tilesLeaveNoSeam()
    {
        const Enlarger enlarger(2);
        const at::Tensor in = at::rand({2, 70, 90, 3});
        std::int64_t tiles = 0;
        std::vector<std::pair<std::int64_t, std::int64_t>> steps;
        UpscaleHooks hooks;
        hooks.finished = [&](const at::Tensor& tile) {
            ++tiles;
            QCOMPARE(tile.size(3), 3);
        };
        hooks.progress = [&](std::int64_t done, std::int64_t total) { steps.emplace_back(done, total); };
        const auto out = upscaleTiled(enlarger, in, at::kCPU, {.tile = 32, .overlap = 8}, hooks);
        QVERIFY(out);
        QCOMPARE(out->sizes().vec(), (std::vector<std::int64_t> {2, 140, 180, 3}));
        QVERIFY(largestDifference(*out, in.repeat_interleave(2, 1).repeat_interleave(2, 2)) < 1e-6);
        QCOMPARE(enlarger.largest, 32);
        QCOMPARE(tiles, 2 * 3 * 4);
        QCOMPARE(steps.back(), (std::pair<std::int64_t, std::int64_t>(24, 24)));
    }

    void resultIsClamped()
    {
        const Enlarger enlarger(1);
        const auto out = upscaleFitting(enlarger, at::rand({1, 4, 4, 3}).mul(4).sub(2), at::kCPU, {});
        QVERIFY(out);
        QVERIFY(out->min().item<float>() >= 0.0f);
        QVERIFY(out->max().item<float>() <= 1.0f);
    }

    void tilesShrinkUntilTheyFit()
    {
        Enlarger enlarger(1);
        enlarger.fits = 256;
        const auto out = upscaleFitting(enlarger, at::zeros({1, 8, 600, 3}), at::kCPU, {});
        QVERIFY(out);
        enlarger.fits = 100;
        const auto failed = upscaleFitting(enlarger, at::zeros({1, 8, 600, 3}), at::kCPU, {});
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::OutOfMemory);
    }

    void stopsBetweenTiles()
    {
        const Enlarger enlarger(1);
        int asked = 0;
        UpscaleHooks hooks;
        hooks.cancelled = [&] { return ++asked > 2; };
        const auto out = upscaleTiled(enlarger, at::zeros({1, 64, 64, 3}), at::kCPU, {.tile = 16, .overlap = 4}, hooks);
        QVERIFY(!out);
        QCOMPARE(out.error().code, ErrorCode::Cancelled);
        QCOMPARE(asked, 3);
    }

    void refusesPictures()
    {
        const Enlarger enlarger(8);
        QCOMPARE(upscaleFitting(enlarger, at::zeros({1, 4, 4, 4}), at::kCPU, {}).error().code, ErrorCode::TypeMismatch);
        const at::Tensor large = at::zeros({1, 1, 1, 3}).expand({1, 4096, 4096, 3});
        QCOMPARE(upscaleFitting(enlarger, large, at::kCPU, {}).error().code, ErrorCode::PictureTooLarge);
    }

    void readsOlderLayouts()
    {
        const auto upscaler = makeUpscaler(Weights(sequentialFile()));
        QVERIFY2(upscaler, upscaler ? "" : upscaler.error().detail.c_str());
        QCOMPARE((*upscaler)->scale(), 4);
        QCOMPARE((*upscaler)->run(at::zeros({1, 3, 5, 6})).sizes().vec(), (std::vector<std::int64_t> {1, 3, 20, 24}));

        SafetensorsFile wrapped;
        for (const auto& [name, tensor] : compactFile().tensors)
            wrapped.tensors["params_ema." + name] = tensor;
        QVERIFY(makeUpscaler(Weights(wrapped)));
    }

    void saysWhichWeightIsWrong_data()
    {
        QTest::addColumn<QString>("remove");
        QTest::addColumn<QString>("reshape");
        QTest::newRow("missing convolution") << "body.12.weight" << "";
        QTest::newRow("missing bias") << "body.6.bias" << "";
        QTest::newRow("missing slope") << "body.3.weight" << "";
        QTest::newRow("odd shape") << "" << "body.4.weight";
    }
    void saysWhichWeightIsWrong()
    {
        QFETCH(QString, remove);
        QFETCH(QString, reshape);
        SafetensorsFile file = compactFile();
        file.tensors.erase(remove.toStdString());
        if (!reshape.isEmpty())
            file.tensors[reshape.toStdString()] = stored({2, 2});
        const auto upscaler = makeUpscaler(Weights(file));
        QVERIFY(!upscaler);
        QCOMPARE(upscaler.error().code, ErrorCode::ModelUnsupported);
        QVERIFY(upscaler.error().args.contains("key"));
    }

    void refusesOtherFiles()
    {
        SafetensorsFile other;
        other.tensors["unet.weight"] = stored({4});
        QCOMPARE(makeUpscaler(Weights(other)).error().code, ErrorCode::ModelUnsupported);

        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("m.safetensors")).toStdString();
        const auto write = [&](const QByteArray& bytes) {
            QFile file(QString::fromStdString(path));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        const auto whole = readFile(kModels + "realesr-animevideov3.safetensors", 1u << 30).value();
        const QByteArray bytes(reinterpret_cast<const char*>(whole.data()), static_cast<qsizetype>(whole.size()));
        QVERIFY(write(bytes.left(bytes.size() / 2)));
        const auto cut = loadUpscaler(path);
        QVERIFY(!cut);
        QVERIFY(cut.error().code == ErrorCode::FileTruncated || cut.error().code == ErrorCode::TensorFileInvalid);
        QCOMPARE(cut.error().args.at("path"), path);
        QVERIFY(write(QByteArray(8, '\xff') + bytes.mid(8)));
        QCOMPARE(loadUpscaler(path).error().code, ErrorCode::TensorFileInvalid);
        QCOMPARE(loadUpscaler(path + ".none").error().code, ErrorCode::FileNotFound);
    }
};

QTEST_GUILESS_MAIN(TestUpscaler)
#include "TestUpscaler.moc"

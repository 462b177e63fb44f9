// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Previewer.h"

#include "tests/golden/tiny/TinyNetworks.h"
#include "tests/gpu-worker/nodes/FakeContext.h"

#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace weft;
using namespace weft::worker;
using namespace Qt::Literals;

namespace {

/// A decoder for previews, as the vae_approx folder has it.
void writeDecoder(const std::string& path, std::int64_t channels)
{
    golden::TinyFile file(3);
    golden::addTaesd(file, "", channels);
    SafetensorsFile decoder;
    for (auto& [name, tensor] : file.inMemory().tensors) {
        constexpr std::string_view kPrefix = "taesd_decoder.";
        if (name.starts_with(kPrefix))
            decoder.tensors[name.substr(kPrefix.size())] = tensor;
    }
    const SharedBytes bytes = writeSafetensors(decoder).value();
    QFile out(QString::fromStdString(path));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size()));
}

class ImpatientContext final : public FakeContext {
public:
    bool wantsPreview() override { return false; }
    void preview(const Image&) override { QFAIL("nobody asked for it"); }
};

} // namespace

class TestPreviewer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Flat latents, whose colour follows from the family's factors.
    void coloursOfTheFamily()
    {
        FakeContext context;
        Previewer(context, sd15Latents()).show(at::full({2, 4, 6, 5}, 0.5, at::kFloat));
        QCOMPARE(context.previews.size(), std::size_t {1});
        const at::Tensor pixels = context.previews[0].pixels;
        QVERIFY((pixels.sizes() == at::IntArrayRef {1, 6, 5, 3}));
        const double red = (0.5 * (0.3512 + 0.3250 - 0.2829 - 0.2120) + 1) / 2;
        QVERIFY(std::abs(pixels[0][0][0][0].item<double>() - red) < 1e-5);
    }

    void decoderWhereThereIsOne_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("shown");
        QTest::newRow("as it is") << 6 << 48;
        QTest::newRow("three eighths of each side") << 64 << 192;
        QTest::newRow("no smaller than is worth it") << 32 << 128;
        QTest::newRow("no larger than a preview") << 192 << 512;
    }
    void decoderWhereThereIsOne()
    {
        QFETCH(int, side);
        QFETCH(int, shown);
        const QTemporaryDir folder;
        FakeContext context;
        const std::string path = folder.filePath(u"taesd_decoder.safetensors"_s).toStdString();
        writeDecoder(path, 4);
        context.models["taesd_decoder.safetensors"] = path;
        Previewer(context, sd15Latents()).show(at::rand({2, 4, side, side}));
        QCOMPARE(context.previews.size(), std::size_t {1});
        const at::Tensor pixels = context.previews[0].pixels;
        QVERIFY((pixels.sizes() == at::IntArrayRef {1, shown, shown, 3}));
        QVERIFY(pixels.min().item<float>() >= 0 && pixels.max().item<float>() <= 1);
    }

    void otherDecodersAreLeftAlone_data()
    {
        QTest::addColumn<int>("channels");
        QTest::newRow("of another family") << 16;
        QTest::newRow("no decoder at all") << 0;
    }
    void otherDecodersAreLeftAlone()
    {
        QFETCH(int, channels);
        const QTemporaryDir folder;
        FakeContext context;
        const std::string path = folder.filePath(u"taesd_decoder.safetensors"_s).toStdString();
        if (channels > 0) {
            writeDecoder(path, channels);
        } else {
            QFile out(QString::fromStdString(path));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write("nothing of the kind");
        }
        context.models["taesd_decoder.safetensors"] = path;
        Previewer(context, sd15Latents()).show(at::rand({1, 4, 6, 6}));
        QCOMPARE(context.previews.size(), std::size_t {1});
        QCOMPARE(context.previews[0].pixels.size(1), std::int64_t {6});
    }

    void nothingIsMadeUnasked()
    {
        ImpatientContext context;
        Previewer(context, sd15Latents()).show(at::rand({1, 4, 6, 6}));
        FakeContext other;
        Previewer(other, sd15Latents()).show({});
        Previewer(other, LatentFormat {}).show(at::rand({1, 4, 6, 6})); // no colours known
        QVERIFY(other.previews.empty());
    }
};

QTEST_GUILESS_MAIN(TestPreviewer)
#include "TestPreviewer.moc"

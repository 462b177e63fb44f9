// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/TiledVae.h"
#include "gpu-worker/models/VaeFiles.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/ops/allclose.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>

#include <QTest>

using namespace weft;
using namespace weft::golden;

namespace {

/// An autoencoder of two levels and 32 channels, in ldm's names.
TinyFile smallKl(std::int64_t channels)
{
    TinyFile file(3, DType::F32);
    const auto block = [&file](const std::string& name, std::int64_t in, std::int64_t out) {
        file.norm(name + ".norm1", in);
        file.convolution(name + ".conv1", in, out, 3, 1);
        file.norm(name + ".norm2", out);
        file.convolution(name + ".conv2", out, out, 3, 1);
        if (in != out)
            file.convolution(name + ".nin_shortcut", in, out, 1, 1);
    };
    const auto middle = [&](const std::string& name, std::int64_t width) {
        block(name + ".mid.block_1", width, width);
        block(name + ".mid.block_2", width, width);
        file.norm(name + ".mid.attn_1.norm", width);
        for (const char* part : {".q", ".k", ".v", ".proj_out"})
            file.convolution(name + ".mid.attn_1" + part, width, width, 1, 1);
    };
    file.convolution("encoder.conv_in", 3, 32, 3, 1);
    block("encoder.down.0.block.0", 32, 32);
    file.convolution("encoder.down.0.downsample.conv", 32, 32, 3, 1);
    block("encoder.down.1.block.0", 32, 64);
    middle("encoder", 64);
    file.norm("encoder.norm_out", 64);
    file.convolution("encoder.conv_out", 64, 2 * channels, 3, 1);
    file.convolution("decoder.conv_in", channels, 64, 3, 1);
    middle("decoder", 64);
    block("decoder.up.1.block.0", 64, 64);
    file.convolution("decoder.up.1.upsample.conv", 64, 64, 3, 1);
    block("decoder.up.0.block.0", 64, 32);
    file.norm("decoder.norm_out", 32);
    file.convolution("decoder.conv_out", 32, 3, 3, 1);
    return file;
}

/// The same numbers in diffusers' names: levels of the decoder counted from the other end, matrices in the attention.
SafetensorsFile inDiffusersNames(const SafetensorsFile& ldm)
{
    const std::vector<std::pair<std::string, std::string>> parts{{"mid.block_1", "mid_block.resnets.0"},
        {"mid.block_2", "mid_block.resnets.1"}, {"mid.attn_1.norm", "mid_block.attentions.0.group_norm"},
        {"mid.attn_1.q", "mid_block.attentions.0.to_q"}, {"mid.attn_1.k", "mid_block.attentions.0.to_k"},
        {"mid.attn_1.v", "mid_block.attentions.0.to_v"}, {"mid.attn_1.proj_out", "mid_block.attentions.0.to_out.0"},
        {"down.0.block", "down_blocks.0.resnets"}, {"down.1.block", "down_blocks.1.resnets"},
        {"down.0.downsample", "down_blocks.0.downsamplers.0"}, {"up.0.block", "up_blocks.1.resnets"},
        {"up.1.block", "up_blocks.0.resnets"}, {"up.1.upsample", "up_blocks.0.upsamplers.0"},
        {"nin_shortcut", "conv_shortcut"}, {"norm_out", "conv_norm_out"}};
    SafetensorsFile file;
    for (const auto& [name, tensor] : ldm.tensors) {
        std::string renamed = name;
        for (const auto& [from, to] : parts) {
            const std::size_t at = renamed.find(from);
            if (at != std::string::npos && renamed.find(to) == std::string::npos)
                renamed.replace(at, from.size(), to);
        }
        Tensor stored = tensor;
        if (renamed.find("attentions") != std::string::npos && stored.shape.size() == 4)
            stored.shape.resize(2);
        file.tensors[renamed] = stored;
    }
    return file;
}

std::shared_ptr<const Vae> made(SafetensorsFile file)
{
    auto vae = makeVae(Weights(std::move(file)));
    return vae ? *vae : nullptr;
}

} // namespace

class TestVae : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapesAreReadFromTheWeights()
    {
        const auto vae = made(smallKl(6).inMemory());
        QVERIFY(vae != nullptr);
        QCOMPARE(vae->latentChannels(), std::int64_t{6});
        QCOMPARE(vae->factor(), std::int64_t{2});
        const at::Tensor latent = vae->encode(at::rand({2, 9, 12, 4}));
        QVERIFY(latent.sizes() == at::IntArrayRef({2, 6, 4, 6}));
        const at::Tensor pixels = vae->decode(latent);
        QVERIFY(pixels.sizes() == at::IntArrayRef({2, 8, 12, 3}));
        QVERIFY(pixels.min().item<float>() >= 0 && pixels.max().item<float>() <= 1);
    }

    void diffusersNamesAreTheSameNetwork()
    {
        const SafetensorsFile ldm = smallKl(4).inMemory();
        const auto one = made(ldm);
        const auto other = made(inDiffusersNames(ldm));
        QVERIFY(one != nullptr && other != nullptr);
        const at::Tensor pixels = at::rand({1, 8, 8, 3});
        QVERIFY(at::allclose(one->encode(pixels), other->encode(pixels), 1e-6, 1e-6));
        const at::Tensor latent = at::randn({1, 4, 4, 4});
        QVERIFY(at::allclose(one->decode(latent), other->decode(latent), 1e-6, 1e-6));
    }

    void aCheckpointsPrefixIsFound()
    {
        SafetensorsFile file;
        for (const auto& [name, tensor] : smallKl(4).inMemory().tensors)
            file.tensors["first_stage_model." + name] = tensor;
        QVERIFY(hasVae(Weights(file)));
        QVERIFY(made(file) != nullptr);
        QVERIFY(!hasVae(Weights(SafetensorsFile())));
    }

    void whatIsMissingIsNamed_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("a block") << QByteArray("decoder.up.0.block.0.conv2.weight");
        QTest::newRow("a way down") << QByteArray("encoder.down.0.downsample.conv.weight");
        QTest::newRow("a norm") << QByteArray("encoder.norm_out.bias");
    }
    void whatIsMissingIsNamed()
    {
        QFETCH(QByteArray, key);
        SafetensorsFile file = smallKl(4).inMemory();
        file.tensors.erase(key.toStdString());
        const auto vae = makeVae(Weights(std::move(file)));
        QVERIFY(!vae);
        QCOMPARE(vae.error().code, ErrorCode::ModelUnsupported);
        QCOMPARE(QByteArray::fromStdString(vae.error().args.at("key")), key);
    }

    void noVaeIsRefused()
    {
        const auto vae = makeVae(Weights(SafetensorsFile()));
        QVERIFY(!vae);
        QCOMPARE(vae.error().code, ErrorCode::ModelUnsupported);
    }

    void oneTileIsTheWhole()
    {
        const auto vae = made(smallKl(4).inMemory());
        const at::Tensor latent = at::randn({1, 4, 8, 8});
        const auto tiled = decodeTiled(*vae, latent, {64, 64, 8});
        QVERIFY(tiled.hasValue());
        QVERIFY(at::allclose(*tiled, vae->decode(latent), 1e-5, 1e-5));
        const auto encoded = encodeTiled(*vae, at::rand({1, 32, 32, 3}), {8, 8, 2});
        QVERIFY(encoded.hasValue());
        QVERIFY(encoded->sizes() == at::IntArrayRef({1, 4, 16, 16}));
    }

    void tilesStopWhenAsked()
    {
        const auto vae = made(smallKl(4).inMemory());
        int tiles = 0;
        const TileHooks hooks{[&tiles](std::int64_t done, std::int64_t total) {
                                  ++tiles;
                                  QVERIFY(done < total);
                              },
            [&tiles] { return tiles == 2; }};
        const auto tiled = decodeTiled(*vae, at::randn({1, 4, 24, 24}), {8, 8, 2}, hooks);
        QVERIFY(!tiled);
        QCOMPARE(tiled.error().code, ErrorCode::Cancelled);
        QCOMPARE(decodeTiled(*vae, at::randn({1, 4, 8, 8}), {4, 4, 2}).error().code, ErrorCode::SettingTooSmall);
    }

    void taesdOfAnyWidthAndItsScale()
    {
        TinyFile tiny(5, DType::F32);
        addTaesd(tiny, "", 16);
        const auto vae = made(tiny.inMemory());
        QVERIFY(vae != nullptr);
        QCOMPARE(vae->latentChannels(), std::int64_t{16});
        QCOMPARE(vae->factor(), std::int64_t{8});
        TinyFile scaled = tiny;
        scaled.scalar("vae_scale", 2);
        scaled.scalar("vae_shift", 0.5);
        const auto other = made(scaled.inMemory());
        QVERIFY(other != nullptr);
        const at::Tensor pixels = at::rand({1, 16, 16, 3});
        QVERIFY(at::allclose(other->encode(pixels), vae->encode(pixels).div(2).add(0.5), 1e-5, 1e-5));
        const at::Tensor latent = at::randn({1, 16, 2, 2});
        QVERIFY(at::allclose(other->decode(latent.div(2).add(0.5)), vae->decode(latent), 1e-5, 1e-5));
    }
};

QTEST_GUILESS_MAIN(TestVae)
#include "TestVae.moc"

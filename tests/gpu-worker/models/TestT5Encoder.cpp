// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/T5Encoder.h"

#include "gpu-worker/models/ClipFiles.h"
#include "gpu-worker/models/PromptEmbeddings.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/tensor.h>

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace weft;

namespace {

constexpr std::int64_t kHeads = 3;
constexpr std::int64_t kHeadDim = 8;

constexpr std::int64_t kTokens = 500; // larger ids take the last row

/// T5, small.
SafetensorsFile smallT5(std::int64_t width = 16, int layers = 2)
{
    golden::TinyFile file(11, DType::F16);
    file.raw("shared.weight", {kTokens, width}, 1);
    file.raw("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", {32, kHeads}, 1);
    for (int i = 0; i < layers; ++i) {
        const std::string block = "encoder.block." + std::to_string(i) + ".layer.";
        for (const char* part : {"q", "k", "v"})
            file.weight(block + "0.SelfAttention." + part + ".weight", {kHeads * kHeadDim, width}, 0.6);
        file.weight(block + "0.SelfAttention.o.weight", {width, kHeads * kHeadDim}, 1);
        file.raw(block + "0.layer_norm.weight", {width}, 0.2, 1);
        for (const char* part : {"wi_0", "wi_1"})
            file.weight(block + "1.DenseReluDense." + part + ".weight", {40, width}, 1);
        file.weight(block + "1.DenseReluDense.wo.weight", {width, 40}, 1);
        file.raw(block + "1.layer_norm.weight", {width}, 0.2, 1);
    }
    file.raw("encoder.final_layer_norm.weight", {width}, 0.2, 1);
    return file.inMemory();
}

T5Encoder made(const SafetensorsFile& file)
{
    return T5Encoder::make(ParameterSet::of(Weights(file), {}).value()).value();
}

Clip::EmbeddingFiles noFiles()
{
    return [](const std::string& name) -> Result<std::string> {
        return Error {ErrorCode::ModelMissing, {}, {{"name", name}}};
    };
}

/// The paper's bucket of a distance, number by number: 32 buckets, 128 tokens.
std::int64_t bucketOf(std::int64_t distance)
{
    const std::int64_t far = std::abs(distance);
    std::int64_t bucket = far;
    if (far >= 8)
        bucket = std::min<std::int64_t>(15, 8 + std::int64_t(std::log(double(far) / 8) / std::log(16.0) * 8));
    return bucket + (distance > 0 ? 16 : 0);
}

at::Tensor rms(const at::Tensor& x, const at::Tensor& weight)
{
    return x / (x * x).mean(-1, true).add(1e-6).sqrt() * weight;
}

/// The same network, head by head and written down from the paper.
at::Tensor reference(const SafetensorsFile& file, const std::vector<std::int64_t>& ids, int layers)
{
    const Weights weights(file);
    const auto w = [&](const std::string& name) { return weights.stored(name).value().to(at::kFloat); };
    at::Tensor x = w("shared.weight").index_select(0, at::tensor(ids));
    const at::Tensor table = w("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight");
    const auto count = static_cast<std::int64_t>(ids.size());
    for (int i = 0; i < layers; ++i) {
        const std::string block = "encoder.block." + std::to_string(i) + ".layer.";
        const std::string attention = block + "0.SelfAttention.";
        const at::Tensor h = rms(x, w(block + "0.layer_norm.weight"));
        std::vector<at::Tensor> heads;
        for (std::int64_t head = 0; head < kHeads; ++head) {
            const auto part = [&](const char* name) {
                return at::linear(h, w(attention + name + ".weight").narrow(0, head * kHeadDim, kHeadDim));
            };
            at::Tensor scores = at::matmul(part("q"), part("k").t());
            for (std::int64_t from = 0; from < count; ++from) {
                for (std::int64_t to = 0; to < count; ++to)
                    scores[from][to] += table[bucketOf(to - from)][head];
            }
            heads.push_back(at::matmul(at::softmax(scores, -1), part("v")));
        }
        x = x + at::linear(at::cat(heads, 1), w(attention + "o.weight"));
        const at::Tensor wide = rms(x, w(block + "1.layer_norm.weight"));
        const at::Tensor gate = at::gelu(at::linear(wide, w(block + "1.DenseReluDense.wi_0.weight")), "tanh");
        x = x + at::linear(gate * at::linear(wide, w(block + "1.DenseReluDense.wi_1.weight")), w(block + "1.DenseReluDense.wo.weight"));
    }
    return rms(x, w("encoder.final_layer_norm.weight")).unsqueeze(0);
}

T5Encoder::Prompt readBy(const T5Encoder& encoder, const std::string& text)
{
    const Clip::EmbeddingFiles files = noFiles();
    EmbeddingShelf shelf(files);
    return encoder.read(text, shelf).value();
}

} // namespace

class TestT5Encoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheNetworkOfThePaper()
    {
        const SafetensorsFile file = smallT5();
        const T5Encoder encoder = made(file);
        const T5Encoder::Prompt prompt = readBy(encoder, "a bowl of many small red apples on a table");
        QCOMPARE(prompt.tokens.size(), std::size_t {77});
        std::vector<std::int64_t> ids;
        for (const PromptToken& token : prompt.tokens)
            ids.push_back(std::min<std::int64_t>(token.id, kTokens - 1));
        const at::Tensor state = encoder.encode(prompt);
        QVERIFY((state.sizes() == at::IntArrayRef {1, 77, 16}));
        QVERIFY(at::allclose(state, reference(file, ids, 2), 1e-4, 1e-4));
        QVERIFY(at::allclose(encoder.stoppedAt(2).encode(prompt), reference(file, ids, 1), 1e-4, 1e-4));
        QVERIFY(at::allclose(encoder.stoppedAt(99).encode(prompt), state));
    }

    void weightsMixWithTheEmptyPrompt()
    {
        const T5Encoder encoder = made(smallT5());
        const at::Tensor plain = encoder.encode(readBy(encoder, "red"));
        const at::Tensor heavy = encoder.encode(readBy(encoder, "(red:2)"));
        const at::Tensor empty = encoder.encode(readBy(encoder, ""));
        QVERIFY(at::allclose(heavy[0][0], (plain[0][0] - empty[0][0]) * 2 + empty[0][0], 1e-4, 1e-4));
        QVERIFY(at::allclose(heavy[0][20], plain[0][20], 1e-4, 1e-4)); // filling has weight 1
        QCOMPARE(encoder.encode(T5Encoder::nothing()).size(1), std::int64_t {1});
    }

    void whatIsMissingIsNamed_data()
    {
        QTest::addColumn<QByteArray>("key");
        for (const char* key : {"shared.weight", "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
                 "encoder.block.1.layer.1.DenseReluDense.wi_1.weight", "encoder.final_layer_norm.weight"})
            QTest::newRow(key) << QByteArray(key);
    }
    void whatIsMissingIsNamed()
    {
        QFETCH(QByteArray, key);
        SafetensorsFile file = smallT5();
        file.tensors.erase(key.toStdString());
        const auto encoder = T5Encoder::make(ParameterSet::of(Weights(file), {}).value());
        QVERIFY(!encoder);
        QCOMPARE(QByteArray::fromStdString(encoder.error().args.at("key")), key);
    }

    /// Behind the tokens of CLIP, whose states are padded to its width.
    void besideClip()
    {
        golden::TinyFile g(7);
        golden::addOpenClip(g, "", 64, 32, 128);
        const std::vector<Weights> files {Weights(smallT5(4096, 1)), Weights(g.inMemory())};
        const auto both = makeClip(files, ClipPurpose::StableDiffusion3).value();
        const auto alone = makeClip(std::vector<Weights> {files[0]}, ClipPurpose::StableDiffusion3).value();
        const at::Tensor joined = both->encode("a cup", noFiles()).value().cond;
        const EncodedText t5 = alone->encode("a cup", noFiles()).value();
        QVERIFY((joined.sizes() == at::IntArrayRef {1, 154, 4096}));
        QVERIFY(at::allclose(joined.narrow(1, 77, 77), t5.cond, 1e-4, 1e-4));
        QVERIFY((t5.pooled.sizes() == at::IntArrayRef {1, 2048}));
        QCOMPARE(t5.pooled.abs().max().item<float>(), 0.0F);
        QVERIFY(both->weight("t5xxl.encoder.final_layer_norm.weight").defined());
        Clip::Texts nothing;
        nothing.emptyIsNothing = true;
        QCOMPARE(alone->encode(nothing, noFiles()).value().cond.size(1), std::int64_t {1});
    }

    void onlyForSd3()
    {
        const std::vector<Weights> files {Weights(smallT5())};
        QCOMPARE(makeClip(files, ClipPurpose::Any).error().code, ErrorCode::ModelUnsupported);
        golden::TinyFile g(7);
        golden::addOpenClip(g, "", 64, 32, 128);
        const auto narrow = makeClip({files[0], Weights(g.inMemory())}, ClipPurpose::StableDiffusion3);
        QCOMPARE(narrow.error().args.at("key"), std::string("shared.weight"));
    }
};

QTEST_GUILESS_MAIN(TestT5Encoder)
#include "TestT5Encoder.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/MappedFile.h"
#include "gpu-worker/models/ClipFiles.h"
#include "gpu-worker/models/ClipNames.h"
#include "gpu-worker/models/PromptEmbeddings.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/ops/allclose.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::golden;

namespace {

/// OpenCLIP's text encoder, small but for its vocabulary.
SafetensorsFile openClip(std::int64_t width, int layers)
{
    TinyFile file(7, DType::F16);
    addOpenClip(file, "", width, layers, 2 * width);
    return file.inMemory();
}

Clip::EmbeddingFiles noFiles()
{
    return [](const std::string& name) -> Result<std::string> {
        return Error{ErrorCode::ModelMissing, {}, {{"name", name}}};
    };
}

std::shared_ptr<const Clip> made(const std::vector<Weights>& files, ClipPurpose purpose = ClipPurpose::Any)
{
    auto clip = makeClip(files, purpose);
    return clip ? *clip : nullptr;
}

at::Tensor condOf(const Clip& clip, const std::string& text)
{
    return clip.encode(text, noFiles()).value().cond;
}

} // namespace

class TestClip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kindsAreToldByDepth()
    {
        QCOMPARE(encoderKind(Weights(openClip(64, 2))), EncoderKind::ClipL);
        QCOMPARE(encoderKind(Weights(openClip(64, 24))), EncoderKind::ClipH);
        QCOMPARE(encoderKind(Weights(openClip(64, 32))), EncoderKind::ClipG);
        QCOMPARE(encoderKind(Weights(SafetensorsFile())), EncoderKind::Unknown);
    }

    void bothNamesAreTheSameNetwork()
    {
        const Weights open(openClip(64, 2));
        const auto renamed = withTransformersNames(open);
        QVERIFY(renamed.hasValue());
        QVERIFY(renamed->has("text_model.encoder.layers.1.self_attn.v_proj.bias"));
        QVERIFY(renamed->shapeOf("text_projection.weight") == (std::vector<std::int64_t>{64, 64}));
        const auto a = made({open});
        const auto b = made({*renamed});
        QVERIFY(a && b);
        QVERIFY(condOf(*a, "a (red:1.2) cat").equal(condOf(*b, "a (red:1.2) cat")));
    }

    void weightsChangeOnlyTheirTokens()
    {
        const auto clip = made({Weights(openClip(64, 2))});
        const at::Tensor plain = condOf(*clip, "a red cat");
        const at::Tensor weighted = condOf(*clip, "a (red:1.5) cat");
        const at::Tensor empty = condOf(*clip, "");
        QVERIFY(at::allclose(weighted.select(1, 1), plain.select(1, 1), 1e-5, 1e-5));
        const at::Tensor expected = plain.select(1, 2).sub(empty.select(1, 2)).mul(1.5).add(empty.select(1, 2));
        QVERIFY(at::allclose(weighted.select(1, 2), expected, 1e-4, 1e-4));
    }

    void layersBeforeTheLast()
    {
        const auto clip = made({Weights(openClip(64, 3))});
        QVERIFY(at::allclose(condOf(*clip->stoppedAt(1), "cat"), condOf(*clip, "cat"), 1e-6, 1e-6));
        QVERIFY(!at::allclose(condOf(*clip->stoppedAt(2), "cat"), condOf(*clip, "cat"), 1e-3, 1e-3));
        // More layers than there are: the output.
        QVERIFY(at::allclose(condOf(*clip->stoppedAt(20), "cat"), condOf(*clip, "cat"), 1e-6, 1e-6));
    }

    void patchesChangeACopy()
    {
        const auto clip = made({Weights(openClip(64, 2))});
        const std::string name = "clip_l.text_model.encoder.layers.0.mlp.fc1.weight";
        QVERIFY(std::ranges::count(clip->weightNames(), name) == 1);
        const auto other = clip->patched({{name, {[](const at::Tensor& weight) { return weight.mul(2); }}}});
        const at::Tensor before = condOf(*clip, "cat");
        QVERIFY(!at::allclose(condOf(*other, "cat"), before, 1e-3, 1e-3));
        QVERIFY(condOf(*clip, "cat").equal(before));
    }

    void embeddingsReplaceTokens()
    {
        const auto clip = made({Weights(openClip(64, 2))});
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("e.safetensors")).toStdString();
        SafetensorsFile rows;
        rows.tensors["emb_params"] = floatTensor({2, 64}, std::vector<float>(128, 0.25F));
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto bytes = writeSafetensors(rows);
        file.write(reinterpret_cast<const char*>(bytes->data()), static_cast<qint64>(bytes->size()));
        file.close();
        std::string asked;
        const Clip::EmbeddingFiles files = [&](const std::string& name) -> Result<std::string> {
            asked = name;
            return path;
        };
        const auto encoded = clip->encode("a embedding:e cat", files);
        QVERIFY(encoded.hasValue());
        QCOMPARE(asked, std::string("e.safetensors"));
        QVERIFY(!at::allclose(encoded->cond, condOf(*clip, "a cat"), 1e-3, 1e-3));
        // Rows of another width are left out.
        const auto wide = made({Weights(openClip(128, 2))});
        QVERIFY(at::allclose(wide->encode("a embedding:e cat", files)->cond.select(1, 1),
            condOf(*wide, "a cat").select(1, 1), 1e-5, 1e-5));
    }

    /// However often a prompt names an embedding, and however many encoders read it.
    void anEmbeddingIsOpenedOncePerEncoding()
    {
        const auto clip = made({Weights(openClip(64, 2))});
        std::map<std::string, int> asked;
        const Clip::EmbeddingFiles files = [&](const std::string& name) -> Result<std::string> {
            ++asked[name];
            return Error{ErrorCode::ModelMissing, {}, {{"name", name}}};
        };
        std::string prompt;
        for (int i = 0; i < 20; ++i)
            prompt += "embedding:red cat ";
        QVERIFY(clip->encode(prompt, files));
        QCOMPARE(asked, (std::map<std::string, int>{{"red.safetensors", 1}}));
        EmbeddingShelf shelf(files);
        for (const char* key : {"clip_l", "clip_g", "t5xxl"}) {
            PromptEmbeddings embeddings(shelf, key);
            QCOMPARE(embeddings.add("blue").value(), 0);
        }
        QCOMPARE(asked.at("blue.safetensors"), 1);
        for (std::size_t i = 0; i <= EmbeddingShelf::kMostNames; ++i)
            prompt += " embedding:e" + std::to_string(i);
        QCOMPARE(clip->encode(prompt, files).error().code, ErrorCode::LimitExceeded);
    }

    void rowsOfAPromptAreBounded()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("e.safetensors")).toStdString();
        SafetensorsFile stored;
        stored.tensors["emb_params"] = floatTensor({10'000, 1}, std::vector<float>(10'000, 0.25F));
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto bytes = writeSafetensors(stored);
        file.write(reinterpret_cast<const char*>(bytes->data()), static_cast<qint64>(bytes->size()));
        file.close();
        const Clip::EmbeddingFiles files = [&](const std::string&) -> Result<std::string> { return path; };
        EmbeddingShelf shelf(files);
        PromptEmbeddings embeddings(shelf, "clip_l");
        for (int i = 0; i < 10; ++i)
            QCOMPARE(embeddings.add("e").value(), 10'000);
        QVERIFY(embeddings.rows().front().is_same(embeddings.rows().at(10'000))); // shared, not read again
        QCOMPARE(embeddings.add("e").error().code, ErrorCode::LimitExceeded);
    }

    void sd3WithoutSomeOfItsEncoders()
    {
        const auto clip = made({Weights(openClip(768, 1))}, ClipPurpose::StableDiffusion3);
        QVERIFY(clip != nullptr);
        const auto text = clip->encode("cat", noFiles());
        QVERIFY(text->cond.sizes() == at::IntArrayRef({1, 77, 4096}));
        QVERIFY(text->pooled.sizes() == at::IntArrayRef({1, 2048}));
        QVERIFY(text->cond.narrow(2, 768, 4096 - 768).eq(0).all().item<bool>());
        const auto nothing = clip->encode({.emptyIsNothing = true}, noFiles());
        QVERIFY(nothing->cond.eq(0).all().item<bool>());
    }

    void wrongFilesAreRefused()
    {
        QCOMPARE(makeClip(Weights(SafetensorsFile())).error().code, ErrorCode::ModelUnsupported);
        QVERIFY(!hasClip(Weights(SafetensorsFile())));
        SafetensorsFile broken = openClip(64, 2);
        broken.tensors.erase("transformer.resblocks.1.ln_2.bias");
        const auto clip = makeClip(Weights(broken));
        QVERIFY(!clip);
        QCOMPARE(clip.error().args.at("key"), std::string("text_model.encoder.layers.1.layer_norm2.bias"));
        const auto odd = makeClip({Weights(openClip(64, 24)), Weights(openClip(64, 2))}, ClipPurpose::Any);
        QVERIFY(!odd);
        const auto notANumber = made({Weights(openClip(64, 2))})->encode("(cat:nan)", noFiles());
        QVERIFY(!notANumber);
        QCOMPARE(notANumber.error().code, ErrorCode::SettingInvalid);
    }
};

QTEST_GUILESS_MAIN(TestClip)
#include "TestClip.moc"

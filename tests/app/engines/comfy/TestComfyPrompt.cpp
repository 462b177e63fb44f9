// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/comfy/Jobs.h"

#include "app/engines/comfy/ComfyValues.h"

#include <QFloat16>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

const ComfyNames kNames{"me", "run1"};

Json oneNode(const std::string& type, const Json& inputs)
{
    return {{"1", {{"class_type", type}, {"inputs", inputs}}}};
}

const Json kOutside = {{"outside", 0}};

/// class_type of the node that an input of `id` is linked to, and that node's id.
std::pair<std::string, std::string> origin(const Json& prompt, const std::string& id, const std::string& input)
{
    const Json& link = prompt[id]["inputs"][input];
    if (!link.is_array())
        return {};
    const std::string from = link[0].get<std::string>();
    return {prompt[from]["class_type"].get<std::string>(), from};
}

std::string reasonOf(const Result<ComfyPrompt>& made)
{
    if (made)
        return "made";
    const auto reason = made.error().args.find("reason");
    return reason == made.error().args.end() ? std::string(nameOf(made.error().code)) : reason->second;
}

ComfyServer withoutFloats()
{
    ComfyServer old = server();
    NodeType loader = *old.catalogue.find("VAELoader");
    std::erase(loader.inputs[0].choices, "pixel_space");
    old.catalogue.add(loader);
    return old;
}

Value numbered(const std::vector<std::int64_t>& numbers)
{
    Value value = latent(static_cast<std::int64_t>(numbers.size()), 2, 2);
    const auto* raw = reinterpret_cast<const std::uint8_t*>(numbers.data());
    value.tensors.emplace_back("batch_index",
        Tensor{
            DType::I64, {static_cast<std::int64_t>(numbers.size())}, SharedBytes::copyOf({raw, numbers.size() * 8})});
    return value;
}

} // namespace

class TestComfyPrompt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesAsFloats()
    {
        const auto made = toComfyPrompt(
            jobOf(oneNode("ImageInvert", {{"image", kOutside}}), {{"1", 0}}, {{picture(2, 3, 4)}}), server(), kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        QCOMPARE(made->uploads.size(), std::size_t{1});
        QVERIFY(made->uploads[0].place.filename.starts_with("weft-me-")
            && made->uploads[0].place.filename.ends_with(".latent"));
        const auto decoded = origin(made->prompt, "1", "image");
        QCOMPARE(decoded.first, std::string("VAEDecode"));
        QCOMPARE(origin(made->prompt, decoded.second, "samples").first, std::string("LoadLatent"));
        QCOMPARE(made->results[0].kind, ComfyResult::Kind::Pixels);
        QCOMPARE(origin(made->prompt, made->results[0].node, "samples").first, std::string("VAEEncode"));
        QCOMPARE(made->added.at(made->results[0].node), std::string("1"));
        const auto samples = latentOfFile(made->uploads[0].bytes);
        QVERIFY(samples);
        const auto back = valueOfPixelSamples(*samples, "IMAGE");
        QVERIFY(distance(*back->tensor("value"), *picture(2, 3, 4).tensor("value")) < 1e-6);
    }

    void picturesAsPngsWhereItMustBe()
    {
        const auto made =
            toComfyPrompt(jobOf(oneNode("ImageInvert", {{"image", kOutside}}), {{"1", 0}}, {{picture(3, 3, 4)}}),
                withoutFloats(), kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        QCOMPARE(made->uploads.size(), std::size_t{3});
        QCOMPARE(origin(made->prompt, "1", "image").first, std::string("ImageBatch"));
        QCOMPARE(made->results[0].kind, ComfyResult::Kind::Png);
        QCOMPARE(made->prompt[made->results[0].node]["class_type"], Json("PreviewImage"));
    }

    void sameContentIsSentOnce()
    {
        Value alike = picture(1, 2, 2);
        const Json two = {{"1",
            {{"class_type", "ImageBatch"}, {"inputs", {{"image1", {{"outside", 0}}}, {"image2", {{"outside", 1}}}}}}}};
        const auto made = toComfyPrompt(jobOf(two, {{"1", 0}}, {{alike}, {alike}}), server(), kNames);
        QCOMPARE(made->uploads.size(), std::size_t{1});
        const auto again = toComfyPrompt(jobOf(two, {{"1", 0}}, {{alike}, {alike}}), server(), {"me", "run2"});
        QCOMPARE(again->uploads[0].place, made->uploads[0].place); // what was computed from it is found again
        QVERIFY(again->prompt != made->prompt); // what is shown is not
    }

    void largeBatchesComeInParts()
    {
        ComfyServer small = server();
        small.maxUploadBytes = 12'000;
        const auto made = toComfyPrompt(
            jobOf(oneNode("ImageInvert", {{"image", kOutside}}), {{"1", 0}}, {{picture(5, 8, 11)}}), small, kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        QCOMPARE(made->uploads.size(), std::size_t{2}); // 1056 bytes each, three fit besides the form
        QCOMPARE(origin(made->prompt, "1", "image").first, std::string("ImageBatch"));
        small.maxUploadBytes = 4'000;
        QCOMPARE(reasonOf(toComfyPrompt(
                     jobOf(oneNode("ImageInvert", {{"image", kOutside}}), {{"1", 0}}, {{picture(5, 8, 11)}}), small,
                     kNames)),
            std::string("LimitExceeded"));
    }

    void latentsWithMaskAndNumbers()
    {
        Value value = numbered({2, 3, 9});
        value.tensors.emplace_back("noise_mask", *mask(3, 16, 16).tensor("value"));
        const auto made =
            toComfyPrompt(jobOf(oneNode("KSampler", {{"latent_image", kOutside}}), {}, {{value}}), server(), kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        const auto masked = origin(made->prompt, "1", "latent_image");
        QCOMPARE(masked.first, std::string("SetLatentNoiseMask"));
        QCOMPARE(origin(made->prompt, masked.second, "mask").first, std::string("ImageToMask"));
        const auto batch = origin(made->prompt, masked.second, "samples");
        QCOMPARE(batch.first, std::string("LatentBatch"));
        const auto first = origin(made->prompt, batch.second, "samples1");
        QCOMPARE(first.first, std::string("LatentFromBatch"));
        QCOMPARE(made->prompt[first.second]["inputs"]["batch_index"], Json(2));
        QCOMPARE(made->prompt[first.second]["inputs"]["length"], Json(2));
        QCOMPARE(latentOfFile(made->uploads[0].bytes)->shape[0], std::int64_t{4}); // two of zeros before them
        QCOMPARE(
            reasonOf(toComfyPrompt(
                jobOf(oneNode("KSampler", {{"latent_image", kOutside}}), {}, {{numbered({100})}}), server(), kNames)),
            std::string("comfy-batch"));
    }

    void theNoiseMaskComesBackWhereItIsKnown()
    {
        const Json inpaint = {{"1",
                                  {{"class_type", "SetLatentNoiseMask"},
                                      {"inputs", {{"samples", {{"outside", 0}}}, {"mask", {{"outside", 1}}}}}}},
            {"2", {{"class_type", "KSampler"}, {"inputs", {{"latent_image", Json::array({"1", 0})}}}}}};
        const auto made =
            toComfyPrompt(jobOf(inpaint, {{"2", 0}}, {{latent(1, 2, 2)}, {mask(1, 16, 16)}}), server(), kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        QVERIFY(!made->results[0].maskNode.empty());
        const Json plain = {{"2", {{"class_type", "KSampler"}, {"inputs", {{"latent_image", {{"outside", 0}}}}}}}};
        QVERIFY(toComfyPrompt(jobOf(plain, {{"2", 0}}, {{latent(1, 2, 2)}}), server(), kNames)
                    ->results[0]
                    .maskNode.empty());
    }

    void whatWouldBeLostIsRefused_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a mask that the node made") << "VAEEncodeForInpaint"
                                                   << "comfy-noise-mask";
        QTest::newRow("numbers of the batch") << "LatentFromBatch"
                                              << "comfy-batch-index";
    }
    void whatWouldBeLostIsRefused()
    {
        QFETCH(QString, type);
        QFETCH(QString, reason);
        const Json chain = {{"1", {{"class_type", type.toStdString()}, {"inputs", {{"samples", {{"outside", 0}}}}}}},
            {"2", {{"class_type", "KSampler"}, {"inputs", {{"latent_image", Json::array({"1", 0})}}}}}};
        QCOMPARE(reasonOf(toComfyPrompt(jobOf(chain, {{"2", 0}}, {{latent(2, 2, 2)}}), server(), kNames)),
            reason.toStdString());
    }

    void literals()
    {
        const Json inputs = {{"string_a", kOutside}, {"string_b", Json::array({1, 2, 3})}, {"delimiter", "x"}};
        const auto made = toComfyPrompt(
            jobOf(oneNode("StringConcatenate", inputs), {{"1", 0}}, {{literalValue("STRING", "[\"1\", 0]")}}), server(),
            kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        QCOMPARE(made->prompt["1"]["inputs"]["string_a"], Json("[\"1\", 0]"));
        QCOMPARE(made->prompt["1"]["inputs"]["string_b"], Json({{"__value__", Json::array({1, 2, 3})}}));
        QCOMPARE(made->results[0].kind, ComfyResult::Kind::Text);
    }

    void filesAndShowers()
    {
        const Json chain = {{"1", {{"class_type", "LoadAudio"}, {"inputs", {{"audio", {{"outside", 0}}}}}}},
            {"2",
                {{"class_type", "SaveAudio"},
                    {"inputs", {{"audio", Json::array({"1", 0})}, {"filename_prefix", "x"}}}}}};
        const auto made = toComfyPrompt(
            jobOf(chain, {}, {{fileValue("../../evil name.FLAC", "audio/flac", SharedBytes::take({1, 2, 3}))}}),
            server(), kNames);
        QCOMPARE(reasonOf(made), std::string("made"));
        QCOMPARE(made->shown, std::vector<NodeId>{"2"});
        QVERIFY(made->uploads[0].place.filename.ends_with(".FLAC")
            && made->uploads[0].place.filename.find('/') == std::string::npos);
        QCOMPARE(made->prompt["1"]["inputs"]["audio"].get<std::string>(), "weft/" + made->uploads[0].place.filename);
    }

    void whatDoesntFitIsSaid()
    {
        QCOMPARE(reasonOf(toComfyPrompt(jobOf(oneNode("NoSuchNode", Json::object()), {}), server(), kNames)),
            std::string("NodeTypeUnknown"));
        QCOMPARE(reasonOf(toComfyPrompt(
                     jobOf(oneNode("CheckpointLoaderSimple", {{"ckpt_name", "tiny.safetensors"}}), {{"1", 0}}),
                     server(), kNames)),
            std::string("comfy-type"));
        QCOMPARE(reasonOf(toComfyPrompt(jobOf(oneNode("ImageInvert", {{"image", kOutside}}), {{"1", 0}},
                                            {{picture(1, 2, 2), picture(1, 2, 2)}}),
                     server(), kNames)),
            std::string("comfy-list"));
    }

    void addedNodesKeepOutOfTheWay()
    {
        Json prompt = oneNode("ImageInvert", {{"image", kOutside}});
        prompt["weft.1"] = {{"class_type", "ImageInvert"}, {"inputs", {{"image", Json::array({"1", 0})}}}};
        const auto made = toComfyPrompt(jobOf(prompt, {{"weft.1", 0}}, {{picture(1, 2, 2)}}), server(), kNames);
        QCOMPARE(made->prompt["weft.1"]["class_type"], Json("ImageInvert"));
        QVERIFY(!made->added.contains("weft.1"));
    }
};

QTEST_GUILESS_MAIN(TestComfyPrompt)
#include "TestComfyPrompt.moc"

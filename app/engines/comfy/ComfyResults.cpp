// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a prompt has made: fetched, turned into values, and overwritten there.
#include "app/engines/comfy/ComfyState.h"
#include "app/engines/comfy/ComfyValues.h"
#include "core/base/Limits.h"
#include "core/threads/OnThread.h"

#include <QCoroFuture>

namespace weft {

namespace {

using Kind = ComfyResult::Kind;

std::string mimeOfName(const std::string& name)
{
    static const std::map<std::string, std::string, std::less<>> mimes{{"png", "image/png"}, {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"}, {"webp", "image/webp"}, {"gif", "image/gif"}, {"svg", "image/svg+xml"},
        {"mp4", "video/mp4"}, {"webm", "video/webm"}, {"flac", "audio/flac"}, {"mp3", "audio/mpeg"},
        {"opus", "audio/ogg"}, {"wav", "audio/wav"}, {"latent", "application/x-latent"},
        {"safetensors", "application/x-safetensors"}, {"glb", "model/gltf-binary"}, {"txt", "text/plain"}};
    const auto dot = name.rfind('.');
    const auto found = mimes.find(dot == std::string::npos ? std::string() : name.substr(dot + 1));
    return found == mimes.end() ? "application/octet-stream" : found->second;
}

/// "audio/Weft_00001_.flac" was saved with the prefix "audio/Weft": here it gets a number of its own.
std::string prefixOf(const ComfyFile& file)
{
    std::string stem = file.filename.substr(0, file.filename.rfind('.'));
    if (stem.ends_with('_') && stem.size() > 7 && stem[stem.size() - 7] == '_')
        stem.resize(stem.size() - 7);
    return file.subfolder.empty() ? stem : file.subfolder + "/" + stem;
}

Result<ValueList> valuesOf(Kind kind, const std::string& type, bool isList, const std::vector<SharedBytes>& files)
{
    ValueList items;
    if (kind == Kind::Png && !isList) {
        WEFT_TRY(Value batch, valueOfPngs(files, type));
        return ValueList{std::move(batch)};
    }
    for (const SharedBytes& file : files) {
        if (kind == Kind::Png) {
            WEFT_TRY(Value picture, valueOfPngs({file}, type));
            items.push_back(std::move(picture));
            continue;
        }
        WEFT_TRY(Tensor samples, latentOfFile(file));
        Value value;
        if (kind == Kind::Pixels) {
            WEFT_TRY(value, valueOfPixelSamples(samples, type));
        } else {
            value.type = "LATENT";
            value.tensors.emplace_back("samples", std::move(samples));
        }
        items.push_back(std::move(value));
    }
    return items;
}

/// ComfyUI's noise masks are [B,1,H,W].
Done addMasks(ValueList& latents, const ValueList& masks)
{
    for (std::size_t i = 0; i < latents.size() && !masks.empty(); ++i) {
        Tensor mask = *masks[std::min(i, masks.size() - 1)].tensor("value");
        mask.shape.insert(mask.shape.begin() + 1, 1);
        latents[i].tensors.emplace_back("noise_mask", std::move(mask));
    }
    return {};
}

Result<ValueList> textsOf(const Json& shown, const std::string& type)
{
    ValueList items;
    const Json& texts = memberAt(shown, "text");
    for (const Json& text : texts.is_array() ? texts : Json::array()) {
        WEFT_TRY(Value value, literalOfText(text.is_string() ? text.get<std::string>() : toJsonText(text), type));
        items.push_back(std::move(value));
    }
    return items;
}

} // namespace

QCoro::Task<Result<std::vector<SharedBytes>>> ComfyEngine::State::fetch(RunningPtr running, Json shown)
{
    const auto self = shared_from_this();
    std::vector<SharedBytes> files;
    std::uint64_t total = 0;
    for (const ComfyFile& file : comfyFilesOf(shown)) {
        auto viewing = client.view(file, kMaxValueBytes - total);
        Result<SharedBytes> bytes = co_await viewing;
        if (!bytes)
            co_return bytes.error();
        total += bytes->size();
        files.push_back(std::move(*bytes));
        if (running->events)
            running->events(StillAlive{});
    }
    co_return files;
}

QCoro::Task<Result<ValueList>> ComfyEngine::State::itemsOf(RunningPtr running, ComfyResult result, Json outputs)
{
    const auto self = shared_from_this();
    const Json shown = memberAt(outputs, result.node);
    if (result.kind == Kind::Text)
        co_return textsOf(shown, result.type);
    auto fetching = fetch(running, shown);
    Result<std::vector<SharedBytes>> files = co_await fetching;
    if (!files)
        co_return files.error();
    std::vector<SharedBytes> masks;
    if (!result.maskNode.empty()) {
        auto also = fetch(running, memberAt(outputs, result.maskNode));
        Result<std::vector<SharedBytes>> fetched = co_await also;
        if (!fetched)
            co_return fetched.error();
        masks = std::move(*fetched);
    }
    std::function<Result<ValueList>()> work = [result, files = std::move(*files),
                                                  masks = std::move(masks)]() -> Result<ValueList> {
        WEFT_TRY(ValueList items, valuesOf(result.kind, result.type, result.isList, files));
        WEFT_TRY(const ValueList noise,
            masks.empty() ? Result<ValueList>(ValueList{}) : valuesOf(result.maskKind, "MASK", false, masks));
        WEFT_CHECK(addMasks(items, noise));
        return items;
    };
    auto turning = onThread<Result<ValueList>>(m_pool.get(), std::move(work));
    Result<ValueList> items = co_await turning;
    co_return items;
}

/// What an output node of the graph showed or saved, as files; its texts too.
QCoro::Task<Result<ValueList>> ComfyEngine::State::shownBy(RunningPtr running, Json shown)
{
    const auto self = shared_from_this();
    ValueList files;
    for (const ComfyFile& file : comfyFilesOf(shown)) {
        auto viewing = client.view(file, kMaxValueBytes);
        Result<SharedBytes> bytes = co_await viewing;
        if (!bytes)
            co_return bytes.error();
        Value value = fileValue(prefixOf(file), mimeOfName(file.filename), std::move(*bytes));
        if (file.type == "temp")
            value.meta["temp"] = true;
        files.push_back(std::move(value));
        if (running->events)
            running->events(StillAlive{});
    }
    const auto texts = textsOf(shown, "STRING");
    for (const Value& text : texts ? *texts : ValueList()) {
        const std::string words = stringAt(text.meta, "value");
        Value value = fileValue("text", "text/plain",
            SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(words.data()), words.size()}));
        value.meta["temp"] = true;
        files.push_back(std::move(value));
    }
    co_return files;
}

QCoro::Task<Result<FragmentResult>> ComfyEngine::State::collect(RunningPtr running)
{
    const auto self = shared_from_this();
    auto asking = client.get(QStringLiteral("/history/") + QString::fromStdString(running->id));
    const Result<Json> history = co_await asking;
    if (!history)
        co_return history.error();
    const Json outputs = memberAt(memberAt(*history, running->id), "outputs");
    FragmentResult result;
    result.seconds = running->tracker->seconds();
    for (const ComfyResult& one : running->made.results) {
        auto making = itemsOf(running, one, outputs);
        Result<ValueList> items = co_await making;
        if (!items)
            co_return items.error().with("node", one.slot.node);
        if (items->empty())
            co_return Error{
                ErrorCode::NodeFailed, "nothing came out", {{"node", one.slot.node}, {"reason", "comfy-nothing"}}};
        result.outputs[one.slot] = std::move(*items);
    }
    for (const NodeId& node : running->made.shown) {
        auto showing = shownBy(running, memberAt(outputs, node));
        Result<ValueList> files = co_await showing;
        if (!files)
            co_return files.error().with("node", node);
        result.files[node] = std::move(*files);
    }
    co_return result;
}

/// Nothing can be deleted there, but what is ours can be overwritten, also after a failure. What fails is left: the run
/// itself isn't worse for it.
QCoro::Task<void> ComfyEngine::State::cleanUp(RunningPtr running)
{
    const auto self = shared_from_this();
    auto asking = client.get(QStringLiteral("/history/") + QString::fromStdString(running->id));
    const Result<Json> history = co_await asking;
    std::vector<ComfyFile> files;
    for (const ComfyUpload& sent : running->made.uploads)
        files.push_back(sent.place);
    const Json outputs = history ? memberAt(memberAt(*history, running->id), "outputs") : Json();
    for (const auto& [node, owner] : running->made.added) {
        const std::vector<ComfyFile> some = comfyFilesOf(memberAt(outputs, node));
        files.insert(files.end(), some.begin(), some.end());
    }
    const SharedBytes nothing = SharedBytes::take({0});
    for (const ComfyFile& file : files) {
        auto overwriting = client.upload(file, nothing);
        const Result<ComfyFile> done = co_await overwriting;
        if (!done && done.error().code != ErrorCode::ProviderRefused)
            co_return;
    }
    auto forgetting = client.forget(running->id);
    co_await forgetting;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyPrompt.h"

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyValues.h"
#include "app/engines/comfy/LatentTrace.h"
#include "core/values/Sha256.h"

#include <algorithm>

namespace weft {

namespace {

constexpr const char* kFolder = "weft"; // below the server's input and output folders
constexpr std::int64_t kMaxFromBatch = 64; // LatentFromBatch's own limit
constexpr std::int64_t kMaxPicturesAlone = 256; // that are sent one by one
constexpr std::size_t kHashDigits = 24;
constexpr std::uint64_t kFormBytes = 4096; // of an upload, besides the file

Json linkTo(const std::string& node, int slot = 0)
{
    return Json::array({node, slot});
}

Error cannot(const NodeId& node, const char* reason)
{
    return {ErrorCode::NodeFailed, reason, {{"node", node}, {"reason", reason}}};
}

std::string suffixOf(const std::string& name)
{
    const auto dot = name.rfind('.');
    const std::string suffix = dot == std::string::npos ? std::string() : name.substr(dot);
    const bool plain = suffix.size() <= 6
        && std::all_of(suffix.begin() + (suffix.empty() ? 0 : 1), suffix.end(),
            [](unsigned char c) { return std::isalnum(c) && c < 128; });
    return plain ? suffix : std::string();
}

class PromptBuilder {
public:
    PromptBuilder(const FragmentJob& job, const ComfyServer& server, const ComfyNames& names)
        : m_job(job)
        , m_server(server)
        , m_names(names)
    {
    }

    Result<ComfyPrompt> build()
    {
        if (m_job.inputs.size() != m_job.fragment.inputs.size())
            return Error{ErrorCode::Internal, "inputs and fragment disagree"};
        for (const FragmentNode& node : m_job.fragment.nodes)
            WEFT_CHECK(addGraphNode(node));
        for (const SlotRef& slot : m_job.fragment.outputs)
            WEFT_CHECK(addResult(slot));
        return std::move(m_out);
    }

private:
    Done addGraphNode(const FragmentNode& node)
    {
        const NodeType* type = m_server.catalogue.find(node.type);
        if (!type)
            return Error{
                ErrorCode::NodeTypeUnknown, "the server doesn't offer it", {{"node", node.id}, {"type", node.type}}};
        m_owner = node.id;
        Json inputs = Json::object();
        for (const auto& [name, input] : node.inputs) {
            WEFT_TRY(inputs[name], inputOf(input));
        }
        m_out.prompt[node.id] = {{"class_type", node.type}, {"inputs", std::move(inputs)}};
        if (type->isOutput)
            m_out.shown.push_back(node.id);
        return {};
    }

    Result<Json> inputOf(const FragmentInput& input)
    {
        if (const auto* literal = std::get_if<Json>(&input))
            return literalOf(*literal);
        if (const auto* slot = std::get_if<SlotRef>(&input))
            return linkTo(slot->node, slot->slot);
        const int index = std::get<BoundaryRef>(input).index;
        if (index < 0 || static_cast<std::size_t>(index) >= m_job.inputs.size())
            return Error{ErrorCode::LinkInvalid, "an input from outside doesn't exist", {{"node", m_owner}}};
        return outside(index);
    }

    /// A list stands for a link there, unless it is wrapped.
    static Json literalOf(const Json& literal) { return literal.is_array() ? Json{{"__value__", literal}} : literal; }

    Result<Json> outside(int index)
    {
        if (const auto known = m_outside.find(index); known != m_outside.end())
            return known->second;
        const ValueList& items = m_job.inputs[static_cast<std::size_t>(index)];
        if (items.size() != 1)
            return cannot(m_owner, items.empty() ? "comfy-nothing" : "comfy-list");
        WEFT_TRY(Json input, brought(index, items.front()));
        m_outside[index] = input;
        return input;
    }

    Result<Json> brought(int index, const Value& value)
    {
        if (value.type == "IMAGE")
            return pictures(value);
        if (value.type == "MASK")
            return mask(value);
        if (value.type == "LATENT")
            return latent(index, value);
        if (value.type == "FILE")
            return fileOf(value);
        if (comfyCarries(value.type) && value.meta.contains("value"))
            return literalOf(memberAt(value.meta, "value"));
        return cannot(m_owner, "comfy-type");
    }

    std::string add(const std::string& type, Json inputs)
    {
        std::string id;
        do
            id = "weft." + std::to_string(++m_count);
        while (isGraphNode(id));
        m_out.prompt[id] = {{"class_type", type}, {"inputs", std::move(inputs)}};
        m_out.added[id] = m_owner;
        return id;
    }

    /// A node that shows or saves. "weft" is no input of it: it keeps an earlier run's files from being taken for this
    /// one's.
    std::string addSaver(const std::string& type, Json inputs)
    {
        inputs["weft"] = m_names.run;
        return add(type, std::move(inputs));
    }

    bool isGraphNode(const std::string& id) const
    {
        return std::ranges::find(m_job.fragment.nodes, id, &FragmentNode::id) != m_job.fragment.nodes.end();
    }

    Result<std::string> upload(SharedBytes bytes, const std::string& suffix)
    {
        if (bytes.size() + kFormBytes > m_server.maxUploadBytes)
            return Error{ErrorCode::LimitExceeded, "more than the server takes",
                {{"node", m_owner}, {"size", std::to_string(bytes.size())},
                    {"limit", std::to_string(m_server.maxUploadBytes)}}};
        const std::string name =
            "weft-" + m_names.owner + "-" + sha256(bytes.view()).hex().substr(0, kHashDigits) + suffix;
        const bool isNew =
            std::ranges::none_of(m_out.uploads, [&](const ComfyUpload& other) { return other.place.filename == name; });
        if (isNew)
            m_out.uploads.push_back({{name, kFolder, "input"}, std::move(bytes)});
        return std::string(kFolder) + "/" + name;
    }

    Result<Json> fileOf(const Value& value)
    {
        const Tensor* bytes = value.tensor("bytes");
        if (!bytes)
            return Error{ErrorCode::ValueInvalid, "a file without bytes", {{"node", m_owner}}};
        WEFT_TRY(const std::string name, upload(bytes->data, suffixOf(stringAt(value.meta, "name"))));
        return Json(name);
    }

    const std::string& pixelVae()
    {
        if (m_vae.empty())
            m_vae = add("VAELoader", {{"vae_name", "pixel_space"}});
        return m_vae;
    }

    Result<Json> joined(std::vector<Json> parts, const char* type, const char* first, const char* second)
    {
        while (parts.size() > 1) { // in pairs: each picture is copied log n times
            std::vector<Json> next;
            for (std::size_t i = 0; i < parts.size(); i += 2)
                next.push_back(
                    i + 1 < parts.size() ? linkTo(add(type, {{first, parts[i]}, {second, parts[i + 1]}})) : parts[i]);
            parts = std::move(next);
        }
        return parts.front();
    }

    Result<Json> pictures(const Value& value)
    {
        if (m_server.carriesFloats()) {
            WEFT_TRY(const Tensor samples, pixelSamplesOf(value));
            const std::uint64_t one =
                samples.data.size() / static_cast<std::uint64_t>(std::max<std::int64_t>(1, samples.shape[0]));
            if (one + 2 * kFormBytes < m_server.maxUploadBytes)
                return floatPictures(samples,
                    static_cast<std::int64_t>(
                        (m_server.maxUploadBytes - 2 * kFormBytes) / std::max<std::uint64_t>(1, one)));
        }
        return pngPictures(value);
    }

    Result<Json> floatPictures(const Tensor& samples, std::int64_t atOnce)
    {
        std::vector<Json> parts;
        for (std::int64_t first = 0; first < samples.shape[0]; first += atOnce) {
            const std::int64_t count = std::min(atOnce, samples.shape[0] - first);
            WEFT_TRY(SharedBytes file, latentFileOf(samples, {first, count, 0}));
            WEFT_TRY(const std::string name, upload(std::move(file), ".latent"));
            const std::string loaded = add("LoadLatent", {{"latent", name}});
            parts.push_back(linkTo(add("VAEDecode", {{"samples", linkTo(loaded)}, {"vae", linkTo(pixelVae())}})));
        }
        return parts.empty() ? Result<Json>(cannot(m_owner, "comfy-nothing"))
                             : joined(std::move(parts), "ImageBatch", "image1", "image2");
    }

    Result<Json> pngPictures(const Value& value)
    {
        const Tensor* tensor = value.tensor("value");
        const std::int64_t batch = tensor && !tensor->shape.empty() ? tensor->shape[0] : 0;
        if (batch < 1 || batch > kMaxPicturesAlone)
            return cannot(m_owner, batch < 1 ? "comfy-nothing" : "comfy-batch");
        std::vector<Json> parts;
        for (std::int64_t i = 0; i < batch; ++i) {
            WEFT_TRY(SharedBytes file, pngOfPicture(value, i));
            WEFT_TRY(const std::string name, upload(std::move(file), ".png"));
            parts.push_back(linkTo(add("LoadImage", {{"image", name}})));
        }
        return joined(std::move(parts), "ImageBatch", "image1", "image2");
    }

    Result<Json> mask(const Value& value)
    {
        WEFT_TRY(const Json picture, pictures(value));
        return linkTo(add("ImageToMask", {{"image", picture}, {"channel", "red"}}));
    }

    Result<Json> latent(int index, const Value& value)
    {
        const Tensor* samples = value.tensor("samples");
        if (!samples || samples->shape.empty() || !value.meta.empty())
            return cannot(m_owner, "comfy-latent");
        WEFT_TRY(Json link,
            value.tensor("batch_index") ? numberedLatent(*samples, batchNumbers(*value.tensor("batch_index")))
                                        : latentPart(*samples, {0, samples->shape[0], 0}));
        if (const Tensor* noise = value.tensor("noise_mask")) {
            WEFT_TRY(m_masks[index], mask(noiseMaskValue(*noise)));
            link = linkTo(add("SetLatentNoiseMask", {{"samples", link}, {"mask", m_masks[index]}}));
        }
        return link;
    }

    Result<Json> latentPart(const Tensor& samples, BatchPart part)
    {
        WEFT_TRY(SharedBytes file, latentFileOf(samples, part));
        WEFT_TRY(const std::string name, upload(std::move(file), ".latent"));
        return linkTo(add("LoadLatent", {{"latent", name}}));
    }

    /// Each run of numbers is cut from a batch in which it stands at its place: that gives it these numbers.
    Result<Json> numberedLatent(const Tensor& samples, const std::vector<std::int64_t>& numbers)
    {
        if (static_cast<std::int64_t>(numbers.size()) != samples.shape[0])
            return cannot(m_owner, "comfy-latent");
        std::vector<Json> parts;
        for (std::size_t i = 0; i < numbers.size();) {
            std::size_t end = i + 1;
            while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1)
                ++end;
            const auto count = static_cast<std::int64_t>(end - i);
            if (numbers[i] < 0 || numbers[i] >= kMaxFromBatch || count > kMaxFromBatch)
                return cannot(m_owner, "comfy-batch");
            WEFT_TRY(const Json whole, latentPart(samples, {static_cast<std::int64_t>(i), count, numbers[i]}));
            parts.push_back(
                linkTo(add("LatentFromBatch", {{"samples", whole}, {"batch_index", numbers[i]}, {"length", count}})));
            i = end;
        }
        return joined(std::move(parts), "LatentBatch", "samples1", "samples2");
    }

    Done addResult(const SlotRef& slot)
    {
        const auto node = std::ranges::find(m_job.fragment.nodes, slot.node, &FragmentNode::id);
        const NodeType* type = node == m_job.fragment.nodes.end() ? nullptr : m_server.catalogue.find(node->type);
        if (!type || slot.slot < 0 || static_cast<std::size_t>(slot.slot) >= type->outputs.size())
            return Error{ErrorCode::LinkInvalid, "no such output", {{"node", slot.node}}};
        m_owner = slot.node;
        const OutputSpec& output = type->outputs[static_cast<std::size_t>(slot.slot)];
        ComfyResult result;
        result.slot = slot;
        result.type = output.type;
        result.isList = output.isList;
        WEFT_CHECK(show(linkTo(slot.node, slot.slot), node->type, result));
        m_out.results.push_back(std::move(result));
        return {};
    }

    Done show(const Json& link, const std::string& nodeType, ComfyResult& result)
    {
        if (result.type == "IMAGE")
            return showPicture(link, nodeType == "JoinImageWithAlpha", result.node, result.kind);
        if (result.type == "MASK")
            return showMask(link, result.node, result.kind);
        if (result.type == "LATENT")
            return saveLatent(link, result);
        return comfyCarries(result.type) ? showText(link, result) : Done(cannot(m_owner, "comfy-type"));
    }

    std::string prefix() { return std::string(kFolder) + "/weft-" + m_names.run + "-out" + std::to_string(++m_saved); }

    /// A "pixel_space" latent has three channels: RGBA goes as PNG.
    Done showPicture(const Json& link, bool alpha, std::string& node, ComfyResult::Kind& kind)
    {
        if (m_server.carriesFloats() && !alpha) {
            kind = ComfyResult::Kind::Pixels;
            const std::string encoded = add("VAEEncode", {{"pixels", link}, {"vae", linkTo(pixelVae())}});
            node = addSaver("SaveLatent", {{"samples", linkTo(encoded)}, {"filename_prefix", prefix()}});
            return {};
        }
        if (!m_server.has("PreviewImage"))
            return cannot(m_owner, "comfy-type");
        kind = ComfyResult::Kind::Png;
        node = addSaver("PreviewImage", {{"images", link}});
        return {};
    }

    Done showMask(const Json& link, std::string& node, ComfyResult::Kind& kind)
    {
        return showPicture(linkTo(add("MaskToImage", {{"mask", link}})), false, node, kind);
    }

    Done saveLatent(const Json& link, ComfyResult& result)
    {
        const LatentExtras extras = traceLatent(m_job, m_server.catalogue, result.slot);
        if (extras.lost || extras.numbered)
            return cannot(result.slot.node, extras.lost ? "comfy-noise-mask" : "comfy-batch-index");
        result.kind = ComfyResult::Kind::Samples;
        result.node = addSaver("SaveLatent", {{"samples", link}, {"filename_prefix", prefix()}});
        if (!extras.mask)
            return {};
        if (const auto* slot = std::get_if<SlotRef>(&*extras.mask))
            return showMask(linkTo(slot->node, slot->slot), result.maskNode, result.maskKind);
        const int index = std::get<BoundaryRef>(*extras.mask).index;
        const Json mask =
            m_masks.contains(index) ? m_masks.at(index) : m_outside.at(index); // a latent's, or a MASK itself
        return showMask(mask, result.maskNode, result.maskKind);
    }

    Done showText(const Json& link, ComfyResult& result)
    {
        if (!m_server.has("PreviewAny"))
            return cannot(result.slot.node, "comfy-text");
        result.kind = ComfyResult::Kind::Text;
        result.node = addSaver("PreviewAny", {{"source", link}});
        return {};
    }

    const FragmentJob& m_job;
    const ComfyServer& m_server;
    const ComfyNames& m_names;
    ComfyPrompt m_out;
    NodeId m_owner; // the graph's node that is worked on
    std::map<int, Json> m_outside; // by boundary input: its link or literal
    std::map<int, Json> m_masks; // of boundary latents: their noise mask's link
    std::string m_vae;
    int m_count = 0;
    int m_saved = 0;
};

} // namespace

bool ComfyServer::carriesFloats() const
{
    const NodeType* loader = catalogue.find("VAELoader");
    const InputSpec* name = loader ? loader->findInput("vae_name") : nullptr;
    const bool offers = name && std::ranges::find(name->choices, "pixel_space") != name->choices.end();
    return offers && has("VAEDecode") && has("VAEEncode") && has("LoadLatent") && has("SaveLatent");
}

Result<ComfyPrompt> toComfyPrompt(const FragmentJob& job, const ComfyServer& server, const ComfyNames& names)
{
    return PromptBuilder(job, server, names).build();
}

} // namespace weft

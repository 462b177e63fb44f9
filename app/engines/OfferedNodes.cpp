// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/OfferedNodes.h"

#include <QByteArray>
#include <QtEndian>

#include <set>

namespace weft {

namespace {

constexpr std::size_t kMaxTypes = 2000;
constexpr int kMaxDepth = 16;
constexpr int kBest = 9; // zlib's slowest: done once, sent to everybody

/// The types, and the names of the model files that they choose among: a server is asked by names.
Catalogue withoutTheRest(const Catalogue& offered)
{
    Catalogue kept;
    std::set<std::string> folders;
    for (const auto& [name, type] : offered.types()) {
        kept.add(type);
        for (const InputSpec& input : type.inputs)
            folders.insert(input.modelFolder);
    }
    std::vector<ModelFile> models = offered.models();
    std::erase_if(models, [&](const ModelFile& model) { return model.folder.empty() || !folders.contains(model.folder); });
    for (ModelFile& model : models)
        model.sha256 = {};
    kept.setModels(std::move(models));
    return kept;
}

Error tooLarge(std::size_t size, std::size_t limit)
{
    return {ErrorCode::LimitExceeded, "the nodes of an offered server",
        {{"size", std::to_string(size)}, {"limit", std::to_string(limit)}}};
}

} // namespace

Result<SharedBytes> packNodes(const Catalogue& offered)
{
    const std::string text = toJsonText(withoutTheRest(offered).toJson());
    if (text.size() > kMaxOfferedNodesText)
        return tooLarge(text.size(), kMaxOfferedNodesText);
    const QByteArray packed = qCompress(reinterpret_cast<const uchar*>(text.data()), static_cast<qsizetype>(text.size()), kBest);
    const auto size = static_cast<std::size_t>(packed.size());
    if (size > kMaxOfferedNodesBytes)
        return tooLarge(size, kMaxOfferedNodesBytes);
    const auto* begin = reinterpret_cast<const std::uint8_t*>(packed.constData());
    return SharedBytes::copyOf({begin, size});
}

Result<Catalogue> unpackNodes(ByteView packed)
{
    if (packed.size() < sizeof(quint32) || packed.size() > kMaxOfferedNodesBytes)
        return tooLarge(packed.size(), kMaxOfferedNodesBytes);
    const std::size_t promised = qFromBigEndian<quint32>(packed.data());
    if (promised > kMaxOfferedNodesText) // so much would be allocated
        return tooLarge(promised, kMaxOfferedNodesText);
    const QByteArray text = qUncompress(packed.data(), static_cast<qsizetype>(packed.size()));
    if (static_cast<std::size_t>(text.size()) != promised)
        return Error {ErrorCode::JsonInvalid, "the nodes of an offered server can't be inflated"};
    WEFT_TRY(const Json json, parseJson({text.constData(), promised}, {.maxBytes = kMaxOfferedNodesText, .maxDepth = kMaxDepth}));
    WEFT_TRY(Catalogue offered, Catalogue::fromJson(json));
    if (offered.types().size() > kMaxTypes)
        return tooLarge(offered.types().size(), kMaxTypes);
    return withoutTheRest(offered);
}

} // namespace weft

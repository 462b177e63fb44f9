// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Signature.h"

#include "core/values/Sha256.h"

#include <atomic>
#include <filesystem>

namespace weft::worker {

namespace {

/// A hash over parts, each with its length, so that no two lists of parts look the same.
class PartsHash {
public:
    void add(std::string_view part)
    {
        const std::uint64_t size = part.size();
        m_hash.update({reinterpret_cast<const std::uint8_t*>(&size), sizeof size});
        m_hash.update({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    }
    void add(const Hash256& hash) { add({reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()}); }
    Hash256 finish() { return m_hash.finish(); }

private:
    Sha256 m_hash;
};

std::string freshText()
{
    static std::atomic<std::uint64_t> counter {0};
    return std::to_string(++counter);
}

/// Another file under the same name is another model.
std::string fileState(const ModelFolders& models, const InputSpec& spec, const Json& literal)
{
    if (spec.modelFolder.empty() || !literal.is_string())
        return {};
    const auto path = models.resolve(spec.modelFolder, literal.get<std::string>());
    if (!path)
        return "missing";
    std::error_code error;
    const auto size = std::filesystem::file_size(*path, error);
    const auto time = std::filesystem::last_write_time(*path, error);
    return std::to_string(size) + "@" + std::to_string(time.time_since_epoch().count());
}

Hash256 hashOf(const Value& value)
{
    const auto bytes = encodeValue(value);
    return bytes ? sha256(bytes->view()) : Hash256 {};
}

void addBoundary(PartsHash& hash, const BoundaryItems& items)
{
    hash.add(items.present ? "value" : "absent");
    hash.add(std::to_string(items.values.size()));
    for (std::size_t i = 0; i < items.values.size(); ++i)
        hash.add(i < items.hashes.size() ? items.hashes[i] : hashOf(items.values[i]));
}

struct Signer {
    const std::vector<BoundaryItems>& inputs;
    const ModelFolders& models;
    const std::string& salt;
    std::vector<Hash256> signatures;

    void addSource(PartsHash& hash, const InputSpec& spec, const Source& source) const
    {
        if (const auto* literal = std::get_if<Json>(&source)) {
            hash.add("literal");
            hash.add(toJsonText(*literal));
            hash.add(fileState(models, spec, *literal));
        } else if (const auto* link = std::get_if<NodeSource>(&source)) {
            hash.add("link");
            hash.add(signatures[link->node]);
            hash.add(std::to_string(link->slot));
        } else if (const auto* boundary = std::get_if<BoundaryRef>(&source)) {
            addBoundary(hash, inputs[static_cast<std::size_t>(boundary->index)]);
        }
    }

    Hash256 sign(const LinkedNode& linked) const
    {
        PartsHash hash;
        hash.add(salt);
        hash.add(linked.node->type);
        if (!linked.definition || !linked.definition->type.idempotent) {
            hash.add(freshText());
            return hash.finish();
        }
        for (std::size_t i = 0; i < linked.sources.size(); ++i) {
            const InputSpec& spec = linked.definition->type.inputs[i];
            hash.add(spec.name);
            addSource(hash, spec, linked.sources[i]);
        }
        return hash.finish();
    }
};

} // namespace

std::vector<Hash256> signaturesOf(const FragmentLinks& links, const std::vector<BoundaryItems>& inputs,
    const ModelFolders& models, const std::string& salt)
{
    Signer signer {inputs, models, salt, {}};
    for (const LinkedNode& linked : links.nodes)
        signer.signatures.push_back(signer.sign(linked));
    return std::move(signer.signatures);
}

} // namespace weft::worker

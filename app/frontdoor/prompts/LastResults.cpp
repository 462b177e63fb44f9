// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/LastResults.h"

#include "app/runs/InputFiles.h"
#include "core/values/Sha256.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <bit>

namespace weft {

namespace {

Hash256 fingerprint(const QFileInfo& file)
{
    const std::string text = file.canonicalFilePath().toStdString() + "\n" + std::to_string(file.size()) + "\n"
        + std::to_string(file.lastModified().toMSecsSinceEpoch());
    return sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// Only then its values are compared, and a copy is kept.
bool isSmall(const Prompt& prompt)
{
    constexpr std::size_t kMostNodes = 200;
    constexpr std::size_t kMostLetters = 100'000;
    std::size_t letters = 0;
    for (const auto& [id, node] : prompt.nodes) {
        for (const auto& [name, value] : node.inputs) {
            const auto* literal = std::get_if<Json>(&value);
            if (literal && literal->is_structured())
                return false;
            if (literal && literal->is_string())
                letters += literal->get_ref<const std::string&>().size();
        }
    }
    return prompt.nodes.size() <= kMostNodes && letters <= kMostLetters;
}

/// 1 and 1.0 are equal to JSON, but not to a node that shows what it is given.
bool isSameLiteral(const Json& a, const Json& b)
{
    if (a.is_number_float() && b.is_number_float())
        return std::bit_cast<std::uint64_t>(a.get<double>()) == std::bit_cast<std::uint64_t>(b.get<double>());
    return a.is_number_float() == b.is_number_float() && a == b;
}

bool asksTheSame(const Prompt& a, const Prompt& b)
{
    if (a != b)
        return false;
    const auto isSameInput = [](const auto& one, const auto& other) {
        const auto* literal = std::get_if<Json>(&one.second);
        return !literal || isSameLiteral(*literal, std::get<Json>(other.second));
    };
    return std::ranges::equal(a.nodes, b.nodes, [&](const auto& one, const auto& other) {
        return std::ranges::equal(one.second.inputs, other.second.inputs, isSameInput);
    });
}

} // namespace

std::map<NodeId, Hash256> promptSignatures(const Prompt& prompt, const Catalogue& catalogue, const QString& inputFolder)
{
    FileHashes files;
    for (const InputFile& file : inputFilesOf(prompt, catalogue)) {
        const auto path = file.isFolder ? Result<QString>(Error {}) : pathOfInput(inputFolder, file.name);
        if (path)
            files[file.name] = fingerprint(QFileInfo(*path));
    }
    auto found = signatures(prompt, catalogue, files);
    return found ? std::move(*found) : std::map<NodeId, Hash256>();
}

std::map<NodeId, Hash256> PromptSignatures::of(const Prompt& prompt, const Catalogue& catalogue, const QString& inputFolder)
{
    // Catalogues share their types until one is changed, so comparing them is quick.
    if (m_prompt && &m_catalogue.types() == &catalogue.types() && asksTheSame(*m_prompt, prompt))
        return m_found;
    m_found = promptSignatures(prompt, catalogue, inputFolder);
    m_prompt.reset();
    if (isSmall(prompt) && inputFilesOf(prompt, catalogue).empty())
        m_prompt = prompt;
    m_catalogue = catalogue;
    return m_found;
}

const Json* LastResults::find(const std::map<NodeId, Hash256>& signatures, const NodeId& output) const
{
    const auto signature = signatures.find(output);
    const auto shown = signature == signatures.end() ? m_shown.end() : m_shown.find(signature->second);
    return shown == m_shown.end() ? nullptr : &shown->second;
}

void LastResults::replace(const std::map<NodeId, Hash256>& signatures, const std::vector<NodeId>& done, const Json& shown)
{
    m_shown.clear();
    for (const NodeId& output : done) {
        if (const auto signature = signatures.find(output); signature != signatures.end())
            m_shown[signature->second] = memberAt(shown, output);
    }
}

} // namespace weft

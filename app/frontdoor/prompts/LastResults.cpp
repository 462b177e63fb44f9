// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/LastResults.h"

#include "app/runs/InputFiles.h"
#include "core/values/Sha256.h"

#include <QDateTime>
#include <QFileInfo>

namespace weft {

namespace {

Hash256 fingerprint(const QFileInfo& file)
{
    const std::string text = file.canonicalFilePath().toStdString() + "\n" + std::to_string(file.size()) + "\n"
        + std::to_string(file.lastModified().toMSecsSinceEpoch());
    return sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
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

const std::map<NodeId, Hash256>& PromptSignatures::of(
    std::shared_ptr<const Prompt> prompt, const Catalogue& catalogue, const QString& inputFolder)
{
    // Catalogues share their types until one is changed, so comparing them is quick.
    if (m_prompt && &m_catalogue.types() == &catalogue.types() && *m_prompt == *prompt)
        return m_found;
    m_found = promptSignatures(*prompt, catalogue, inputFolder);
    m_prompt = inputFilesOf(*prompt, catalogue).empty() ? std::move(prompt) : nullptr;
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

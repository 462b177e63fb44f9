// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/graph/Prompt.h"

#include <QString>

#include <optional>

namespace weft {

/// What a prompt's outputs depend on: a hash for each node that can be known again. Input files count by path, size and time of change.
std::map<NodeId, Hash256> promptSignatures(const Prompt& prompt, const Catalogue& catalogue, const QString& inputFolder);

/// The same of one prompt after the other: where one asks the same as the one before, of nodes that haven't changed, what was
/// found is found again. Prompts that read input files, or are large, are always looked at.
class PromptSignatures {
public:
    std::map<NodeId, Hash256> of(const Prompt& prompt, const Catalogue& catalogue, const QString& inputFolder);
    void clear() { m_prompt.reset(); }

private:
    std::optional<Prompt> m_prompt;
    Catalogue m_catalogue;
    std::map<NodeId, Hash256> m_found;
};

/// What the outputs of the last prompt showed. An output of the next one that depends on the same isn't run again, and shows the
/// same: no file is written twice. Only the last prompt's survive. Source: ComfyUI's classic cache, as seen from outside.
class LastResults {
public:
    /// Null: not known. The JSON is what the node showed; null JSON: it showed nothing.
    const Json* find(const std::map<NodeId, Hash256>& signatures, const NodeId& output) const;
    /// A prompt ended: these of its outputs were done. All else is forgotten.
    void replace(const std::map<NodeId, Hash256>& signatures, const std::vector<NodeId>& done, const Json& shown);
    void clear() { m_shown.clear(); }

private:
    std::map<Hash256, Json> m_shown;
};

} // namespace weft

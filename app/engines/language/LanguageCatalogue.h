// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"

#include <set>

namespace weft {

/// The folder that stands for language models in settings, offers and plans.
inline const std::string kLanguageModels = "language_models";
/// The most tokens that one text may be asked for: `max_tokens` ends here.
constexpr std::int64_t kMostTokens = 32'768;
/// What a `max_tokens` that isn't a literal counts as at most: no price could know it before.
constexpr std::int64_t kUnknownTokens = 4096;

/// The types of values that get in and out.
std::set<TypeName> languageCarriedTypes();

/// The ids in a server's answer to /v1/models, in its order; odd ones (empty, over 200 bytes, not UTF-8, with control
/// characters) are left out, and so are those after the first 1000. Errors: ProtocolViolation where it is no such list.
Result<std::vector<std::string>> languageModelsOf(const Json& answer);

/// The node types of a server with these models:
///
/// | type                | does                                                                          |
/// | TextGenerate        | prompt, or messages, to text and the number of tokens that were made           |
/// | ChatMessages        | adds one message to a list of them: JSON, as the API takes it, in a STRING     |
/// | Embed               | text to an EMBEDDING                                                          |
/// | EmbeddingSimilarity | the cosine of two of them, -1..1                                              |
///
/// A text may be asked for with at most `mostTokens`.
Catalogue languageCatalogue(const std::vector<std::string>& models, std::int64_t mostTokens = kMostTokens);

} // namespace weft

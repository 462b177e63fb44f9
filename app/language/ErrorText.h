// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <QString>

#include <span>

namespace weft {

/// One error code's sentence, in English as the source of translations (context "Errors"). `{key}` stands for an
/// argument of the error; what stands in [square brackets] is left out when one of its arguments is missing.
struct ErrorSentence {
    ErrorCode code;
    const char* text;
};

/// A sentence for every code.
std::span<const ErrorSentence> errorSentences();

/// What happened, what to do, and what was not lost, in the user's language. `node`, `type`, `path`, ... come from the
/// error's arguments, which are shortened when they are long; its `detail` is for logs and isn't shown.
QString sentenceFor(const Error& error);

/// What an error's argument "reason" says, which is a word for programs ("late", or another code's name): a clause in
/// the user's language. What a payment service says comes as it is; any other text, which could be anything in any
/// language, is left out. Empty: nothing is known.
QString reasonText(const Error& error);

/// Fills a template as described above; for tests.
QString filledSentence(const QString& text, const std::map<std::string, std::string>& args);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/language/LanguageEngine.h"
#include "app/runs/RunController.h"

#include <QPointer>

namespace weft {

/// Where Ollama, llama.cpp's server and vLLM listen unless they were told otherwise.
std::vector<QUrl> usualLanguageAddresses();

/// Asks servers of language models what they offer and makes those that answer known to `runs`, in place of others.
/// Errors: those of LanguageEngine::catalogue for the last that didn't answer, where none did; Cancelled when `runs`
/// has gone.
QCoro::Task<Done> addLanguage(QPointer<RunController> runs, std::vector<LanguageSettings> servers);

} // namespace weft

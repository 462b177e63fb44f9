// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"

#include <QCommandLineOption>
#include <QPointer>
#include <QUrl>

class QCommandLineParser;

namespace weft {

/// `--language URL|none`, `--language-key FILE`
struct LanguageOption {
    QUrl server; // empty: those at the usual addresses
    std::string key; // sent to a server that was named, to no other
    bool isOff = false;
};

/// The variable that holds the key for a server of language models, where no file does.
inline constexpr const char* kLanguageKeyVariable = "WEFT_LANGUAGE_KEY";

QList<QCommandLineOption> languageOptions();
/// The mistake, or an empty text; it never has the key in it.
QString takeLanguage(const QCommandLineParser& parser, LanguageOption& option);

/// The key of a file, or of the variable where `file` is empty; empty where there is neither. Errors: those of
/// languageKey; FileNotFound, FileUnreadable (args: path).
Result<std::string> readLanguageKey(const QString& file);

/// Makes the servers known to `runs`, if there are any. Says why not when one was named. False: it was named and isn't
/// there.
QCoro::Task<bool> findLanguage(QPointer<RunController> runs, LanguageOption option);

} // namespace weft

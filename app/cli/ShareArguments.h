// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QStringList>
#include <QUrl>

#include <optional>
#include <set>
#include <string>

namespace weft {

/// The command line of `weft share`.
struct ShareArguments {
    QUrl relay;
    std::optional<QString> proxy; // as useProxy() takes it
    QString home;
    QString keyFile;
    QString name;
    Money price = credits(1); // per reference second
    QStringList models;
    std::set<std::string> only;
    int slots = 1;
    QString record; // folder for what this host saw; empty: nothing is written down
    QUrl comfy; // the owner's ComfyUI, offered too; empty: none
    std::set<std::string> comfyNodes; // types of it that are offered only because the owner lists them
    QUrl language; // the owner's server of language models, offered too; empty: none
    QString languageKey; // a file; empty: kLanguageKeyVariable
    std::optional<Money> languagePrice; // for 1000 tokens; empty: by `price`
    QString worker; // empty: the usual program
    bool acceptsNoSandbox = false; // also where this kernel can't shut guests' work in
    bool wantsHelp = false;
};

/// Errors: SettingInvalid (args: name, value).
Result<ShareArguments> parseShareArguments(const QStringList& arguments);
QString shareUsage();

} // namespace weft

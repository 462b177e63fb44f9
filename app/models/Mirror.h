// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QStringList>
#include <QUrl>

namespace weft {

/// Takes the place of the beginning of addresses: "huggingface.co" -> "https://mirror.example/hf".
struct Mirror {
    QString host; // "huggingface.co"
    QString path; // "/stabilityai", or empty: every path
    QUrl target; // without a slash at its end
};

/// Reads "HOST[/PATH]=HOST_OR_URL". Errors: SettingInvalid (args: input, received); an address that isn't https (http:
/// to this computer only) is invalid.
Result<Mirror> mirrorFrom(const QString& text);
/// Those that can be read.
std::vector<Mirror> mirrorsFrom(const QStringList& texts);

/// The address with the first mirror that fits in its place; itself when none does.
QUrl mirrored(const QUrl& url, const std::vector<Mirror>& mirrors);

} // namespace weft

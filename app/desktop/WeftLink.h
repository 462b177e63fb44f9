// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace weft {

/// What a `weft://` link may ask for. A link shows something; it never runs, pays, trusts, downloads or changes anything.
struct WeftLink {
    enum class Kind { Page, Template, Models };
    Kind kind = Kind::Page;
    QString target; // Page: "start", "wallet", "account"; Template: its id; Models: what to look for
};

inline constexpr const char* kLinkScheme = "weft";

/// `weft://page/start|wallet|account`, `weft://template/ID`, `weft://models[/WORDS]`. None: it is no such link. What a page
/// says after '?' or '#' is not looked at.
std::optional<WeftLink> parseWeftLink(const QString& text);

/// Whether a word of the command line is meant as a link.
bool looksLikeWeftLink(const QString& word);

} // namespace weft

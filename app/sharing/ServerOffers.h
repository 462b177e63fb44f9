// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/GuestEngines.h"

#include <map>

namespace weft {

/// A class of the owner's ComfyUI that guests may use.
struct OfferedClass {
    bool isListed = false; // although nothing tells what it does: the owner has been told, and wants it
    std::optional<Money> price; // of a call; empty: by its work, at the machine's price

    bool operator==(const OfferedClass&) const = default;
};

/// What of a ComfyUI is offered: what is listed here, and nothing else.
struct ComfyOffer {
    bool isOn = false;
    QUrl server;
    std::map<std::string, OfferedClass> classes; // by name

    bool operator==(const ComfyOffer&) const = default;
};

/// What of a server of language models is offered.
struct LanguageOffer {
    bool isOn = false;
    QUrl server;
    std::string key; // for that server; empty: none
    std::set<std::string> models; // these alone
    std::optional<Money> pricePer1000Tokens; // empty: by the machine's price per second
    std::int64_t mostTokens = 2048; // that one text may be asked for

    bool operator==(const LanguageOffer&) const = default;
};

/// The owner's servers as guests may use them: nothing until the owner says so. One of each kind.
struct ServerOffers {
    ComfyOffer comfy;
    LanguageOffer language;

    bool operator==(const ServerOffers&) const = default;
};

/// The file that keeps them; only its owner can read it. No file, or one that makes no sense: nothing is offered.
ServerOffers readOffers(const QString& file);
/// Errors: FileUnwritable, DiskFull (args: path).
Done writeOffers(const QString& file, const ServerOffers& offers);

/// What guests get of them. A call with a price of its own costs that, whatever the machine's price is; one whose price no
/// cost table can hold is left out.
std::vector<GuestServer> guestServersOf(const ServerOffers& offers, Money pricePerReferenceSecond);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

namespace weft::relay {

/// JSON as Stripe's API wants its parameters: application/x-www-form-urlencoded, nested names in brackets,
/// {"a": {"b": [true, 2]}} as a[b][0]=true&a[b][1]=2. Null is left out; whole numbers only.
std::string formText(const Json& parameters);
/// What formText() wrote for this plain name, which needs no encoding itself (an id); empty: nothing.
std::string formValue(std::string_view form, std::string_view name);
/// One value, percent-encoded.
std::string formEncoded(std::string_view text);

} // namespace weft::relay

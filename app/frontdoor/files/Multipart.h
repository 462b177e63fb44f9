// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

/// One field of a form. Views into the body.
struct FormPart {
    std::string name;
    std::optional<std::string> fileName; // only files have one
    std::string_view content;
};

/// Reads a multipart/form-data body (RFC 7578): at most 64 parts, each with at most 8 KB of header.
/// `contentType`: the request's header, which names the boundary. Errors: ValueInvalid.
Result<std::vector<FormPart>> parseMultipart(std::string_view contentType, std::string_view body);

/// The first of that name, or null.
const FormPart* partNamed(const std::vector<FormPart>& parts, std::string_view name);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/Multipart.h"

#include "core/http/Message.h"

#include <algorithm>

namespace weft {

namespace {

constexpr std::size_t kMaxParts = 64;
constexpr std::size_t kMaxPartHeaderBytes = 8 * 1024;
constexpr std::size_t kMaxBoundaryBytes = 70; // RFC 2046, 5.1.1

Error invalidForm(const char* what)
{
    return Error {ErrorCode::ValueInvalid, what};
}

/// A header's parameter, with or without quotes; backslashes in quotes stand before a quote or a backslash.
std::optional<std::string> parameterOf(std::string_view header, std::string_view name)
{
    for (std::size_t at = header.find(';'); at != header.npos;) {
        std::size_t from = header.find_first_not_of(" \t", at + 1);
        if (from == header.npos)
            return std::nullopt;
        const std::size_t equals = header.find_first_of("=;", from);
        if (equals == header.npos)
            return std::nullopt;
        const bool isIt = header[equals] == '=' && http::sameName(header.substr(from, equals - from), name);
        if (header[equals] == ';') {
            at = equals;
            continue;
        }
        std::string value;
        std::size_t i = equals + 1;
        if (i < header.size() && header[i] == '"') {
            for (++i; i < header.size() && header[i] != '"'; ++i) {
                if (header[i] == '\\' && i + 1 < header.size() && (header[i + 1] == '"' || header[i + 1] == '\\'))
                    ++i;
                value += header[i];
            }
            at = header.find(';', i);
        } else {
            at = header.find(';', i);
            value = header.substr(i, std::min(at, header.size()) - i);
        }
        if (isIt)
            return value;
    }
    return std::nullopt;
}

/// The lines of a part's header: only what names it counts.
Result<FormPart> partFrom(std::string_view header, std::string_view content)
{
    FormPart part;
    part.content = content;
    bool isNamed = false;
    while (!header.empty()) {
        const std::size_t end = std::min(header.find("\r\n"), header.size());
        const std::string_view line = header.substr(0, end);
        header.remove_prefix(std::min(end + 2, header.size()));
        const std::size_t colon = line.find(':');
        if (colon == line.npos || !http::sameName(line.substr(0, colon), "Content-Disposition"))
            continue;
        const auto name = parameterOf(line.substr(colon + 1), "name");
        isNamed = name.has_value();
        part.name = name.value_or(std::string());
        part.fileName = parameterOf(line.substr(colon + 1), "filename");
    }
    return isNamed ? Result<FormPart>(std::move(part)) : Result<FormPart>(invalidForm("a part without a name"));
}

} // namespace

Result<std::vector<FormPart>> parseMultipart(std::string_view contentType, std::string_view body)
{
    const std::string_view type = contentType.substr(0, std::min(contentType.find(';'), contentType.size()));
    const auto boundary = parameterOf(contentType, "boundary");
    if (!http::sameName(type, "multipart/form-data") || !boundary || boundary->empty() || boundary->size() > kMaxBoundaryBytes)
        return invalidForm("no form with a boundary");
    const std::string mark = "\r\n--" + *boundary;
    std::vector<FormPart> parts;
    if (!body.starts_with(std::string_view(mark).substr(2)))
        return invalidForm("the body doesn't begin with its boundary");
    std::size_t at = mark.size() - 2;
    while (true) {
        const std::string_view rest = body.substr(at);
        if (rest.starts_with("--"))
            return parts;
        const std::size_t headerEnd = rest.substr(0, kMaxPartHeaderBytes).find("\r\n\r\n");
        if (!rest.starts_with("\r\n") || headerEnd == rest.npos || parts.size() == kMaxParts)
            return invalidForm("a part's header");
        const std::size_t contentStart = headerEnd + 4;
        const std::size_t contentEnd = rest.find(mark, contentStart);
        if (contentEnd == rest.npos)
            return invalidForm("a part without an end");
        const std::string_view header = headerEnd > 0 ? rest.substr(2, headerEnd - 2) : std::string_view();
        WEFT_TRY(FormPart part, partFrom(header, rest.substr(contentStart, contentEnd - contentStart)));
        parts.push_back(std::move(part));
        at += contentEnd + mark.size();
    }
}

const FormPart* partNamed(const std::vector<FormPart>& parts, std::string_view name)
{
    const auto part = std::find_if(parts.begin(), parts.end(), [name](const FormPart& one) { return one.name == name; });
    return part == parts.end() ? nullptr : &*part;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

#include <array>
#include <charconv>
#include <cmath>

namespace weft::worker {

namespace {

/// As Python writes a float: as few digits as tell it from others, never without a point or an exponent.
std::string textOf(double value)
{
    if (!std::isfinite(value))
        return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    const double size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-4 && size < 1e16);
    std::array<char, 400> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
        plain ? std::chars_format::fixed : std::chars_format::scientific);
    std::string text(buffer.data(), end);
    return plain && text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string shown(const Item& item)
{
    if (const auto* text = std::any_cast<std::string>(&item.data))
        return *text;
    if (const auto* flag = std::any_cast<bool>(&item.data))
        return *flag ? "True" : "False";
    if (const auto* whole = std::any_cast<std::int64_t>(&item.data))
        return std::to_string(*whole);
    if (const auto* real = std::any_cast<double>(&item.data))
        return textOf(*real);
    return item.type;
}

/// Any value as text, for looking at. Source: ComfyUI `PreviewAny`.
const bool previewAny = node("PreviewAny", "utils")
                            .title("Preview Any")
                            .output()
                            .in<Any>("source")
                            .run([](const Any& source) -> Result<std::vector<File>> {
                                const std::string text = shown(source);
                                const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
                                return std::vector<File>{File{"preview", "text/plain",
                                    SharedBytes::copyOf({bytes, text.size()}), Json{{"temp", true}}}};
                            });

} // namespace

} // namespace weft::worker

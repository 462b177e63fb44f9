// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/Exif.h"

#include "core/base/Limits.h"
#include "core/base/Utf8.h"

#include <algorithm>
#include <optional>

namespace weft {

namespace {

constexpr std::uint16_t kModel = 0x0110;
constexpr std::uint16_t kExifPointer = 0x8769;
constexpr std::uint16_t kUserComment = 0x9286;
constexpr std::uint16_t kText = 2; // types of values
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kUndefined = 7;
constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kMostDirectories = 8;
constexpr std::size_t kCharsetBytes = 8; // in front of a user comment
constexpr std::string_view kPreamble {"Exif\0\0", 6};

std::string_view textOfBytes(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void appendUtf8(std::string& out, char32_t code)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr std::uint8_t kLeads[] {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(kLeads[more] | code >> (6 * more));
    for (int shift = 6 * (more - 1); shift >= 0; shift -= 6)
        out += static_cast<char>(0x80 | (code >> shift & 0x3F));
}

std::string fromUtf16(ByteView bytes, bool bigEndian)
{
    std::string out;
    char32_t high = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const char32_t unit = bigEndian ? char32_t(bytes[i] << 8 | bytes[i + 1]) : char32_t(bytes[i + 1] << 8 | bytes[i]);
        if (i == 0 && unit == 0xFEFF)
            continue;
        const bool isLow = unit >= 0xDC00 && unit < 0xE000;
        if (high && isLow)
            appendUtf8(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        else if (unit < 0xD800 || unit > 0xDFFF)
            appendUtf8(out, unit);
        high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    }
    return out;
}

class ExifReader {
public:
    explicit ExifReader(ByteView tiff)
        : m_tiff(tiff)
    {
    }

    std::map<std::string, std::string> read()
    {
        if (m_tiff.size() < 8)
            return {};
        const std::string_view order = textOfBytes(m_tiff.first(2));
        m_bigEndian = order == "MM";
        if ((order != "II" && !m_bigEndian) || short16(2) != 42)
            return {};
        m_directories.push_back(long32(4));
        for (std::size_t i = 0; i < m_directories.size() && i < kMostDirectories; ++i)
            readDirectory(m_directories[i]);
        return std::move(m_texts);
    }

private:
    std::uint16_t short16(std::size_t at) const
    {
        return m_bigEndian ? std::uint16_t(m_tiff[at] << 8 | m_tiff[at + 1]) : std::uint16_t(m_tiff[at + 1] << 8 | m_tiff[at]);
    }

    std::uint32_t long32(std::size_t at) const
    {
        const std::uint32_t first = short16(at);
        const std::uint32_t second = short16(at + 2);
        return m_bigEndian ? first << 16 | second : second << 16 | first;
    }

    bool has(std::size_t at, std::size_t count) const { return at <= m_tiff.size() && count <= m_tiff.size() - at; }

    void readDirectory(std::size_t at)
    {
        if (!has(at, 2))
            return;
        const std::size_t count = short16(at);
        std::size_t entry = at + 2;
        for (std::size_t i = 0; i < count && has(entry, kEntryBytes); ++i, entry += kEntryBytes)
            readEntry(entry);
        if (has(entry, 4))
            follow(long32(entry));
    }

    void follow(std::uint32_t directory)
    {
        if (directory != 0 && std::ranges::find(m_directories, directory) == m_directories.end())
            m_directories.push_back(directory);
    }

    void readEntry(std::size_t at)
    {
        const std::uint16_t tag = short16(at);
        const std::uint16_t type = short16(at + 2);
        const std::size_t count = long32(at + 4);
        if (tag == kExifPointer && type == kLong)
            return follow(long32(at + 8));
        if (type != kText && type != kUndefined)
            return;
        const std::size_t start = count <= 4 ? at + 8 : long32(at + 8);
        if (!has(start, count) || count > kMaxWorkflowBytes - m_taken)
            return;
        const ByteView bytes = m_tiff.subspan(start, count);
        if (tag == kUserComment)
            keep("comment", comment(bytes));
        else if (type == kText)
            keepPair(textOfBytes(bytes));
    }

    std::string comment(ByteView bytes) const
    {
        if (bytes.size() < kCharsetBytes)
            return {};
        const ByteView text = bytes.subspan(kCharsetBytes);
        if (!textOfBytes(bytes).starts_with("UNICODE"))
            return std::string(textOfBytes(text));
        const bool littleMark = text.size() > 1 && text[0] == 0xFF && text[1] == 0xFE;
        const bool bigMark = text.size() > 1 && text[0] == 0xFE && text[1] == 0xFF;
        return fromUtf16(text, bigMark || (m_bigEndian && !littleMark));
    }

    /// "workflow:{...}"
    void keepPair(std::string_view text)
    {
        constexpr std::size_t kLongestKey = 40;
        const auto colon = text.substr(0, kLongestKey).find(':');
        if (colon == text.npos || colon == 0)
            return;
        std::string key(text.substr(0, colon));
        std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        keep(std::move(key), std::string(text.substr(colon + 1)));
    }

    void keep(std::string key, std::string text)
    {
        while (!text.empty() && text.back() == '\0')
            text.pop_back();
        if (text.empty() || !isUtf8(text) || text.size() > kMaxWorkflowBytes - m_taken)
            return;
        const std::size_t size = text.size();
        if (m_texts.try_emplace(std::move(key), std::move(text)).second)
            m_taken += size;
    }

    ByteView m_tiff;
    bool m_bigEndian = false;
    std::vector<std::uint32_t> m_directories;
    std::map<std::string, std::string> m_texts;
    std::size_t m_taken = 0;
};

void append16(std::vector<std::uint8_t>& out, std::uint16_t number)
{
    out.push_back(static_cast<std::uint8_t>(number));
    out.push_back(static_cast<std::uint8_t>(number >> 8));
}

void append32(std::vector<std::uint8_t>& out, std::uint32_t number)
{
    append16(out, static_cast<std::uint16_t>(number));
    append16(out, static_cast<std::uint16_t>(number >> 16));
}

} // namespace

std::map<std::string, std::string> readExifTexts(ByteView exif)
{
    if (textOfBytes(exif).starts_with(kPreamble))
        exif = exif.subspan(kPreamble.size());
    return ExifReader(exif).read();
}

std::vector<std::uint8_t> makeExif(const std::map<std::string, std::string>& texts)
{
    // ComfyUI begins at Model with the prompt and goes down for the rest; a directory lists its tags upwards.
    std::vector<std::string> values;
    if (const auto prompt = texts.find("prompt"); prompt != texts.end())
        values.push_back("prompt:" + prompt->second);
    const std::uint16_t last = values.empty() ? std::uint16_t(kModel - 1) : kModel;
    for (const auto& [key, text] : texts) {
        if (key != "prompt")
            values.push_back(key + ":" + text);
    }
    std::ranges::reverse(values);
    std::vector<std::uint8_t> out {'I', 'I', 42, 0, 8, 0, 0, 0};
    append16(out, static_cast<std::uint16_t>(values.size()));
    auto offset = static_cast<std::uint32_t>(out.size() + values.size() * kEntryBytes + 4);
    auto tag = static_cast<std::uint16_t>(last + 1 - values.size());
    for (const std::string& value : values) {
        append16(out, tag++);
        append16(out, kText);
        append32(out, static_cast<std::uint32_t>(value.size() + 1));
        append32(out, offset);
        offset += static_cast<std::uint32_t>(value.size() + 1);
    }
    append32(out, 0);
    for (const std::string& value : values) {
        out.insert(out.end(), value.begin(), value.end());
        out.push_back(0);
    }
    return out;
}

} // namespace weft

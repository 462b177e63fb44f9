// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SaveNames.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>

namespace weft {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxPartBytes = 200; // a file name holds 255, the counter and the ending need some
constexpr int kMaxCounter = 99'999'999;

std::string padded(int number, int digits)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "%0*d", digits, number);
    return text.data();
}

/// "yyyy-MM-dd" filled in; what isn't a token stays.
std::string formattedDate(std::string_view format, const std::tm& time)
{
    const int year = time.tm_year + 1900;
    const std::array<std::pair<std::string_view, std::string>, 12> tokens {{{"yyyy", padded(year, 4)},
        {"yy", padded(year % 100, 2)}, {"MM", padded(time.tm_mon + 1, 2)}, {"M", padded(time.tm_mon + 1, 1)},
        {"dd", padded(time.tm_mday, 2)}, {"d", padded(time.tm_mday, 1)}, {"hh", padded(time.tm_hour, 2)},
        {"h", padded(time.tm_hour, 1)}, {"mm", padded(time.tm_min, 2)}, {"m", padded(time.tm_min, 1)},
        {"ss", padded(time.tm_sec, 2)}, {"s", padded(time.tm_sec, 1)}}};
    std::string out;
    while (!format.empty()) {
        const auto token = std::ranges::find_if(tokens, [&](const auto& each) { return format.starts_with(each.first); });
        if (token == tokens.end())
            out += format.front();
        else
            out += token->second;
        format.remove_prefix(token == tokens.end() ? 1 : token->first.size());
    }
    return out;
}

/// Nothing when the word isn't one of ours: it stays as it is.
std::string wordFor(std::string_view word, const SaveContext& context)
{
    if (word == "width")
        return std::to_string(context.width);
    if (word == "height")
        return std::to_string(context.height);
    if (word.starts_with("date:"))
        return formattedDate(word.substr(5), context.localTime);
    const std::array<std::pair<std::string_view, std::string_view>, 6> formats {{{"year", "yyyy"}, {"month", "MM"},
        {"day", "dd"}, {"hour", "hh"}, {"minute", "mm"}, {"second", "ss"}}};
    const auto it = std::ranges::find(formats, word, [](const auto& each) { return each.first; });
    return it == formats.end() ? std::string() : formattedDate(it->second, context.localTime);
}

std::string substituted(std::string_view prefix, const SaveContext& context)
{
    std::string out;
    while (!prefix.empty()) {
        const auto end = prefix.front() == '%' ? prefix.find('%', 1) : prefix.npos;
        const std::string word = end == prefix.npos ? std::string() : wordFor(prefix.substr(1, end - 1), context);
        if (word.empty()) {
            out += prefix.front();
            prefix.remove_prefix(1);
        } else {
            out += word;
            prefix.remove_prefix(end + 1);
        }
    }
    return out;
}

std::string cleaned(std::string_view part)
{
    std::string out(part);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || std::string_view("<>:\"|?*").find(c) != std::string_view::npos)
            c = '_';
    }
    return out;
}

Error refused(std::string_view prefix)
{
    return {ErrorCode::SettingInvalid, "a prefix that leaves the output folder", {{"received", std::string(prefix.substr(0, 200))}}};
}

bool isInside(const fs::path& folder, const fs::path& root)
{
    const auto [end, rest] = std::mismatch(root.begin(), root.end(), folder.begin(), folder.end());
    return end == root.end();
}

} // namespace

Result<SaveName> saveName(std::string_view prefix, const SaveContext& context)
{
    std::string text = substituted(prefix, context);
    std::ranges::replace(text, '\\', '/');
    if (text.starts_with('/') || text.find('\0') != text.npos || (text.size() > 1 && text[1] == ':'))
        return refused(prefix);
    SaveName name;
    std::string_view rest = text;
    while (true) {
        const auto slash = rest.find('/');
        const std::string part = cleaned(rest.substr(0, slash));
        if (part == ".." || part.size() > kMaxPartBytes)
            return refused(prefix);
        if (slash == rest.npos) {
            name.stem = part == "." ? "" : part;
            return name;
        }
        if (!part.empty() && part != ".")
            name.folder += (name.folder.empty() ? "" : "/") + part;
        rest.remove_prefix(slash + 1);
    }
}

int nextCounter(const std::vector<std::string>& names, std::string_view stem)
{
    int highest = 0;
    for (const std::string_view name : names) {
        if (!name.starts_with(stem) || !name.substr(stem.size()).starts_with('_'))
            continue;
        const std::string_view digits = name.substr(stem.size() + 1);
        int counter = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), counter);
        const bool ends = problem == std::errc() && (end == digits.data() + digits.size() || *end == '_' || *end == '.');
        if (ends && counter > highest && counter < kMaxCounter)
            highest = counter;
    }
    return highest + 1;
}

std::string savedFileName(std::string_view stem, int counter, std::string_view extension)
{
    return std::string(stem) + "_" + padded(counter, 5) + "_." + std::string(extension);
}

Result<std::string> nextSavePath(
    const std::string& outputFolder, std::string_view prefix, const SaveContext& context, std::string_view extension)
{
    WEFT_TRY(const SaveName name, saveName(prefix, context));
    std::error_code problem;
    fs::create_directories(outputFolder, problem);
    const fs::path root = fs::canonical(outputFolder, problem);
    if (problem)
        return Error {ErrorCode::FileUnwritable, problem.message(), {{"path", outputFolder}}};
    // Checked before it is made: a link inside may point elsewhere.
    const fs::path wanted = fs::weakly_canonical(root / name.folder, problem);
    if (problem || !isInside(wanted, root))
        return refused(prefix);
    fs::create_directories(wanted, problem);
    std::vector<std::string> names;
    for (fs::directory_iterator it(wanted, problem), end; !problem && it != end; it.increment(problem))
        names.push_back(it->path().filename().string());
    if (problem)
        return Error {ErrorCode::FileUnwritable, problem.message(), {{"path", wanted.string()}}};
    return (wanted / savedFileName(name.stem, nextCounter(names, name.stem), extension)).string();
}

} // namespace weft

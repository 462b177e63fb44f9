// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodeSearch.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/Pinyin.h"

#include <algorithm>
#include <array>

namespace weft {

namespace {

/// What most workflows are made of; breaks ties only.
constexpr std::array<std::string_view, 16> kCommon {"KSampler", "CLIPTextEncode", "LoadImage", "SaveImage", "VAEDecode",
    "CheckpointLoaderSimple", "PreviewImage", "EmptyLatentImage", "ImageScale", "ImageScaleBy", "UpscaleModelLoader",
    "ImageUpscaleWithModel", "VAEEncode", "ImageSharpen", "ImageStitch", "LoraLoader"};

QString wordInitials(const QString& text)
{
    QString initials;
    bool wordStarts = true;
    for (const QChar c : text) {
        const bool letter = c.isLetterOrNumber();
        if (letter && (wordStarts || c.isUpper()))
            initials += c.toLower();
        wordStarts = !letter;
    }
    return initials;
}

/// Whether the letters of `needle` occur in `text` in this order.
bool isSubsequence(const QString& needle, const QString& text)
{
    qsizetype at = 0;
    for (const QChar c : text) {
        if (at < needle.size() && c == needle[at])
            ++at;
    }
    return at == needle.size();
}

/// 0: not contained. Larger: a better place to be found.
int placeScore(const QString& text, const QString& needle)
{
    const qsizetype at = text.indexOf(needle);
    if (at < 0)
        return 0;
    const int shortness = static_cast<int>(std::max<qsizetype>(0, 60 - (text.size() - needle.size())));
    if (at == 0)
        return (text.size() == needle.size() ? 1000 : 800) + shortness;
    if (!text[at - 1].isLetterOrNumber() || text[at].script() == QChar::Script_Han)
        return 700 + shortness;
    return 500 + shortness;
}

} // namespace

bool fits(const NodeType& type, const PortFilter& filter)
{
    if (filter.fromOutput) {
        return std::ranges::any_of(type.inputs, [&](const InputSpec& input) {
            return input.presence != Presence::Hidden && typesMatch(filter.type, input.type);
        });
    }
    return std::ranges::any_of(
        type.outputs, [&](const OutputSpec& output) { return typesMatch(output.type, filter.type); });
}

NodeSearch::NodeSearch(const Catalogue& catalogue, std::shared_ptr<SearchMemory> memory)
    : m_memory(memory ? std::move(memory) : std::make_shared<SearchMemory>())
{
    m_entries.reserve(catalogue.types().size());
    for (const auto& [name, type] : catalogue.types()) {
        const QString english = englishName(type);
        QString chinese = chineseName(type);
        chinese.remove(u' '); // nobody types those between Chinese and Latin
        m_entries.push_back({&type, QString::fromStdString(name).toLower(), english.toLower(), chinese.toLower(),
            wordInitials(english), pinyinInitials(chinese)});
    }
}

/// Breaks ties between names that a text fits about as well.
int NodeSearch::popularity(const Entry& entry) const
{
    const QString name = QString::fromStdString(entry.type->name);
    const auto it = std::ranges::find(kCommon, entry.type->name);
    const int common = it == kCommon.end() ? 0 : 40 - static_cast<int>(it - kCommon.begin());
    return common + std::min(m_memory->uses(name), 20) * 5 + (m_memory->isFavourite(name) ? 60 : 0);
}

/// The order when nothing was typed.
int NodeSearch::standing(const Entry& entry) const
{
    const QString name = QString::fromStdString(entry.type->name);
    const qsizetype at = m_memory->recent().indexOf(name);
    return 1 + popularity(entry) + (m_memory->isFavourite(name) ? 2000 : 0) + (at < 0 ? 0 : 1000 - 20 * static_cast<int>(at));
}

int NodeSearch::score(const Entry& entry, const QString& needle) const
{
    const QString closed = QString(needle).remove(u' ');
    int best = std::max({placeScore(entry.english, needle), placeScore(entry.name, needle),
        entry.chinese.isEmpty() ? 0 : placeScore(entry.chinese, closed)});
    if (entry.initials.startsWith(needle))
        best = std::max(best, 760);
    if (!entry.pinyin.isEmpty() && entry.pinyin.contains(closed))
        best = std::max(best, 650);
    if (best == 0 && needle.size() > 2 && isSubsequence(needle, entry.english))
        best = 200;
    if (best == 0)
        return 0;
    return best + popularity(entry) - (entry.type->deprecated ? 150 : 0) - (entry.type->experimental ? 30 : 0);
}

std::vector<SearchHit> NodeSearch::find(
    const QString& text, const std::optional<PortFilter>& filter, int most, const Accept& accept) const
{
    const QString needle = text.trimmed().toLower();
    std::vector<SearchHit> hits;
    for (const Entry& entry : m_entries) {
        if (filter && !fits(*entry.type, *filter))
            continue;
        const int points = needle.isEmpty() ? standing(entry) : score(entry, needle);
        if (points > 0 && (!accept || accept(*entry.type)))
            hits.push_back({entry.type, points});
    }
    std::ranges::stable_sort(hits, std::greater<> {}, &SearchHit::score);
    if (static_cast<int>(hits.size()) > most)
        hits.resize(static_cast<std::size_t>(most));
    return hits;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/ValueCache.h"

#include "core/base/TextBytes.h"
#include "core/cache/CacheFiles.h"
#include "core/values/MappedFile.h"
#include "core/values/Sha256.h"

#include <algorithm>

namespace weft {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxEntryValues = 65'536;
constexpr std::string_view kEntryHeader = "weft-cache-entry 1\n";
constexpr std::size_t kHashLine = 65; // hex and a line feed

Error missing(const Hash256& hash)
{
    return {ErrorCode::ValueMissing, "not in the cache", {{"value", hash.hex()}}};
}

/// The header, a hash per line, and in the end the hash of the signature, the slot and all lines: an entry can't be
/// mistaken for another, and a torn one isn't believed.
std::string entryText(const Hash256& signature, int slot, const std::vector<Hash256>& names)
{
    std::string text(kEntryHeader);
    for (const Hash256& name : names)
        text += name.hex() + "\n";
    const std::string covered = signature.hex() + " " + std::to_string(slot) + "\n" + text;
    return text + sha256(bytesOf(covered)).hex() + "\n";
}

Result<std::vector<Hash256>> readEntry(std::string_view text, const Hash256& signature, int slot)
{
    if (!text.starts_with(kEntryHeader) || (text.size() - kEntryHeader.size()) % kHashLine != 0)
        return missing(signature);
    std::vector<Hash256> names;
    for (std::size_t at = kEntryHeader.size(); at + kHashLine < text.size(); at += kHashLine) {
        WEFT_TRY(const Hash256 name, Hash256::fromHex(text.substr(at, kHashLine - 1)));
        names.push_back(name);
    }
    if (entryText(signature, slot, names) != text)
        return missing(signature);
    return names;
}

} // namespace

ValueCache::ValueCache(fs::path folder, CacheOptions options)
    : m_folder(std::move(folder))
    , m_options(options)
{
}

Result<std::unique_ptr<ValueCache>> ValueCache::open(fs::path folder, CacheOptions options)
{
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem) {
        const bool full = problem == std::errc::no_space_on_device;
        return Error {full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, problem.message(), {{"path", folder.string()}}};
    }
    std::unique_ptr<ValueCache> cache(new ValueCache(std::move(folder), options));
    cache->shrink();
    return cache;
}

fs::path ValueCache::valuePath(const Hash256& content) const
{
    const std::string name = content.hex();
    return m_folder / "values" / name.substr(0, 2) / name;
}

fs::path ValueCache::entryPath(const Hash256& signature, int slot) const
{
    const std::string name = signature.hex();
    return m_folder / "entries" / name.substr(0, 2) / (name + "." + std::to_string(slot));
}

Done ValueCache::write(const fs::path& path, ByteView bytes)
{
    const bool sync = [this] {
        const std::lock_guard lock(m_mutex);
        return m_options.sync;
    }();
    WEFT_CHECK(cachefiles::writeWhole(path, bytes, sync));
    shrinkIfDue(bytes.size());
    return {};
}

Result<Hash256> ValueCache::put(const Value& value)
{
    WEFT_TRY(const SharedBytes encoded, encodeValue(value));
    return putBytes(encoded);
}

Result<Hash256> ValueCache::putBytes(const SharedBytes& encoded)
{
    {
        const std::lock_guard lock(m_mutex);
        if (encoded.size() > m_options.maxBytes)
            return Error {ErrorCode::LimitExceeded, "a value larger than the cache",
                {{"limit", std::to_string(m_options.maxBytes)}}};
    }
    const Hash256 content = sha256(encoded.view());
    const fs::path path = valuePath(content);
    std::error_code absent;
    if (fs::file_size(path, absent) == encoded.size() && !absent && getBytes(content))
        return content;
    WEFT_CHECK(write(path, encoded.view()));
    return content;
}

Result<SharedBytes> ValueCache::getBytes(const Hash256& content)
{
    const fs::path path = valuePath(content);
    const auto bytes = mapFile(path.string());
    if (!bytes)
        return missing(content);
    if (sha256(bytes->view()) != content) {
        std::error_code ignored;
        fs::remove(path, ignored);
        return missing(content);
    }
    cachefiles::touch(path);
    return *bytes;
}

Result<Value> ValueCache::get(const Hash256& content)
{
    WEFT_TRY(SharedBytes bytes, getBytes(content));
    auto value = decodeValue(std::move(bytes));
    if (!value)
        return missing(content);
    return value;
}

bool ValueCache::contains(const Hash256& content) const
{
    std::error_code absent;
    return fs::exists(valuePath(content), absent);
}

bool ValueCache::hasEntry(const Hash256& signature, int slot) const
{
    std::error_code absent;
    return fs::exists(entryPath(signature, slot), absent);
}

Done ValueCache::store(const Hash256& signature, int slot, const ValueList& values)
{
    if (values.size() > kMaxEntryValues)
        return Error {ErrorCode::LimitExceeded, "values of one slot", {{"limit", std::to_string(kMaxEntryValues)}}};
    std::vector<Hash256> names;
    for (const Value& value : values) {
        WEFT_TRY(const Hash256 name, put(value));
        names.push_back(name);
    }
    return write(entryPath(signature, slot), bytesOf(entryText(signature, slot, names)));
}

Result<std::vector<Hash256>> ValueCache::names(const Hash256& signature, int slot)
{
    const fs::path path = entryPath(signature, slot);
    const auto bytes = readFile(path.string(), kEntryHeader.size() + kHashLine * (kMaxEntryValues + 1));
    if (!bytes)
        return missing(signature);
    auto found = readEntry({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, signature, slot);
    const bool whole = found && std::ranges::all_of(*found, [this](const Hash256& name) { return contains(name); });
    if (!whole) {
        std::error_code ignored;
        fs::remove(path, ignored);
        return missing(signature);
    }
    cachefiles::touch(path);
    return found;
}

Result<ValueList> ValueCache::find(const Hash256& signature, int slot)
{
    WEFT_TRY(const std::vector<Hash256> contents, names(signature, slot));
    ValueList values;
    for (const Hash256& content : contents) {
        WEFT_TRY(Value value, get(content));
        values.push_back(std::move(value));
    }
    return values;
}

std::uint64_t ValueCache::sizeBytes() const
{
    std::uint64_t total = 0;
    for (const cachefiles::Found& file : cachefiles::list(m_folder))
        total += file.sizeBytes;
    return total;
}

void ValueCache::setMaxBytes(std::uint64_t maxBytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_options.maxBytes = maxBytes;
    }
    shrink();
}

void ValueCache::clear()
{
    std::error_code ignored;
    for (const cachefiles::Found& file : cachefiles::list(m_folder))
        fs::remove(file.path, ignored);
    const std::lock_guard lock(m_mutex);
    m_knownBytes = m_addedBytes = 0;
}

/// Other processes add as well, so the folder is looked at again after every eighth of the limit.
void ValueCache::shrinkIfDue(std::uint64_t added)
{
    {
        const std::lock_guard lock(m_mutex);
        m_knownBytes += added;
        m_addedBytes += added;
        if (m_knownBytes <= m_options.maxBytes && m_addedBytes <= m_options.maxBytes / 8)
            return;
    }
    shrink();
}

/// Down to nine tenths, so that the next value doesn't look again.
void ValueCache::shrink()
{
    std::vector<cachefiles::Found> files = cachefiles::list(m_folder);
    std::uint64_t total = 0;
    for (const cachefiles::Found& file : files)
        total += file.sizeBytes;
    const std::lock_guard lock(m_mutex);
    if (total > m_options.maxBytes) {
        std::ranges::sort(files, {}, &cachefiles::Found::used);
        for (const cachefiles::Found& file : files) {
            if (total <= m_options.maxBytes / 10 * 9)
                break;
            std::error_code ignored;
            fs::remove(file.path, ignored);
            total -= file.sizeBytes;
        }
    }
    m_knownBytes = total;
    m_addedBytes = 0;
}

} // namespace weft

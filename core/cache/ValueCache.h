// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Value.h"

#include <filesystem>
#include <memory>
#include <mutex>

namespace weft {

struct CacheOptions {
    std::uint64_t maxBytes = std::uint64_t {8} << 30;
    bool sync = false; // wait for the disk on each write
};

/// What was computed before, on disk: values named by the hash of their content, and entries that say which values a
/// node's output slot had. There is no index that could break: each is a file of its own, whole or absent, and is served
/// only if its hash is right. Several processes may share a folder. Nothing here is needed: what is missing is computed
/// again, so a failure to store never fails a run.
/// Thread-safe. Calls block on the disk: for large values, use a thread of their own.
/// Why plain files: docs/decisions/0005-value-cache-is-files.md.
class ValueCache {
public:
    /// The slot under which an output node's files are kept.
    static constexpr int kFiles = -1;

    /// Makes the folder if need be. Errors: FileUnwritable, DiskFull (args: path).
    static Result<std::unique_ptr<ValueCache>> open(std::filesystem::path folder, CacheOptions options = {});

    /// Stores encodeValue()'s bytes. Errors: DiskFull, FileUnwritable, TensorInvalid, LimitExceeded (larger than the cache).
    Result<Hash256> put(const Value& value);
    Result<Hash256> putBytes(const SharedBytes& encoded);
    /// Verified, mapped. Errors: ValueMissing (absent or damaged; a damaged one is removed).
    Result<Value> get(const Hash256& content);
    Result<SharedBytes> getBytes(const Hash256& content);
    /// Cheap: only whether the file is there.
    bool contains(const Hash256& content) const;
    /// Whether there is something for find(), whole or not: a look at a folder.
    bool hasEntry(const Hash256& signature, int slot) const;

    /// Remembers one output slot of the node with this signature. Errors: as `put`; nothing is remembered then.
    Done store(const Hash256& signature, int slot, const ValueList& values);
    /// All its values, or an error. Errors: ValueMissing.
    Result<ValueList> find(const Hash256& signature, int slot);
    /// Only their names. Errors: ValueMissing.
    Result<std::vector<Hash256>> names(const Hash256& signature, int slot);

    /// What the folder holds, in blocks. Reads the folder.
    std::uint64_t sizeBytes() const;
    /// The least recently used go when it is too small.
    void setMaxBytes(std::uint64_t maxBytes);
    void clear();

private:
    ValueCache(std::filesystem::path folder, CacheOptions options);
    std::filesystem::path valuePath(const Hash256& content) const;
    std::filesystem::path entryPath(const Hash256& signature, int slot) const;
    Done write(const std::filesystem::path& path, ByteView bytes);
    void shrinkIfDue(std::uint64_t added);
    void shrink();

    const std::filesystem::path m_folder;
    mutable std::mutex m_mutex; // guards what follows
    CacheOptions m_options;
    std::uint64_t m_knownBytes = 0; // at the last look, and what was added since
    std::uint64_t m_addedBytes = 0; // since the last look: others add too
};

} // namespace weft

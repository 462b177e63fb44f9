// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/CacheFiles.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace weft::cachefiles {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kUnfinished = ".tmp-";
constexpr std::chrono::hours kAbandoned {1}; // no write takes as long
constexpr std::uint64_t kBlock = 4096;

Error failure(int code, const fs::path& path)
{
    const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
    return {full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, std::strerror(code), {{"path", path.string()}}};
}

/// A file descriptor that closes itself.
class File {
public:
    File(const fs::path& path, int flags)
        : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600))
    {
    }
    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    bool sync() const { return ::fsync(m_descriptor) == 0; }
    bool write(ByteView bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return false;
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
        return true;
    }

private:
    int m_descriptor;
};

fs::path unfinishedName(const fs::path& path)
{
    static std::atomic<std::uint64_t> counter {0};
    return path.parent_path()
        / (std::string(kUnfinished) + std::to_string(::getpid()) + "-" + std::to_string(counter++) + "-"
            + path.filename().string().substr(0, 16));
}

bool writeNew(const fs::path& path, ByteView bytes, bool sync)
{
    const File file(path, O_WRONLY | O_CREAT | O_EXCL);
    return file.isOpen() && file.write(bytes) && (!sync || file.sync());
}

} // namespace

Done writeWhole(const fs::path& path, ByteView bytes, bool sync)
{
    std::error_code problem;
    fs::create_directories(path.parent_path(), problem);
    if (problem)
        return failure(problem.value(), path);
    const fs::path unfinished = unfinishedName(path);
    errno = 0;
    if (!writeNew(unfinished, bytes, sync) || ::rename(unfinished.c_str(), path.c_str()) != 0) {
        const Error error = failure(errno, path);
        ::unlink(unfinished.c_str());
        return error;
    }
    if (sync)
        File(path.parent_path(), O_RDONLY | O_DIRECTORY).sync(); // the name too
    return {};
}

void touch(const fs::path& path)
{
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
}

std::vector<Found> list(const fs::path& folder)
{
    std::vector<Found> files;
    std::error_code problem;
    const auto now = fs::file_time_type::clock::now();
    for (fs::recursive_directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem)) {
        std::error_code gone; // by another process, in the meantime
        if (!it->is_regular_file(gone) || gone)
            continue;
        const auto used = it->last_write_time(gone);
        const auto size = gone ? 0 : it->file_size(gone);
        if (gone)
            continue;
        if (!it->path().filename().string().starts_with(kUnfinished))
            files.push_back({it->path(), (size + kBlock - 1) / kBlock * kBlock, used});
        else if (now - used > kAbandoned)
            fs::remove(it->path(), gone);
    }
    return files;
}

} // namespace weft::cachefiles

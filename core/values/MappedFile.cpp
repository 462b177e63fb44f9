// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/MappedFile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace weft {

namespace {

struct Descriptor {
    int fd = -1;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

Error problemWith(const std::string& path)
{
    return {errno == ENOENT ? ErrorCode::FileNotFound : ErrorCode::FileUnreadable, "open or read", {{"path", path}}};
}

Result<std::size_t> openRegular(const std::string& path, Descriptor& file)
{
    file.fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file.fd < 0 || ::fstat(file.fd, &status) != 0)
        return problemWith(path);
    if (!S_ISREG(status.st_mode))
        return Error {ErrorCode::FileUnreadable, "not a regular file", {{"path", path}}};
    return static_cast<std::size_t>(status.st_size);
}

} // namespace

Result<SharedBytes> mapFile(const std::string& path)
{
    Descriptor file;
    WEFT_TRY(const std::size_t size, openRegular(path, file));
    if (size == 0)
        return SharedBytes {};
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd, 0);
    if (address == MAP_FAILED)
        return problemWith(path);
    std::shared_ptr<const void> owner(address, [size](const void* p) { ::munmap(const_cast<void*>(p), size); });
    return SharedBytes {std::move(owner), {static_cast<const std::uint8_t*>(address), size}};
}

Result<SharedBytes> readFile(const std::string& path, std::uint64_t maxBytes)
{
    Descriptor file;
    WEFT_TRY(const std::size_t size, openRegular(path, file));
    if (size > maxBytes)
        return Error {ErrorCode::FileTooLarge, "file",
            {{"path", path}, {"size", std::to_string(size)}, {"limit", std::to_string(maxBytes)}}};
    std::vector<std::uint8_t> bytes(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::read(file.fd, bytes.data() + done, size - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return problemWith(path);
        if (count == 0)
            break; // it shrank while we read
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return SharedBytes::take(std::move(bytes));
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sandbox/Sandbox.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <c10/core/Allocator.h>

namespace weft::worker {

namespace {

// Newer than the headers of some distributions; from the kernel's documentation (userspace-api/landlock).
constexpr std::uint64_t kAccessRefer = 1ULL << 13; // ABI 2
constexpr std::uint64_t kAccessTruncate = 1ULL << 14; // ABI 3
constexpr std::uint64_t kAccessIoctl = 1ULL << 15; // ABI 5
constexpr std::uint64_t kNetBindConnect = 3; // ABI 4
constexpr std::uint64_t kScopeSocketsAndSignals = 3; // ABI 6
constexpr std::uint64_t kAccessOfAbi1 = (1ULL << 13) - 1;

struct RulesetAttributes {
    std::uint64_t files = 0;
    std::uint64_t net = 0;
    std::uint64_t scoped = 0;
};

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kDevice = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;

/// What libraries and libtorch look at. Not /etc as a whole, not other processes' /proc.
constexpr const char* kSystemPaths[] = {"/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/proc/self",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system", "/sys/fs/cgroup", "/dev/urandom",
    "/dev/random", "/dev/zero"};
/// What NVIDIA's driver looks at while it opens: which modules and device numbers there are, and the card on its bus.
/// Not /sys/devices as a whole, which holds the network's addresses.
constexpr const char* kDriverPaths[] = {"/proc/modules", "/proc/devices", "/proc/filesystems",
    "/proc/sys/vm/mmap_min_addr", "/proc/sys/vm/overcommit_memory", "/sys/module/nvidia", "/sys/module/nvidia_uvm",
    "/etc/nvidia"};
constexpr const char* kCardsOnTheBus = "/proc/driver/nvidia/gpus"; // one folder per card, named as on the bus

RulesetAttributes attributesOf(long abi)
{
    RulesetAttributes attributes{kAccessOfAbi1, 0, 0};
    if (abi >= 2)
        attributes.files |= kAccessRefer;
    if (abi >= 3)
        attributes.files |= kAccessTruncate;
    if (abi >= 4)
        attributes.net = kNetBindConnect;
    if (abi >= 5)
        attributes.files |= kAccessIoctl;
    if (abi >= 6)
        attributes.scoped = kScopeSocketsAndSignals;
    return attributes;
}

std::size_t sizeOfAttributes(long abi)
{
    return (abi >= 6 ? 3 : abi >= 4 ? 2 : 1) * sizeof(std::uint64_t);
}

/// Paths that don't exist are passed over.
void allow(int ruleset, const std::string& path, std::uint64_t access)
{
    const int file = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (file < 0)
        return;
    struct stat state { };
    if (fstat(file, &state) == 0 && !S_ISDIR(state.st_mode))
        access &= ~static_cast<std::uint64_t>(LANDLOCK_ACCESS_FS_READ_DIR);
    const landlock_path_beneath_attr rule{access, file};
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(file);
}

std::vector<std::string> namesIn(const char* folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        names.push_back(entry.path().filename().string());
    return names;
}

bool isCard(const std::string& deviceFile)
{
    return deviceFile.starts_with("nvidia") || deviceFile == "dxg";
}

/// The device files of NVIDIA cards (of any number: a container may have been given only the sixth), and of WSL's; what
/// the driver reads; and the names of this process's threads, which it writes: cuInit fails where it can't (error 304).
void allowCards(int ruleset, std::uint64_t handled)
{
    std::vector<std::string> devices = namesIn("/dev");
    std::erase_if(devices, [](const std::string& name) { return !isCard(name); });
    if (devices.empty())
        return;
    const std::uint64_t device = kDevice | LANDLOCK_ACCESS_FS_READ_DIR | (handled & kAccessIoctl);
    for (const std::string& name : devices)
        allow(ruleset, "/dev/" + name, device);
    allow(ruleset, "/proc/self/task", kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | (handled & kAccessTruncate));
    for (const std::string& name : namesIn("/proc/driver")) {
        if (isCard(name)) // nvidia, nvidia-uvm, nvidia-caps, ...
            allow(ruleset, "/proc/driver/" + name, kRead);
    }
    for (const char* path : kDriverPaths)
        allow(ruleset, path, kRead);
    allow(ruleset, "/sys/bus/pci/devices", kRead); // links; what they lead to stays closed, but for the cards
    for (const std::string& name : namesIn(kCardsOnTheBus))
        allow(ruleset, "/sys/bus/pci/devices/" + name, kRead);
}

/// Where libtorch itself lies: it may load more of its parts later.
std::string torchFolder()
{
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&c10::GetAllocator), &info) == 0 || !info.dli_fname)
        return {};
    const std::string path = info.dli_fname;
    return path.substr(0, path.rfind('/'));
}

} // namespace

std::string denyFiles(const std::vector<std::string>& readable, bool cards)
{
    const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return std::strerror(errno);
    const RulesetAttributes attributes = attributesOf(abi);
    const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeOfAttributes(abi), 0));
    if (ruleset < 0)
        return std::strerror(errno);
    for (const char* path : kSystemPaths)
        allow(ruleset, path, kRead);
    allow(ruleset, "/dev/null", kDevice | (attributes.files & kAccessIoctl));
    if (cards)
        allowCards(ruleset, attributes.files);
    allow(ruleset, torchFolder(), kRead);
    allow(ruleset, torchFolder() + "/../../nvidia", kRead); // CUDA's wheels, beside the CUDA build's
    for (const std::string& path : readable)
        allow(ruleset, path, kRead);
    const bool held =
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    const std::string problem = held ? std::string() : std::strerror(errno);
    close(ruleset);
    return problem;
}

} // namespace weft::worker

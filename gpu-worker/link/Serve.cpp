// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/Serve.h"

#include "core/protocol/Worker.h"
#include "gpu-worker/link/Session.h"
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/MemoryBound.h"
#include "gpu-worker/sandbox/Sandbox.h"
#include "gpu-worker/sandbox/SandboxTest.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace weft::worker {

namespace {

/// The roots as they really are, and model files that are links to somewhere else.
std::vector<std::string> readablePaths(const ModelFolders& models)
{
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<std::string> paths;
    for (const std::string& root : models.paths())
        paths.push_back(fs::weakly_canonical(root, error).string());
    const std::size_t rootCount = paths.size();
    for (const ModelFile& model : models.scan()) {
        const auto path = models.resolve(model.folder, model.name);
        const std::string real = path ? fs::weakly_canonical(*path, error).string() : std::string();
        const auto isInside = [&real](const std::string& root) { return real.starts_with(root + "/"); };
        if (!real.empty()
            && std::none_of(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(rootCount), isInside))
            paths.push_back(real);
    }
    return paths;
}

/// The worker's place: what it computes on, and what holds it.
struct Place {
    c10::Device device = c10::kCPU;
    std::string sandbox;
};

/// Landlock holds for threads that start later, so it comes before libtorch's and the card's driver's; seccomp then
/// reaches all of them. Errors: those of chooseDevice.
Result<Place> enterSandbox(const Options& options, const ModelFolders& models)
{
    setThreads(options.threads);
    const bool cards = mayUseCard(options.device);
    if (cards)
        makeCardNodes();
    const std::string files = denyFiles(readablePaths(models), cards);
    WEFT_TRY(const c10::Device device, chooseDevice(options.device));
    warmUp(device);
    const std::string calls = denyCalls(device.is_cuda());
    const bool whole = files.empty() && calls.empty();
    return Place{device, whole ? protocol::worker::kWholeSandbox : describeSandbox(files, calls)};
}

int refused(const Error& error)
{
    std::fprintf(stderr, "weft-worker: %s\n", error.detail.c_str());
    return 2;
}

/// The channel, out of reach of whatever a library prints or reads: stdin becomes /dev/null, stdout becomes stderr.
struct Channel {
    int in = -1;
    int out = -1;
};

Channel claimChannel()
{
    const Channel channel{fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)};
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    close(null);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    return channel;
}

/// Where memory runs out, the kernel ends the worker, not the app, which holds keys and receipts.
void giveWayWhenMemoryEnds()
{
    if (FILE* score = std::fopen("/proc/self/oom_score_adj", "we")) {
        std::fputs("1000", score);
        std::fclose(score);
    }
}

} // namespace

int describe(const Options& options)
{
    Executor executor(Registry::builtIn(), {ModelFolders(options.models)});
    const std::string text = toJsonText(executor.describe().toJson(), 1) + "\n";
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written ? 0 : 1;
}

int testSandbox(const Options& options)
{
    const auto place = enterSandbox(options, ModelFolders(options.models));
    if (!place)
        return refused(place.error());
    std::printf("sandbox: %s\n", place->sandbox.c_str());
    return tryForbidden();
}

int serve(const Options& options)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGPIPE, SIG_IGN);
    const Channel channel = claimChannel();
    if (channel.in < 0 || channel.out < 0)
        return 1;
    const ModelFolders models(options.models);
    giveWayWhenMemoryEnds();
    const std::uint64_t memory = mainMemoryBytes();
    boundMemory(options.memoryBytes.value_or(defaultMemoryBound(memory)));
    const auto place = enterSandbox(options, models);
    if (!place)
        return refused(place.error());
    const std::uint64_t cache = options.cacheBytes.value_or(defaultCacheBytes(memory, cardBytes(place->device)));
    const std::uint64_t weights = options.weightBytes.value_or(defaultWeightBytes(cardBytes(place->device)));
    Executor executor(Registry::builtIn(), {models, cache, place->device, 0, weights});
    Session session(executor, channel.out, deviceName(place->device), place->sandbox);
    return session.readUntilEnd(channel.in);
}

} // namespace weft::worker

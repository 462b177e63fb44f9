// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sandbox/Sandbox.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace weft::worker {

namespace {

bool exists(const char* path)
{
    return access(path, F_OK) == 0;
}

void openDriver()
{
    using Init = int (*)(unsigned);
    void* driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (const auto init = driver ? reinterpret_cast<Init>(dlsym(driver, "cuInit")) : nullptr)
        init(0);
}

} // namespace

void makeCardNodes()
{
    if (!exists("/proc/driver/nvidia/version") || exists("/dev/nvidia-uvm"))
        return;
    const pid_t child = fork();
    if (child == 0) {
        openDriver();
        _exit(0);
    }
    if (child > 0)
        waitpid(child, nullptr, 0);
}

} // namespace weft::worker

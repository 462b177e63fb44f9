// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sandbox/SandboxTest.h"

#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sched.h>

#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace weft::worker {

namespace {

bool canOpenSocket()
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
bool canOpenLocalSocket()
{
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}
bool canWriteFile()
{
    return open("/tmp/weft-worker-sandbox-test", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}
bool canAppendToFile()
{
    return open("/dev/shm/weft-worker-sandbox-test", O_RDWR | O_CREAT | O_CLOEXEC, 0600) >= 0;
}
bool canReadAccounts()
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}
bool canSeeParent()
{
    return open(("/proc/" + std::to_string(getppid()) + "/environ").c_str(), O_RDONLY | O_CLOEXEC) >= 0;
}
bool canSignalParent()
{
    return kill(getppid(), 0) == 0;
}
bool canSignalParentsThread()
{
    return syscall(SYS_tkill, getppid(), 0) == 0;
}
bool canLimitParent()
{
    rlimit limits {};
    return prlimit(getppid(), RLIMIT_NOFILE, nullptr, &limits) == 0;
}
bool canTrace()
{
    return ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr) == 0;
}

bool canStartProcess()
{
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

/// A new program would take this one's place, so success is told by what it prints.
bool canRunProgram()
{
    char name[] = "/bin/echo";
    char text[] = "a program: POSSIBLE";
    char* arguments[] = {name, text, nullptr};
    char* environment[] = {nullptr};
    execve(name, arguments, environment);
    return false;
}

int report(const char* name, bool possible)
{
    std::printf("%s: %s\n", name, possible ? "POSSIBLE" : "refused");
    return possible ? 1 : 0;
}

} // namespace

int tryForbidden()
{
    int possible = 0;
    possible += report("a socket", canOpenSocket());
    possible += report("a local socket", canOpenLocalSocket());
    possible += report("a new file", canWriteFile());
    possible += report("a shared file", canAppendToFile());
    possible += report("reading accounts", canReadAccounts());
    possible += report("the parent's environment", canSeeParent());
    possible += report("a signal to the parent", canSignalParent());
    possible += report("a signal to the parent's thread", canSignalParentsThread());
    possible += report("the parent's limits", canLimitParent());
    possible += report("tracing the parent", canTrace());
    possible += report("a process", canStartProcess());
    bool onAThread = true;
    std::thread([&onAThread] { onAThread = canOpenSocket(); }).join(); // threads still work, and are held too
    possible += report("a socket on a thread", onAThread);
    std::fflush(stdout);
    possible += report("a program", canRunProgram());
    return possible == 0 ? 0 : 1;
}

} // namespace weft::worker

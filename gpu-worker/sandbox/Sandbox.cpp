// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sandbox/Sandbox.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace weft::worker {

namespace {

constexpr const char* kForbiddenCalls[] = {
    // network
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
    // programs, processes and other processes' memory
    "execve", "execveat", "fork", "vfork", "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "setpriority", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "kcmp", "process_madvise", "migrate_pages", "move_pages",
    // memory and queues that other processes can reach
    "shmget", "shmat", "msgget", "semget", "mq_open",
    // the file system's shape
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "mknod",
    "mknodat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat",
    "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "truncate",
    "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "creat", "open_by_handle_at", "name_to_handle_at",
    // rights and kernel features
    "setns", "unshare", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key", "io_uring_setup",
    "io_uring_enter", "io_uring_register", "kexec_load", "kexec_file_load", "init_module", "finit_module",
    "delete_module", "reboot", "swapon", "swapoff", "setuid", "setgid", "setreuid", "setregid", "setresuid",
    "setresgid", "personality", "acct", "quotactl", "fanotify_init", "inotify_init", "inotify_init1", "syslog", "iopl",
    "ioperm", "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex"};

bool deny(scmp_filter_ctx filter, const char* name)
{
    const int number = seccomp_syscall_resolve_name(name);
    // A call that this processor doesn't have can't be made either.
    return number == __NR_SCMP_ERROR || number < 0 || seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) == 0;
}

bool denyProcesses(scmp_filter_ctx filter)
{
    // Threads stay possible. clone3 hides its flags from a filter: without it glibc falls back to clone.
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0
        && seccomp_rule_add(
               filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0))
        == 0
        && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1,
               SCMP_A0(SCMP_CMP_NE, static_cast<scmp_datum_t>(getpid())))
        == 0
        && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_NE, 0)) == 0;
}

bool denyOpenForWriting(scmp_filter_ctx filter, bool cardInUse)
{
    bool done = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0) == 0;
    for (const unsigned flag : {unsigned{O_WRONLY}, unsigned{O_RDWR}, unsigned{O_CREAT}, unsigned{O_TRUNC}}) {
        if (cardInUse && (flag == O_WRONLY || flag == O_RDWR))
            continue;
        done = done
            && seccomp_rule_add(
                   filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, flag, flag))
                == 0
            && seccomp_rule_add(
                   filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, flag, flag))
                == 0;
    }
    return done;
}

} // namespace

std::string denyCalls(bool cardInUse)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return std::string("no_new_privs: ") + std::strerror(errno);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return "the filter can't be made";
    bool complete = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0; // libtorch's threads run already
    for (const char* name : kForbiddenCalls)
        complete = deny(filter, name) && complete;
    complete = denyProcesses(filter) && complete;
    complete = denyOpenForWriting(filter, cardInUse) && complete;
    const int loaded = seccomp_load(filter);
    seccomp_release(filter);
    if (loaded != 0)
        return std::strerror(-loaded);
    return complete ? std::string() : "a rule is missing";
}

std::string describeSandbox(const std::string& filesProblem, const std::string& callsProblem)
{
    const std::string files = filesProblem.empty() ? "landlock" : "no landlock: " + filesProblem;
    const std::string calls = callsProblem.empty() ? "seccomp" : "no seccomp: " + callsProblem;
    return files + ", " + calls;
}

} // namespace weft::worker

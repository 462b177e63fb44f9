// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Cli.h"

#include "app/cli/AccountCommand.h"
#include "app/cli/ModelsCommand.h"
#include "app/cli/NodesCommand.h"
#include "app/cli/RunCommand.h"
#include "app/cli/ServeCommand.h"
#include "app/cli/Share.h"
#include "app/cli/WalletBlind.h"
#include "app/cli/WalletCommand.h"


#include <atomic>
#include <csignal>
#include <cstdio>

namespace weft {

namespace {

std::atomic<int> interrupts {0};
static_assert(std::atomic<int>::is_always_lock_free);

void onInterrupt(int signal)
{
    if (++interrupts > 1) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

int runWorkflows(const QStringList& arguments)
{
    auto parsed = parseRunArguments(arguments);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage(*usage);
    RunCommand command(std::move(std::get<RunArguments>(parsed)));
    return runUntilInterrupted(command, &RunCommand::start, &RunCommand::cancel);
}

} // namespace

void watchInterrupts()
{
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

bool wasInterrupted() { return interrupts > 0; }

void printError(const QString& text)
{
    std::fprintf(stderr, "weft: %s\n", qUtf8Printable(text));
    std::fflush(stderr);
}

int showUsage(const Usage& usage)
{
    if (usage.isMistake)
        printError(usage.text);
    else
        printLine(usage.text);
    return usage.isMistake ? 2 : 0;
}

void printLine(const QString& text)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(text));
    std::fflush(stdout);
}

bool isCliCommand(const QString& word)
{
    static const QStringList kCommands {QStringLiteral("run"), QStringLiteral("nodes"), QStringLiteral("share"), QStringLiteral("models"),
        QStringLiteral("wallet"), QStringLiteral("account"), QStringLiteral("serve")};
    return kCommands.contains(word);
}

int runCli(const QStringList& arguments)
{
    const QString command = arguments.value(0);
    if (command == QStringLiteral("run"))
        return runWorkflows(arguments.mid(1));
    if (command == QStringLiteral("share"))
        return runShare(arguments.mid(1));
    if (command == QStringLiteral("serve"))
        return runServe(arguments.mid(1));
    if (command == QStringLiteral("nodes"))
        return NodesCommand::run(arguments.mid(1));
    if (command == QStringLiteral("models"))
        return runModels(arguments.mid(1));
    if (command == QStringLiteral("wallet") && arguments.value(1) == QStringLiteral("blind"))
        return runWalletBlind(arguments.mid(2));
    if (command == QStringLiteral("wallet"))
        return runWallet(arguments.mid(1));
    if (command == QStringLiteral("account"))
        return runAccount(arguments.mid(1));
    printError(QCoreApplication::translate("Cli", "There is no command “%1”; there are run, serve, nodes, share, models, wallet and account.").arg(command));
    return 2;
}

} // namespace weft

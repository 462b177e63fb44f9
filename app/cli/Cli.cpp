// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Cli.h"

#include "app/cli/AccountCommand.h"
#include "app/cli/CallCommand.h"
#include "app/cli/ModelsCommand.h"
#include "app/cli/NodesCommand.h"
#include "app/cli/PublishCommand.h"
#include "app/cli/RunCommand.h"
#include "app/cli/ServeCommand.h"
#include "app/cli/Share.h"
#include "app/cli/WalletBlind.h"
#include "app/cli/WalletCommand.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
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

int runWalletOrPurse(const QStringList& arguments)
{
    return arguments.value(0) == QStringLiteral("blind") ? runWalletBlind(arguments.mid(1)) : runWallet(arguments);
}

struct Command {
    const char* name;
    const char* what;
    int (*run)(const QStringList& arguments); // those after its name
};

constexpr std::array kCommands {
    Command {"run", QT_TRANSLATE_NOOP("Cli", "run workflows without a window"), runWorkflows},
    Command {"nodes", QT_TRANSLATE_NOOP("Cli", "list the nodes that can be run"), NodesCommand::run},
    Command {"models", QT_TRANSLATE_NOOP("Cli", "list, get and check models"), runModels},
    Command {"serve", QT_TRANSLATE_NOOP("Cli", "let programs made for ComfyUI run their prompts here"), runServe},
    Command {"publish", QT_TRANSLATE_NOOP("Cli", "make a workflow an API"), runPublish},
    Command {"call", QT_TRANSLATE_NOOP("Cli", "call an API or a single node"), runCall},
    Command {"share", QT_TRANSLATE_NOOP("Cli", "let others use this computer, for a price"), runShare},
    Command {"account", QT_TRANSLATE_NOOP("Cli", "your account at a relay"), runAccount},
    Command {"wallet", QT_TRANSLATE_NOOP("Cli", "your credits and earnings"), runWalletOrPurse},
};

const Command* commandNamed(const QString& word)
{
    const auto found = std::ranges::find_if(kCommands, [&](const Command& one) { return word == QLatin1String(one.name); });
    return found == kCommands.end() ? nullptr : &*found;
}

QString help()
{
    constexpr int kNameWidth = 10;
    QStringList lines {QCoreApplication::translate("Cli", "weft [FILE...] opens the window. Without one:"), QString()};
    for (const Command& command : kCommands)
        lines << QStringLiteral("  weft ") + QString::fromLatin1(command.name).leftJustified(kNameWidth) + QCoreApplication::translate("Cli", command.what);
    lines << QString() << QCoreApplication::translate("Cli", "weft COMMAND --help tells more of each.");
    return lines.join(QLatin1Char('\n'));
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

bool isCliCommand(const QString& word) { return commandNamed(word) != nullptr; }

int runCli(const QStringList& arguments)
{
    const QString word = arguments.value(0);
    if (const Command* command = commandNamed(word))
        return command->run(arguments.mid(1));
    if (word == QStringLiteral("help") || word == QStringLiteral("--help") || word == QStringLiteral("-h")) {
        printLine(help());
        return 0;
    }
    QStringList names;
    for (const Command& command : kCommands)
        names << QString::fromLatin1(command.name);
    printError(QCoreApplication::translate("Cli", "There is no command “%1”; there are %2.").arg(word, names.join(QStringLiteral(", "))));
    return 2;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <QTimer>

namespace weft {

struct Usage;

/// Whether the first word of a command line is one of ours ("run", "nodes", "share", ...), so that no window is wanted.
bool isCliCommand(const QString& word);

/// Runs a command to its end; needs a QCoreApplication. `arguments`: without the program's name. Results go to stdout,
/// progress and errors, as sentences in the user's language, to stderr.
/// -> 0 when all was done, 1 when something failed, 2 when the command line is wrong.
int runCli(const QStringList& arguments);

/// From now on SIGINT and SIGTERM are only noted; a second one ends the program at once.
void watchInterrupts();
bool wasInterrupted();

/// Runs `command` until it is done(status), from an event loop that it needs; an interrupt asks it to end.
template <typename Command>
int runUntilInterrupted(Command& command, void (Command::*start)(), void (Command::*stop)())
{
    QObject::connect(&command, &Command::done, &command, [](int status) { QCoreApplication::exit(status); });
    watchInterrupts();
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &command, [&command, &watch, stop] {
        if (!wasInterrupted())
            return;
        watch.stop();
        (command.*stop)();
    });
    watch.start(50);
    QTimer::singleShot(0, &command, start);
    return QCoreApplication::exec();
}

/// Writes a line to stderr: "weft: " and the text.
void printError(const QString& text);
/// Writes a line to stdout.
void printLine(const QString& text);
/// What was asked for to stdout, a mistake to stderr. -> the exit status.
int showUsage(const Usage& usage);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/RelayProgram.h"

#include <QCoreApplication>

namespace weft {

namespace {

QCoro::Task<void> exitWith(QCoro::Task<int> program)
{
    QCoreApplication::exit(co_await program);
}

} // namespace

QCoro::Task<int> reachAndAct(RelayConnection& connection, RelayAction act, std::function<void(const Error&)> say)
{
    connection.open();
    auto reaching = connection.waitOnline(kReachWithin);
    Done done = co_await reaching;
    if (done) {
        auto acting = act();
        done = co_await acting;
    }
    if (!done)
        say(done.error());
    co_return done ? 0 : 1;
}

int runToEnd(std::function<QCoro::Task<int>()> program)
{
    QTimer::singleShot(0, qApp, [&program] { exitWith(program()); });
    return QCoreApplication::exec();
}

} // namespace weft

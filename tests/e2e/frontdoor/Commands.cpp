// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// weft without its window: the commands alone, for comparisons of `weft serve` where nobody wants to build the widgets first.
#include "app/cli/Cli.h"

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("weft"));
    return weft::runCli(application.arguments().mid(1));
}

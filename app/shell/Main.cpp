// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Cli.h"
#include "app/shell/Language.h"
#include "app/shell/Screenshot.h"
#include "app/shell/Window.h"

#include <QApplication>
#include <QCoreApplication>
#include <QLocale>

namespace {

void name()
{
    QCoreApplication::setApplicationName(QStringLiteral("weft"));
    QCoreApplication::setApplicationVersion(QStringLiteral("0.1.0"));
}

QStringList wordsOf(int argc, char** argv)
{
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words << QString::fromLocal8Bit(argv[i]);
    return words;
}

/// A command, or something that only the command line can answer ("--help").
bool isForTheCommandLine(const QStringList& words)
{
    if (words.contains(QStringLiteral("--screenshot")))
        return false;
    return (!words.isEmpty() && weft::isCliCommand(words.first())) || !weft::parseWindow(words);
}

int screenshot(int argc, char** argv, const QStringList& words)
{
    const auto options = weft::parseScreenshot(words);
    if (!options) {
        weft::printError(QStringLiteral("usage: weft --screenshot FILE.png [--theme dark|light] [--lang en|zh_CN] [--scale 1|2]"
                                        " [--size WxH] [--input DIR] [--models DIR] [--home DIR] [WORKFLOW | --template ID] [--view start|form|graph|models|gallery|viewer|compare|settings|market|sharing|palette|publish|apis]"
                                        " [--run-report REPORT.json]"));
        return 2;
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    name();
    return weft::takeScreenshot(*options);
}

} // namespace

int main(int argc, char** argv)
{
    QStringList words = wordsOf(argc, argv);
    const bool isProbe = words.removeAll(QStringLiteral("--probe-screen")) > 0; // is there a screen? Asked by quickstart
    if (isForTheCommandLine(words)) {
        QCoreApplication application(argc, argv);
        name();
        weft::LanguageSwitch language(application);
        language.use(QLocale::system().name());
        return weft::runCli(words);
    }
    if (words.contains(QStringLiteral("--screenshot")))
        return screenshot(argc, argv, words);
    QApplication application(argc, argv);
    if (isProbe) // the platform plugin ends the program where there is no screen
        return 0;
    name();
    return weft::runWindow(application, *weft::parseWindow(words));
}

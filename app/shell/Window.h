// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

QT_BEGIN_NAMESPACE
class QApplication;
QT_END_NAMESPACE

namespace weft {

/// `weft [--relay URL] [--proxy socks5://HOST:PORT] [--home DIR] [--input DIR] [--output DIR] [--models DIR]...
/// [--run-report FILE] [--in-tray] [FILE or LINK...]`; what isn't given comes from the settings.
struct WindowOptions {
    QString relay;
    std::optional<QString> proxy; // as useProxy() takes it (app/cli/RelayOptions.h)
    QString home;
    QString input;
    QString output;
    QStringList models;
    bool startsInTray = false; // where there is a tray
    QString report; // of a finished run, shown on the last file's nodes
    QStringList files;
};

/// None when the words can't be understood as the window's.
std::optional<WindowOptions> parseWindow(const QStringList& words);

/// The desktop app: builds its services in order, opens the window with these files (or those of last time), and runs
/// until it is closed. -> exit status
int runWindow(QApplication& app, const WindowOptions& options);

} // namespace weft

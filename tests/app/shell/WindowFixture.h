// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/MainWindow.h"

#include <QApplication>
#include <QTemporaryDir>

namespace weft {

/// A window with settings of its own and a worker that is never started.
struct WindowFixture {
    QTemporaryDir folder;
    QSettings settings {folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    LanguageSwitch language {*qApp};
    RunController runs {RunFolders {folder.path(), folder.path(), {}, folder.path(), QStringLiteral("no-such-worker")}};
    MainWindow window {runs, nullptr, language, settings};
};

} // namespace weft

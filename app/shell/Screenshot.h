// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace weft {

/// `weft --screenshot FILE.png [--theme dark|light] [--lang en|zh_CN] [--scale 1|2] [--size WxH] [--input DIR]
/// [--models DIR] [--home DIR] [WORKFLOW | --template ID] [--view start|form|graph|gallery|viewer|compare]
/// [--run-report REPORT.json]`: the real window, drawn off screen, as a picture. Without a workflow it is the start page.
/// `--home`: whose history and queue are shown.
struct ScreenshotOptions {
    QString file; // empty: no screenshot
    bool isDark = true;
    QString language = QStringLiteral("en");
    int scale = 1;
    QSize size {1600, 960};
    QString workflow;
    QString templateId;
    QString view; // empty: what opening shows
    QString report;
    QString input;
    QString home;
    QStringList models;
};

/// None when the command line can't be understood.
std::optional<ScreenshotOptions> parseScreenshot(const QStringList& arguments);

/// Renders and ends. Needs a QApplication. -> exit status
int takeScreenshot(const ScreenshotOptions& options);

} // namespace weft

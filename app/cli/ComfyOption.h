// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"

#include <QCommandLineOption>
#include <QPointer>
#include <QUrl>

class QCommandLineParser;

namespace weft {

/// `--comfy URL|none`
struct ComfyOption {
    QUrl server; // the usual address where none was named
    bool isNamed = false; // the user wants this one: what keeps it away is said
    bool isOff = false;
};

QCommandLineOption comfyOption();
/// The mistake, or an empty text.
QString takeComfy(const QCommandLineParser& parser, ComfyOption& option);

/// Makes the server known to `runs`, if there is one. Says why not when it was named. False: it was named and isn't
/// there.
QCoro::Task<bool> findComfy(QPointer<RunController> runs, ComfyOption option);

} // namespace weft

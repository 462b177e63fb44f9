// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"

#include <QPointer>
#include <QUrl>

namespace weft {

/// Where ComfyUI listens unless it was told otherwise.
QUrl usualComfyAddress();

/// Asks a ComfyUI server what it offers and makes it known to `runs`, in place of another one. Errors: those of
/// ComfyEngine::catalogue; Cancelled when `runs` has gone.
QCoro::Task<Done> addComfy(QPointer<RunController> runs, QUrl server);

} // namespace weft

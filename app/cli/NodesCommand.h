// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunController.h"

#include <QStringList>

namespace weft {

/// `weft nodes [--json] [--models DIR] [--relay URL]`: what this computer, and the machines of a relay, can run.
class NodesCommand : public QObject {
    Q_OBJECT

public:
    static int run(const QStringList& arguments);

private:
    static void print(const RunController& controller, bool asJson);
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace weft::relay {

/// SIGTERM and SIGINT as a call on the event loop.
class StopSignals : public QObject {
    Q_OBJECT
public:
    StopSignals();

Q_SIGNALS:
    void stop();
};

} // namespace weft::relay

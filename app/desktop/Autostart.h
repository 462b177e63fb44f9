// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

namespace weft {

/// Weft begins with the user's desktop: an entry of the XDG autostart folder (freedesktop.org's Desktop Application
/// Autostart Specification).
class Autostart {
public:
    /// `configHome`: the user's folder of settings; empty: $XDG_CONFIG_HOME or ~/.config.
    explicit Autostart(const QString& configHome = {});

    bool isOn() const;
    /// `program`: started with "--in-tray". Errors: FileUnwritable (args: path).
    Done set(bool on, const QString& program);

private:
    QString m_path;
};

} // namespace weft

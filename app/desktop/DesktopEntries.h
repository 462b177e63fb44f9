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

/// The desktop opens `weft://` links with Weft: an application's entry, and a line in mimeapps.list (freedesktop.org's
/// Association between MIME types and applications). Other lines of that file stay as they are.
class LinkHandler {
public:
    /// Empty: $XDG_CONFIG_HOME or ~/.config, $XDG_DATA_HOME or ~/.local/share.
    explicit LinkHandler(const QString& configHome = {}, const QString& dataHome = {});

    bool isOn() const;
    /// `program`: started with the link. Errors: FileUnwritable (args: path).
    Done set(bool on, const QString& program);

private:
    QString m_entry;
    QString m_list;
};

/// mimeapps.list with this line among its default applications, or without any for the same type; for tests.
QByteArray withDefaultApplication(const QByteArray& list, const QByteArray& type, const QByteArray& entry);

} // namespace weft

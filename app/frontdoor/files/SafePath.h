// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace weft {

/// Where `relative` leads from `folder`, if not out of it: a path, cleaned, of `folder` itself or something below, whether it
/// exists or not. Nothing for absolute paths, "..", control characters, backslashes, drive letters and names of more than
/// 1000 bytes. Links that the owner has laid in the folder are followed.
std::optional<QString> pathInside(const QString& folder, const QString& relative);
/// The same without links that lead out of `folder`; it may be a link itself, and links from one place in it to another are
/// fine. What a link is when this is asked counts: nobody can lay one through the front door.
std::optional<QString> realPathInside(const QString& folder, const QString& relative);

} // namespace weft

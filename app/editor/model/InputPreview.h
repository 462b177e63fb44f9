// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

#include <string>

namespace weft {

/// A picture of the input folder as nodes and form fields show it, at most 640 px a side. Null when it can't be read: a
/// workflow's names don't lead out of the folder.
QImage inputPreview(const QString& folder, const std::string& name);

} // namespace weft

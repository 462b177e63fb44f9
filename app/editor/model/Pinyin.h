// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weft {

/// First letters of each Chinese character's pinyin; other letters stay, in lower case: "K采样器" -> "kcyq".
QString pinyinInitials(const QString& text);

} // namespace weft

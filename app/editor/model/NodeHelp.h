// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/NodeType.h"

#include <QString>

namespace weft {

/// What a node type does, takes and gives, as a page of rich text in the language of the moment.
QString nodeHelp(const NodeType& type);

/// One setting in words: "INT, 1 to 10,000, default 20".
QString settingHelp(const InputSpec& spec);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"
#include "core/job/Fragment.h"

namespace weft {

/// Whether somebody else's fragment may run on a server of the owner's: every node is offered, every setting with choices
/// has one of them (so that no name leads out of a folder), what reads a file gets one that came along, and no literal can
/// be taken for a link.
/// Errors: NodeTypeUnknown, SettingNotInList, SettingInvalid (args: node, input).
Done admitsFragment(const Fragment& fragment, const Catalogue& offered);

} // namespace weft

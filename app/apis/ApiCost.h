// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/PublishedApi.h"
#include "app/runs/RunController.h"

namespace weft {

/// What a call would cost its author at other machines.
struct ApiCost {
    Money estimate; // zero: everything runs on the author's own computer, or where it is free
    bool goesOn = false; // parts run on other people's machines
};

/// The cheapest way over the engines that `runs` knows, as the author's machine will plan it: what this computer can do costs
/// nothing. What callers bring is taken for 1024 x 1024 pixels. Errors: those of makePlan.
Result<ApiCost> apiCost(const RunController& runs, const PublishedApi& api);

} // namespace weft

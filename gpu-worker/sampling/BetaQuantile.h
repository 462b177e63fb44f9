// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft {

/// The share of a beta distribution below x in [0, 1] (the regularised incomplete beta function); alpha, beta > 0.
double betaShareBelow(double x, double alpha, double beta);
/// Its inverse: where the given share (0..1) lies below. Exact to about 1e-14.
double betaQuantile(double share, double alpha, double beta);

} // namespace weft

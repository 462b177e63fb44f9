// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

namespace {

/// libtorch seeds its generator anew in every process. The tests that draw weights from it compare with tolerances, which random
/// weights pass by now and then: with the same numbers in every run, what holds today holds tomorrow.
[[maybe_unused]] const bool kSeeded = [] {
    at::manual_seed(20'261'129);
    return true;
}();

} // namespace

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>

namespace {

/// libtorch seeds its generator anew in every process. The tests that draw weights from it compare with tolerances, which random
/// weights pass by now and then: with the same numbers in every run, what holds today holds tomorrow.
[[maybe_unused]] const bool kSeeded = [] {
    at::Generator generator = at::detail::getDefaultCPUGenerator(); // not those of cards: they'd start with the program
    generator.set_current_seed(20'261'129);
    return true;
}();

} // namespace

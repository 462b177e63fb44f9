// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/util/BFloat16.h>

#include <cstdint>

namespace weft {

/// What attention does to a row between its two products, for CPUs with AVX-512 and bfloat16: written by hand, as what
/// compilers make of loops depends on how they are called.

/// Whether this CPU has the instructions; nothing below may be called without.
bool rowsServeThisCpu();

/// A row of softmax so far: over the keys that were seen.
struct RowState {
    float most = 0; // the largest score
    float sum = 0; // of e^(scale (score - most))
};

/// weights[i] = e^(scale (scores[i] - most)) in bfloat16, and a zero behind an odd end; `row` takes the scores in. `first`: no
/// key was seen before. -> the factor by which what was summed before has to shrink. scale > 0.
float weighRow(const float* scores, std::int64_t count, float scale, bool first, RowState& row, c10::BFloat16* weights);
/// x[i] *= factor.
void scaleRow(float* x, std::int64_t count, float factor);
/// out[i] = x[i] / row.sum, in bfloat16.
void finishRow(const float* x, std::int64_t count, const RowState& row, c10::BFloat16* out);

} // namespace weft

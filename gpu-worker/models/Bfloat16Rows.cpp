// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Bfloat16Rows.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

// The program runs on every x86-64; only these functions need more.
#define WEFT_WITH_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

namespace weft {

namespace {

constexpr std::int64_t kLanes = 16;
constexpr float kLog2E = 1.44269504f;

/// The lanes that are left of `count`.
std::uint16_t lanes(std::int64_t count)
{
    return count >= kLanes ? std::uint16_t {0xffff} : static_cast<std::uint16_t>((1u << count) - 1);
}

/// 2^x in the lanes of `mask`, 0 in the others; relative error 3e-6: 2^round(x) times the Taylor polynomial of degree 5 of 2^(x - round(x)), |x - round(x)| <= 1/2.
WEFT_WITH_BF16 __m512 exp2Of(__mmask16 mask, __m512 x)
{
    constexpr int kNearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
    const __m512 whole = _mm512_maskz_roundscale_ps(mask, x, kNearest);
    const __m512 rest = _mm512_sub_ps(x, whole);
    __m512 sum = _mm512_set1_ps(1.33335581e-3f);
    for (const float factor : {9.61812911e-3f, 5.55041087e-2f, 0.240226507f, 0.693147181f, 1.0f})
        sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(factor));
    return _mm512_maskz_scalef_ps(mask, sum, whole);
}

WEFT_WITH_BF16 void store(c10::BFloat16* to, __mmask16 mask, __m512 x)
{
    _mm256_mask_storeu_epi16(to, mask, (__m256i)_mm512_cvtneps_pbh(x));
}

/// The lanes one by one: GCC 12 takes its own reductions for uses of uninitialized values.
struct Lanes {
    WEFT_WITH_BF16 explicit Lanes(__m512 x) { _mm512_store_ps(each, x); }

    alignas(64) float each[kLanes];
};

WEFT_WITH_BF16 float largest(const float* x, std::int64_t count)
{
    __m512 most = _mm512_set1_ps(-std::numeric_limits<float>::infinity());
    for (std::int64_t i = 0; i < count; i += kLanes) {
        const __mmask16 mask = lanes(count - i);
        most = _mm512_mask_max_ps(most, mask, most, _mm512_maskz_loadu_ps(mask, x + i));
    }
    return std::ranges::max(Lanes(most).each);
}

WEFT_WITH_BF16 float exp2Of(float x)
{
    return _mm512_cvtss_f32(exp2Of(1, _mm512_set1_ps(x)));
}

} // namespace

bool rowsServeThisCpu()
{
    return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq");
}

WEFT_WITH_BF16 float weighRow(
    const float* scores, std::int64_t count, float scale, bool first, RowState& row, c10::BFloat16* weights)
{
    const float most = first ? largest(scores, count) : std::max(row.most, largest(scores, count));
    const float factor = scale * kLog2E;
    const __m512 factors = _mm512_set1_ps(factor);
    const __m512 offset = _mm512_set1_ps(most * factor);
    __m512 sums = _mm512_setzero_ps();
    for (std::int64_t i = 0; i < count; i += kLanes) {
        const __mmask16 mask = lanes(count - i);
        const __m512 x = _mm512_fmsub_ps(_mm512_maskz_loadu_ps(mask, scores + i), factors, offset);
        const __m512 weight = exp2Of(mask, x);
        sums = _mm512_add_ps(sums, weight);
        store(weights + i, mask, weight);
    }
    if (count % 2 != 0)
        weights[count] = 0.0f;
    const Lanes all(sums);
    const float shrink = first ? 0.0f : exp2Of((row.most - most) * factor);
    row.sum = row.sum * shrink + std::accumulate(std::begin(all.each), std::end(all.each), 0.0f);
    row.most = most;
    return shrink;
}

WEFT_WITH_BF16 void scaleRow(float* x, std::int64_t count, float factor)
{
    const __m512 factors = _mm512_set1_ps(factor);
    for (std::int64_t i = 0; i < count; i += kLanes) {
        const __mmask16 mask = lanes(count - i);
        _mm512_mask_storeu_ps(x + i, mask, _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, x + i), factors));
    }
}

WEFT_WITH_BF16 void finishRow(const float* x, std::int64_t count, const RowState& row, c10::BFloat16* out)
{
    const __m512 factors = _mm512_set1_ps(1.0f / row.sum);
    for (std::int64_t i = 0; i < count; i += kLanes) {
        const __mmask16 mask = lanes(count - i);
        store(out + i, mask, _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, x + i), factors));
    }
}

} // namespace weft

#else

namespace weft {

bool rowsServeThisCpu()
{
    return false;
}

float weighRow(const float*, std::int64_t, float, bool, RowState&, c10::BFloat16*)
{
    return 0;
}

void scaleRow(float*, std::int64_t, float) { }

void finishRow(const float*, std::int64_t, const RowState&, c10::BFloat16*) { }

} // namespace weft

#endif

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace weft {

/// GEGLU: the first half of x's last side times GELU (by the error function) of the second. x [..., 2 C] -> [..., C].
///
/// On a CUDA card a kernel of ours does it in one pass, in builds that have them: libtorch's operators read and write half of x
/// once more. The kernel rounds once, the twin twice, so half precision differs in the last bit.
/// Source: "GLU variants improve transformer" (arXiv 2002.05202); where it stands: TransformerBlock.
at::Tensor geglu(const at::Tensor& x);

namespace twin {
at::Tensor geglu(const at::Tensor& x);
} // namespace twin

} // namespace weft

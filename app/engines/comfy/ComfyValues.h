// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Value.h"

namespace weft {

/// What a `.latent` file holds: the samples as they are. `first` and `count`: only these of the batch, behind `padding`
/// latents of zeros. Errors: TensorInvalid (no samples, or fewer than two dimensions).
struct BatchPart {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t padding = 0;
};
Result<SharedBytes> latentFileOf(const Tensor& samples, BatchPart part);
/// The tensor of a `.latent` file that ComfyUI wrote. Errors: those of parseSafetensors; ValueInvalid.
Result<Tensor> latentOfFile(SharedBytes bytes);

/// A latent's batch_index; empty where it isn't I64.
std::vector<std::int64_t> batchNumbers(const Tensor& tensor);
/// A latent's noise mask, [B,1,H,W] or [B,H,W], as a MASK.
Value noiseMaskValue(Tensor noise);

/// Pictures [B,H,W,C] or masks [B,H,W] of 0..1 as the samples [B,C,H,W] of -1..1 that ComfyUI's "pixel_space" decodes
/// to just these (to one rounding of a float). A mask becomes three alike channels. Errors: TensorInvalid.
Result<Tensor> pixelSamplesOf(const Value& picture);
/// The way back, for an IMAGE; a MASK is the first channel. Errors: ValueInvalid.
Result<Value> valueOfPixelSamples(const Tensor& samples, const std::string& type);

/// Picture `index` of a batch as a PNG of 8 bits, rounded. Errors: TensorInvalid.
Result<SharedBytes> pngOfPicture(const Value& picture, std::int64_t index);
/// Pictures of one size as one batch; RGBA only where one has alpha. A MASK is the red channel.
/// Errors: PictureInvalid, PictureTooLarge, PictureSizesDiffer.
Result<Value> valueOfPngs(const std::vector<SharedBytes>& files, const std::string& type);

/// What PreviewAny shows of a text, a number or a truth, read again. Errors: ValueInvalid.
Result<Value> literalOfText(const std::string& text, const std::string& type);

} // namespace weft

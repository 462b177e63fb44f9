// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Resampling.h"
#include "gpu-worker/runtime/Node.h"


#include <algorithm>

namespace weft::worker {

namespace {

/// All pictures, cut into batches anew. Source: ComfyUI `RebatchImages`.
const bool rebatchImages =
    node("RebatchImages", "image/batch")
        .title("Rebatch Images")
        .inputIsList()
        .in<Image>("images")
        .in<std::int64_t>("batch_size", {.init = 1, .min = 1, .max = 4096})
        .outList<Image>("IMAGE")
        .run(
            [](const std::vector<Image>& images, const std::vector<std::int64_t>& sizes) -> Result<std::vector<Image>> {
                if (sizes.empty() || sizes.front() < 1)
                    return Error{ErrorCode::SettingTooSmall, {}, {{"input", "batch_size"}, {"min", "1"}}};
                std::vector<at::Tensor> single;
                for (const Image& image : images) {
                    const std::vector<at::Tensor> parts = image.pixels.split(1, 0);
                    single.insert(single.end(), parts.begin(), parts.end());
                }
                std::vector<Image> out;
                const auto size = static_cast<std::size_t>(sizes.front());
                for (std::size_t at = 0; at < single.size(); at += size) {
                    const at::TensorList all(single);
                    WEFT_TRY(at::Tensor batch, joined(all.slice(at, std::min(size, single.size() - at)).vec()));
                    out.push_back({std::move(batch)});
                    if (single.size() - at <= size)
                        break;
                }
                return out;
            });

} // namespace

} // namespace weft::worker

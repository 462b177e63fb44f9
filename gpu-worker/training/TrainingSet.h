// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/sampling/Condition.h"

namespace weft {

/// Pictures as latents and what each of them shows, on one device: what a model is taught with. Pictures of one size make a
/// bucket; a batch comes from one bucket.
class TrainingSet {
public:
    /// One batch of what is taught.
    struct Batch {
        at::Tensor latents; // [N, C, H, W] float32, scaled as the network sees them
        at::Tensor context; // [N, tokens, dim] float32
        at::Tensor y; // [N, adm] or undefined
    };

    /// `buckets`: latents [n, C, H, W]. `texts`: one for each picture in their order, or one for all.
    /// Errors: TypeMismatch (not latents or texts of this model), CaptionsMismatch (args: captions, pictures), ValueMissing (no
    /// picture), LimitExceeded (args: limit).
    static Result<TrainingSet> make(
        const DiffusionModel& model, const std::vector<at::Tensor>& buckets, const Conditions& texts, at::Device device);

    std::int64_t size() const { return m_size; }
    /// The batch of one step, the same for the same arguments: every picture comes once before one comes again, in an order
    /// that `seed` shuffles anew each time. At most `batchSize` pictures.
    Batch batch(std::int64_t step, std::int64_t batchSize, std::uint64_t seed) const;

private:
    struct Bucket {
        at::Tensor latents;
        std::vector<at::Tensor> contexts; // [1, tokens, dim] each
        std::vector<at::Tensor> vectors; // y [1, adm] each, or empty
    };
    struct Pick {
        std::size_t bucket = 0;
        std::vector<std::int64_t> rows;
    };

    Done addTexts(Bucket& bucket, const DiffusionModel& model, const Conditions& texts, std::size_t& next, at::Device device);
    std::vector<Pick> shuffled(std::int64_t batchSize, std::uint64_t seed) const;

    std::vector<Bucket> m_buckets;
    std::int64_t m_size = 0;
};

} // namespace weft

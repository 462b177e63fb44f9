// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"

namespace weft {

/// Textual inversion: the embeddings that one prompt names, read from their files for one encoder.
class PromptEmbeddings {
public:
    /// `key`: the encoder's name in a file that holds rows for several, "clip_l".
    PromptEmbeddings(const Clip::EmbeddingFiles& files, std::string key)
        : m_files(files)
        , m_key(std::move(key))
    {
    }

    /// The number of rows of NAME, 0 when there is no such file; they are appended to rows().
    /// Errors: those of opening a file that is there; ModelUnsupported (args: path).
    Result<int> add(const std::string& name);
    /// All rows so far, each [dim] float32; of different widths when the files differ.
    const std::vector<at::Tensor>& rows() const { return m_rows; }

private:
    const Clip::EmbeddingFiles& m_files;
    std::string m_key;
    std::vector<at::Tensor> m_rows;
};

} // namespace weft

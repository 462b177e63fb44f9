// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/models/Clip.h"
#include "gpu-worker/models/Weights.h"

#include <map>
#include <optional>

namespace weft {

/// Textual inversion: the embedding files that one encoding names. Each is looked for and opened once, however often the
/// prompt names it and however many encoders read it.
class EmbeddingShelf {
public:
    explicit EmbeddingShelf(const Clip::EmbeddingFiles& files)
        : m_files(files)
    {
    }

    /// Null when there is no such file. Errors: those of opening a file that is there (args: path); LimitExceeded (more than
    /// kMostNames different names).
    Result<const Weights*> open(const std::string& name);

    static constexpr std::size_t kMostNames = 1000;

private:
    const Clip::EmbeddingFiles& m_files;
    std::map<std::string, std::optional<Weights>> m_opened;
};

/// The embeddings that one prompt names, read for one encoder.
class PromptEmbeddings {
public:
    /// `key`: the encoder's name in a file that holds rows for several, "clip_l".
    PromptEmbeddings(EmbeddingShelf& shelf, std::string key)
        : m_shelf(shelf)
        , m_key(std::move(key))
    {
    }

    /// The number of rows of NAME, 0 when there is no such file; they are appended to rows(). A name that comes again shares
    /// the rows of the first time. Errors: those of the shelf; ModelUnsupported (args: path); LimitExceeded (more than
    /// kMostRows in all).
    Result<int> add(const std::string& name);
    /// All rows so far, each [dim] float32; of different widths when the files differ.
    const std::vector<at::Tensor>& rows() const { return m_rows; }

    static constexpr std::size_t kMostRows = 100'000; // more than an encoder takes of a prompt

private:
    Result<std::vector<at::Tensor>> read(const std::string& name);

    EmbeddingShelf& m_shelf;
    std::string m_key;
    std::map<std::string, std::vector<at::Tensor>> m_read;
    std::vector<at::Tensor> m_rows;
};

} // namespace weft

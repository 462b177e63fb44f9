// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weft {

/// A vocabulary whose pieces have log probabilities: a word is cut where their sum is largest. Source: T. Kudo, "Subword
/// regularization" (2018), as Hugging Face's tokenizers compute it.
class Unigram {
public:
    /// `lines`: "score TAB piece" each, in the order of the ids; `unknown`: the id of what no piece covers.
    Unigram(std::string_view lines, int unknown);

    /// Neighbouring unknown characters are one token.
    std::vector<int> tokens(std::string_view word) const;
    std::size_t size() const { return m_scores.size(); }

private:
    struct Cut {
        double score = 0;
        int id = -1;
        std::size_t begin = 0;
    };
    std::vector<Cut> bestCuts(std::string_view word) const;

    std::string m_text; // the pieces' bytes
    std::unordered_map<std::string_view, int> m_ids;
    std::vector<double> m_scores;
    std::size_t m_longest = 0; // bytes
    double m_least = 0;
    int m_unknown;
};

} // namespace weft

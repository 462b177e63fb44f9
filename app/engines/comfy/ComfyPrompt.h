// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyMessages.h"
#include "core/engine/Engine.h"

namespace weft {

/// What of a server a translation depends on.
struct ComfyServer {
    Catalogue catalogue;
    std::uint64_t maxUploadBytes = 100u << 20; // its /features say how much

    bool has(std::string_view type) const { return catalogue.find(type) != nullptr; }
    /// Its VAELoader offers "pixel_space": pictures cross as floats, by latent files. Without it they are PNGs of 8
    /// bits.
    bool carriesFloats() const;
};

/// A file to be put into the server's input folder before the prompt is sent.
struct ComfyUpload {
    ComfyFile place;
    SharedBytes bytes;
};

/// Where the items of an asked slot will be found.
struct ComfyResult {
    enum class Kind { Samples, Pixels, Png, Text };
    SlotRef slot;
    TypeName type;
    Kind kind = Kind::Samples;
    std::string node; // of the prompt, that shows or saves it
    std::string maskNode; // of a LATENT whose noise mask is known: the node that saves it
    Kind maskKind = Kind::Pixels;
    bool isList = false;
};

struct ComfyPrompt {
    Json prompt = Json::object(); // the API form
    std::vector<ComfyUpload> uploads;
    std::vector<ComfyResult> results;
    std::vector<NodeId> shown; // output nodes of the graph: what they show or save is handed out
    std::map<std::string, NodeId> added; // nodes of ours -> the graph's node that they serve
};

/// What our files on the server are called by. Letters, digits and hyphens.
struct ComfyNames {
    std::string
        owner; // of what goes in, with the hash of its content: what ComfyUI has computed from it is found again
    std::string run; // of what comes out; never used before
};

/// A fragment as a prompt that brings its inputs in and its outputs out by ComfyUI's own nodes. Pure.
///
/// | value        | in                                       | out                             |
/// | IMAGE        | latent file, VAEDecode with pixel_space  | the same back; else a PNG       |
/// | MASK         | the same, ImageToMask                    | MaskToImage, the same           |
/// | LATENT       | LoadLatent, LatentFromBatch, SetLatentNoiseMask | SaveLatent, and its noise mask where the graph
/// tells it | | text, number | a literal                                | PreviewAny                      | | FILE | an
/// upload                                | what output nodes saved         |
///
/// Errors: NodeTypeUnknown (args: node, type); NodeFailed (args: node, reason: a word of app/language/ErrorReasons.cpp)
/// for what its nodes can't carry; LimitExceeded; those of the values.
Result<ComfyPrompt> toComfyPrompt(const FragmentJob& job, const ComfyServer& server, const ComfyNames& names);

} // namespace weft

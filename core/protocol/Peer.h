// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

/// The wire between a buyer and a provider, inside the end-to-end TLS channel. One channel = one job = one fragment.
///
///   buyer                          provider
///   OpenJob (the ticket)      ->   checks the ticket against the TLS peer's key, its own key, time, unique use
///                             <-   Ready | Refused
///   OfferJob (the fragment)   ->   prices it by the same tables
///                             <-   Accepted | Refused
///                             <-   WantValues (those that it doesn't hold within this run)
///   ValueBegin, ValueChunk... ->
///                             <-   JobProgress, JobPreview, NodeDone ...
///                             <-   ValueBegin, ValueChunk..., Increment (values handed over in clear)
///   SignReceipt               ->   (the provider stops while more than one increment is unsigned)
///                             <-   ValueBegin, ValueChunk... (sealed), SealedResult
///   SignReceipt (final)       ->   the provider settles at the relay, which gives the key to the buyer
///                             <-   JobFailed (at any time)
///   CancelJob                 ->   (at any time)
namespace weft::protocol::peer {

struct OpenJob {
    static constexpr int type = 10;
    int minVersion = 0;
    int maxVersion = 0;
    std::string ticket; // PASETO v4.public

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "minVersion", &OpenJob::minVersion, between(1, 1000)),
            field(2, "maxVersion", &OpenJob::maxVersion, between(1, 1000)),
            field(3, "ticket", &OpenJob::ticket, between(1, 4096)),
        };
    }
};

struct Ready {
    static constexpr int type = 11;
    int version = 0;

    static constexpr auto fields() { return std::tuple {field(1, "version", &Ready::version, between(1, 1000))}; }
};

struct Refused {
    static constexpr int type = 12;
    WireError error;

    static constexpr auto fields() { return std::tuple {field(1, "error", &Refused::error)}; }
};

/// One boundary input: names of its items within this run.
struct InputNames {
    std::vector<ValueName> items;
    std::vector<std::int64_t> sizesBytes; // as many; prices may depend on pixels
    bool present = true;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "items", &InputNames::items, atMost(10'000)),
            field(2, "sizesBytes", &InputNames::sizesBytes, atMost(10'000)),
            field(3, "present", &InputNames::present),
        };
    }
};

struct OfferJob {
    static constexpr int type = 13;
    SecretKey256 runSecret; // names values within this run only
    Fragment fragment;
    std::vector<InputNames> inputs;
    std::int64_t referenceMillis = 0; // the buyer's sum; the provider makes its own
    Money amount; // <= the hold

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "runSecret", &OfferJob::runSecret),
            field(2, "fragment", &OfferJob::fragment),
            field(3, "inputs", &OfferJob::inputs, atMost(10'000)),
            field(4, "referenceMillis", &OfferJob::referenceMillis, between(0, INT64_MAX)),
            field(5, "amount", &OfferJob::amount, between(0, kMaxAmount.micro)),
        };
    }
};

struct Accepted {
    static constexpr int type = 14;
    Money amount; // the cap, as offered

    static constexpr auto fields()
    {
        return std::tuple {field(1, "amount", &Accepted::amount, between(0, kMaxAmount.micro))};
    }
};

struct WantValues {
    static constexpr int type = 15;
    std::vector<ValueName> names; // empty: nothing is missing, work begins

    static constexpr auto fields() { return std::tuple {field(1, "names", &WantValues::names, atMost(10'000))}; }
};

struct JobProgress {
    static constexpr int type = 20;
    std::string node;
    std::int64_t value = 0;
    std::int64_t max = 1; // 0 of max: the node has started

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "node", &JobProgress::node, atMost(200)),
            field(2, "value", &JobProgress::value, between(0, INT64_MAX)),
            field(3, "max", &JobProgress::max, between(1, INT64_MAX)),
        };
    }
};

struct JobPreview {
    static constexpr int type = 21;
    std::string node;
    std::string mime;
    SharedBytes picture;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "node", &JobPreview::node, atMost(200)),
            field(2, "mime", &JobPreview::mime, atMost(40)),
            field(3, "picture", &JobPreview::picture, atMost(kMaxChunkBytes)),
        };
    }
};

struct NodeDone {
    static constexpr int type = 22;
    std::string node;
    std::int64_t microseconds = 0;
    bool cached = false;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "node", &NodeDone::node, atMost(200)),
            field(2, "microseconds", &NodeDone::microseconds, between(0, INT64_MAX)),
            field(3, "cached", &NodeDone::cached),
        };
    }
};

/// A slot's items (slot >= 0) or an output node's files (slot -1).
struct OutputNames {
    std::string node;
    int slot = 0;
    std::vector<ValueName> items;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "node", &OutputNames::node, atMost(200)),
            field(2, "slot", &OutputNames::slot, between(-1, 1000)),
            field(3, "items", &OutputNames::items, atMost(10'000)),
        };
    }
};

/// These outputs were handed over in clear; the buyer, holding them, signs for the sum so far.
struct Increment {
    static constexpr int type = 23;
    std::int64_t index = 0; // 1, 2, ...
    Money cumulative;
    std::vector<OutputNames> outputs;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "index", &Increment::index, between(1, 1'000'000)),
            field(2, "cumulative", &Increment::cumulative, between(0, kMaxAmount.micro)),
            field(3, "outputs", &Increment::outputs, atMost(1000)),
        };
    }
};

/// The last outputs, each value sent before as nonce + ciphertext (XChaCha20-Poly1305, associated data = its ValueName).
/// `keyCommitment` = SHA-256 of the key: the relay's key is checked against it.
struct SealedResult {
    static constexpr int type = 24;
    std::int64_t index = 0;
    Money cumulative;
    Hash256 keyCommitment;
    std::vector<OutputNames> outputs;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "index", &SealedResult::index, between(1, 1'000'000)),
            field(2, "cumulative", &SealedResult::cumulative, between(0, kMaxAmount.micro)),
            field(3, "keyCommitment", &SealedResult::keyCommitment),
            field(4, "outputs", &SealedResult::outputs, atMost(1000)),
        };
    }
};

struct SignReceipt {
    static constexpr int type = 25;
    Receipt receipt;

    static constexpr auto fields() { return std::tuple {field(1, "receipt", &SignReceipt::receipt)}; }
};

struct JobFailed {
    static constexpr int type = 26;
    std::string node;
    WireError error;
    std::vector<int> needsInputs;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "node", &JobFailed::node, atMost(200)),
            field(2, "error", &JobFailed::error),
            field(3, "needsInputs", &JobFailed::needsInputs, atMost(10'000)),
        };
    }
};

struct CancelJob {
    static constexpr int type = 27;
    static constexpr auto fields() { return std::tuple {}; }
};

} // namespace weft::protocol::peer

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Shared.h"

/// The wire between `weft` and its `weft-worker`, over the worker's standard input and output (the worker moves its
/// real stdout to stderr first, so that a library's chatter can't break the wire). Closing it ends the worker.
///
///   weft                           weft-worker
///   WorkerHello               ->
///                             <-   WorkerReady
///   DescribeRequest           ->
///                             <-   ValueBegin, ValueChunk... (a FILE value: the catalogue's JSON), CatalogueReply
///   ValueBegin, ValueChunk... ->   (inputs; by content hash, checked)
///   RunFragment               ->
///                             <-   NodeStartedEvent, NodeProgressEvent, NodePreviewEvent, NodeFinishedEvent ...
///                             <-   ValueBegin, ValueChunk..., OutputReady (per asked slot, as it is finished)
///                             <-   FragmentEnded | FragmentFailed
///   CancelFragment            ->   (the fragment then ends with FragmentFailed, Cancelled)
///   DropValues                ->   (inputs that are no longer needed)
namespace weft::protocol::worker {

/// WorkerReady::sandbox when nothing of the sandbox is missing.
inline constexpr const char* kWholeSandbox = "landlock, seccomp";

struct WorkerHello {
    static constexpr int type = 10;
    int minVersion = 0;
    int maxVersion = 0;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "minVersion", &WorkerHello::minVersion, between(1, 1000)),
            field(2, "maxVersion", &WorkerHello::maxVersion, between(1, 1000)),
        };
    }
};

struct WorkerReady {
    static constexpr int type = 11;
    int version = 0;
    std::string device; // "CPU, 2 threads" or the card's name
    std::string sandbox; // what holds: kWholeSandbox, or what is missing and why

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "version", &WorkerReady::version, between(1, 1000)),
            field(2, "device", &WorkerReady::device, atMost(200)),
            field(3, "sandbox", &WorkerReady::sandbox, atMost(500)),
        };
    }
};

struct DescribeRequest {
    static constexpr int type = 12;
    static constexpr auto fields() { return std::tuple {}; }
};

struct CatalogueReply {
    static constexpr int type = 13;
    Hash256 value; // a FILE value holding Catalogue::toJson()

    static constexpr auto fields() { return std::tuple {field(1, "value", &CatalogueReply::value)}; }
};

/// One boundary input: the content hashes of its list's items, all sent before.
struct InputHashes {
    std::vector<Hash256> items;
    bool present = true; // false: a lazy input that nobody has computed yet

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "items", &InputHashes::items, atMost(100'000)),
            field(2, "present", &InputHashes::present),
        };
    }
};

struct RunFragment {
    static constexpr int type = 20;
    std::int64_t run = 0; // names this fragment in every answer
    Fragment fragment; // CBOR form: core/protocol/FragmentCodec.h
    std::vector<InputHashes> inputs;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &RunFragment::run, between(1, INT64_MAX)),
            field(2, "fragment", &RunFragment::fragment),
            field(3, "inputs", &RunFragment::inputs, atMost(10'000)),
        };
    }
};

struct CancelFragment {
    static constexpr int type = 21;
    std::int64_t run = 0;

    static constexpr auto fields() { return std::tuple {field(1, "run", &CancelFragment::run)}; }
};

struct DropValues {
    static constexpr int type = 22;
    std::vector<Hash256> values;

    static constexpr auto fields() { return std::tuple {field(1, "values", &DropValues::values, atMost(1000))}; }
};

struct NodeStartedEvent {
    static constexpr int type = 30;
    std::int64_t run = 0;
    std::string node;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &NodeStartedEvent::run),
            field(2, "node", &NodeStartedEvent::node, atMost(200)),
        };
    }
};

struct NodeProgressEvent {
    static constexpr int type = 31;
    std::int64_t run = 0;
    std::string node;
    std::int64_t value = 0;
    std::int64_t max = 1;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &NodeProgressEvent::run),
            field(2, "node", &NodeProgressEvent::node, atMost(200)),
            field(3, "value", &NodeProgressEvent::value, between(0, INT64_MAX)),
            field(4, "max", &NodeProgressEvent::max, between(1, INT64_MAX)),
        };
    }
};

/// A small picture of what is being made; at most one frame.
struct NodePreviewEvent {
    static constexpr int type = 32;
    std::int64_t run = 0;
    std::string node;
    std::string mime;
    SharedBytes picture;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &NodePreviewEvent::run),
            field(2, "node", &NodePreviewEvent::node, atMost(200)),
            field(3, "mime", &NodePreviewEvent::mime, atMost(40)),
            field(4, "picture", &NodePreviewEvent::picture, atMost(kMaxChunkBytes)),
        };
    }
};

struct NodeFinishedEvent {
    static constexpr int type = 33;
    std::int64_t run = 0;
    std::string node;
    std::int64_t microseconds = 0;
    bool cached = false;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &NodeFinishedEvent::run),
            field(2, "node", &NodeFinishedEvent::node, atMost(200)),
            field(3, "microseconds", &NodeFinishedEvent::microseconds, between(0, INT64_MAX)),
            field(4, "cached", &NodeFinishedEvent::cached),
        };
    }
};

/// The items of an asked slot (slot >= 0), or the files of an output node (slot -1), all sent before.
struct OutputReady {
    static constexpr int type = 34;
    std::int64_t run = 0;
    std::string node;
    int slot = 0;
    std::vector<Hash256> items;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &OutputReady::run),
            field(2, "node", &OutputReady::node, atMost(200)),
            field(3, "slot", &OutputReady::slot, between(-1, 1000)),
            field(4, "items", &OutputReady::items, atMost(100'000)),
        };
    }
};

struct FragmentEnded {
    static constexpr int type = 35;
    std::int64_t run = 0;

    static constexpr auto fields() { return std::tuple {field(1, "run", &FragmentEnded::run)}; }
};

struct FragmentFailed {
    static constexpr int type = 36;
    std::int64_t run = 0;
    std::string node;
    WireError error;
    std::vector<int> needsInputs;

    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "run", &FragmentFailed::run),
            field(2, "node", &FragmentFailed::node, atMost(200)),
            field(3, "error", &FragmentFailed::error),
            field(4, "needsInputs", &FragmentFailed::needsInputs, atMost(10'000)),
        };
    }
};

} // namespace weft::protocol::worker

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Limits.h"
#include "core/job/Fragment.h"
#include "core/job/Market.h"
#include "core/protocol/FieldCodec.h"

/// The wire form of what core/job describes: fields and bounds, as messages have them.
namespace weft::protocol {

constexpr std::int64_t kMaxNameBytes = 200; // node ids, types, inputs, folders
constexpr std::int64_t kMaxModelNameBytes = 1000; // "sub/folder/file.safetensors"
constexpr std::int64_t kMaxNodeInputs = 1000;
constexpr std::int64_t kMaxLiteralBytes = 1 << 20; // JSON text of one setting: a long prompt
constexpr std::int64_t kMaxLiteralKeys = 4096; // nlohmann's ordered objects look keys up one by one
constexpr int kMaxLiteralDepth = 64;
constexpr std::int64_t kMaxOfferNodeTypes = 2000;
constexpr std::int64_t kMaxOfferModels = 1000;
constexpr std::int64_t kMaxServerKindBytes = 40;
constexpr std::int64_t kMaxOfferServers = 8;

/// A literal [0, JSON text], a slot [1, node, slot], or a boundary input [2, index].
template <>
struct CustomCodec<FragmentInput> {
    static void write(QCborStreamWriter& writer, const FragmentInput& input);
    static Done read(CborReader& reader, FragmentInput& out);
};

template <>
struct Description<SlotRef> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "node", &SlotRef::node, atMost(kMaxNameBytes)),
            field(2, "slot", &SlotRef::slot, between(-1, 1000)),
        };
    }
};

template <>
struct Description<FragmentNode> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "id", &FragmentNode::id, between(1, kMaxNameBytes)),
            field(2, "type", &FragmentNode::type, between(1, kMaxNameBytes)),
            field(3, "inputs", &FragmentNode::inputs, atMost(kMaxNodeInputs)),
        };
    }
};

template <>
struct Description<BoundaryInput> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "source", &BoundaryInput::source),
            field(2, "type", &BoundaryInput::type, atMost(kMaxNameBytes)),
            field(3, "lazy", &BoundaryInput::lazy),
        };
    }
};

template <>
struct Description<ModelRef> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "folder", &ModelRef::folder, atMost(kMaxNameBytes)),
            field(2, "name", &ModelRef::name, atMost(kMaxModelNameBytes)),
            field(3, "sha256", &ModelRef::sha256),
        };
    }
};

template <>
struct Description<Fragment> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "nodes", &Fragment::nodes, atMost(kMaxFragmentNodes)),
            field(2, "inputs", &Fragment::inputs, atMost(kMaxFragmentNodes)),
            field(3, "outputs", &Fragment::outputs, atMost(kMaxFragmentNodes)),
            field(4, "models", &Fragment::models, atMost(1000)),
            field(5, "precision", &Fragment::precision, between(0, 3)),
            field(6, "server", &Fragment::server, atMost(kMaxServerKindBytes)),
            field(7, "work", &Fragment::work, atMost(kMaxOfferNodeTypes)),
        };
    }
};

template <>
struct Description<Receipt> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "job", &Receipt::job),
            field(2, "increment", &Receipt::increment, between(1, 1'000'000)),
            field(3, "cumulative", &Receipt::cumulative, between(0, kMaxAmount.micro)),
            field(4, "final", &Receipt::final),
            field(5, "signature", &Receipt::signature),
            field(6, "keyCommitment", &Receipt::keyCommitment),
        };
    }
};

template <>
struct Description<ModelFile> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "folder", &ModelFile::folder, between(1, kMaxNameBytes)),
            field(2, "name", &ModelFile::name, between(1, kMaxModelNameBytes)),
            field(3, "sizeBytes", &ModelFile::sizeBytes, between(0, INT64_MAX)),
            field(4, "sha256", &ModelFile::sha256),
        };
    }
};

template <>
struct Description<OfferedServer> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "kind", &OfferedServer::kind, between(1, kMaxServerKindBytes)),
            field(2, "carries", &OfferedServer::carries, between(1, 100)),
            field(3, "nodes", &OfferedServer::nodes, atMost(kMaxChunkBytes)),
            field(4, "pricePerReferenceSecond", &OfferedServer::pricePerReferenceSecond, between(0, kMaxAmount.micro)),
            field(5, "work", &OfferedServer::work, atMost(kMaxOfferNodeTypes)),
        };
    }
};

template <>
struct Description<Offer> {
    static constexpr auto fields()
    {
        return std::tuple {
            field(1, "machine", &Offer::machine),
            field(2, "name", &Offer::name, atMost(kMaxNameBytes)),
            field(3, "device", &Offer::device, atMost(kMaxNameBytes)),
            field(4, "pricePerReferenceSecond", &Offer::pricePerReferenceSecond, between(0, kMaxAmount.micro)),
            field(5, "nodeTypes", &Offer::nodeTypes, atMost(kMaxOfferNodeTypes)),
            field(6, "models", &Offer::models, atMost(kMaxOfferModels)),
            field(7, "speedPermille", &Offer::speedPermille, between(1, 1'000'000'000)),
            field(8, "slots", &Offer::slots, between(1, 1000)),
            field(9, "issued", &Offer::issued),
            field(10, "expires", &Offer::expires),
            field(11, "servers", &Offer::servers, atMost(kMaxOfferServers)),
        };
    }
};

/// The bytes that are signed. An offer fits into one frame of the relay's wire, or it is refused.
/// Errors: LimitExceeded (args: size, limit), ProtocolViolation (args: field) when a field is out of bounds.
Result<QByteArray> encodeOffer(const Offer& offer);
/// Errors: ProtocolViolation (args: message, field).
Result<Offer> decodeOffer(ByteView bytes);

} // namespace weft::protocol

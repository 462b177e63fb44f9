// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/ValueTransfer.h"
#include "core/values/Value.h"

#include <map>

namespace weft::worker {

/// The values that the other side sent, by content hash, until it drops them. Not thread-safe.
class ValueStore {
public:
    ValueStore();

    /// Errors: ProtocolViolation, LimitExceeded, ValueInvalid (the content isn't what its name says).
    Done begin(const protocol::ValueBegin& message);
    Done chunk(const protocol::ValueChunk& message);
    void drop(const Hash256& name);
    /// Errors: ValueMissing (args: hash), or why it can't be read.
    Result<Value> find(const Hash256& name) const;

private:
    struct Entry {
        Result<Value> value;
        std::uint64_t sizeBytes = 0;
    };

    Done keep(Result<std::optional<protocol::ReceivedValue>> received);

    protocol::ValueReceiver m_receiver;
    std::map<Hash256, Entry> m_entries;
};

} // namespace weft::worker

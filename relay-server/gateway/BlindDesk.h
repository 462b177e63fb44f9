// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/blind/BlindKeySet.h"
#include "relay-server/gateway/JobDesk.h"

#include <QThreadPool>

#include <map>
#include <set>

namespace weft::relay {

/// The keys of blind credits, and what is computed with them: on threads of its own, since a signature takes most of a
/// millisecond; the writer's thread and the event loop go on meanwhile. Call it on the event loop; answers come there.
class BlindDesk {
public:
    using Keys = std::shared_ptr<const BlindKeySet>;

    /// `context` and `desk` outlive it.
    BlindDesk(QObject* context, JobDesk& desk, DeviceKey relay);
    /// Waits for what is being computed; it isn't answered.
    ~BlindDesk();

    /// Makes those of the epoch that signs now when they are first asked for. Errors: TokenInvalid (args: reason) for an
    /// epoch without keys.
    void keys(std::int64_t epoch, std::function<void(Result<Keys>)> done);
    /// Errors: TokenInvalid (args: reason), LimitExceeded (too much waits).
    void check(const std::vector<BlindToken>& tokens, std::function<void(Done)> done);
    using Signatures = std::vector<protocol::relay::BlindSignature>;
    /// Errors: ValueInvalid, LimitExceeded.
    void sign(std::int64_t epoch, const std::vector<BlindedToken>& tokens, std::function<void(Result<Signatures>)> done);

private:
    using KeysByEpoch = std::map<std::int64_t, Keys>;

    template <typename T>
    void compute(std::function<Result<T>()> work, std::function<void(Result<T>)> done);
    void collect(std::set<std::int64_t> epochs, KeysByEpoch found, std::function<void(Result<KeysByEpoch>)> done);
    void load(std::int64_t epoch);
    void make(std::int64_t epoch);
    void open(std::int64_t epoch, std::vector<SealedBlindKey> sealed);
    void answer(std::int64_t epoch, const Result<Keys>& keys);

    QObject* m_context;
    JobDesk& m_desk;
    DeviceKey m_relay;
    KeysByEpoch m_keys;
    std::map<std::int64_t, std::vector<std::function<void(Result<Keys>)>>> m_waiting;
    int m_computing = 0;
    QThreadPool m_pool;
};

} // namespace weft::relay

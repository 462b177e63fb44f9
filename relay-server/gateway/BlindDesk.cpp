// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/BlindDesk.h"

#include "relay-server/gateway/Log.h"

#include <QThread>

namespace weft::relay {

namespace {
/// A request takes up to a tenth of a second; more would time out anyway.
constexpr int kMaxComputing = 256;
/// An honest purse holds tokens of few epochs.
constexpr std::size_t kMaxEpochsAtOnce = 16;

Error unknownEpoch() { return {ErrorCode::TokenInvalid, "an epoch without keys", {{"reason", "epoch"}}}; }
} // namespace

BlindDesk::BlindDesk(QObject* context, JobDesk& desk, DeviceKey relay)
    : m_context(context)
    , m_desk(desk)
    , m_relay(std::move(relay))
{
    m_pool.setMaxThreadCount(std::max(1, QThread::idealThreadCount() / 2));
}

BlindDesk::~BlindDesk()
{
    m_pool.clear();
    m_pool.waitForDone();
}

template <typename T>
void BlindDesk::compute(std::function<Result<T>()> work, std::function<void(Result<T>)> done)
{
    if (m_computing >= kMaxComputing)
        return done(Error {ErrorCode::LimitExceeded, "too many requests about blind credits are waiting"});
    ++m_computing;
    m_pool.start(new PoolCall([this, work = std::move(work), done = std::move(done)]() mutable {
        auto result = std::make_shared<Result<T>>(work());
        callLater(m_context, [this, result = std::move(result), done = std::move(done)] { // moved: the pool's own call keeps nothing of it
            --m_computing;
            done(std::move(*result));
        });
    }));
}

void BlindDesk::keys(std::int64_t epoch, std::function<void(Result<Keys>)> done)
{
    const auto known = m_keys.find(epoch);
    if (known != m_keys.end())
        return done(known->second);
    const bool isFirst = !m_waiting.contains(epoch);
    m_waiting[epoch].push_back(std::move(done));
    if (isFirst)
        load(epoch);
}

void BlindDesk::load(std::int64_t epoch)
{
    m_desk.run<std::vector<SealedBlindKey>>(
        [epoch](JobDesk::Tools tools) { return tools.blind.rows().keys(epoch); },
        [this, epoch](Result<std::vector<SealedBlindKey>> sealed) {
            if (!sealed)
                return answer(epoch, sealed.error());
            if (!sealed->empty())
                return open(epoch, std::move(*sealed));
            if (epoch == blindEpochAt(unixNow()))
                return make(epoch);
            answer(epoch, unknownEpoch());
        });
}

void BlindDesk::make(std::int64_t epoch)
{
    using Sealed = std::vector<SealedBlindKey>;
    compute<Sealed>([epoch, relay = m_relay] { return BlindKeySet::make(epoch, relay, systemRandom()); },
        [this, epoch](Result<Sealed> made) {
            if (!made)
                return answer(epoch, made.error());
            m_desk.run<Sealed>(
                [epoch, made = *made](JobDesk::Tools tools) -> Result<Sealed> {
                    WEFT_TRY(Sealed known, tools.blind.rows().keys(epoch));
                    if (!known.empty())
                        return known; // another relay on this database was quicker
                    WEFT_CHECK(tools.blind.rows().insertKeys(epoch, made));
                    return made;
                },
                [this, epoch](Result<Sealed> kept) {
                    if (!kept)
                        return answer(epoch, kept.error());
                    open(epoch, std::move(*kept));
                });
        });
}

void BlindDesk::open(std::int64_t epoch, std::vector<SealedBlindKey> sealed)
{
    compute<Keys>(
        [epoch, sealed = std::move(sealed), relay = m_relay]() -> Result<Keys> {
            WEFT_TRY(BlindKeySet set, BlindKeySet::open(epoch, sealed, relay));
            return std::make_shared<const BlindKeySet>(std::move(set));
        },
        [this, epoch](Result<Keys> keys) { answer(epoch, keys); });
}

void BlindDesk::answer(std::int64_t epoch, const Result<Keys>& keys)
{
    if (keys) {
        m_keys[epoch] = *keys;
        logEvent("blind keys", {{"epoch", epoch}, {"hash", blindKeysHash((*keys)->published()).hex()}});
    } else if (keys.error().code != ErrorCode::TokenInvalid) { // anybody may ask for any epoch
        logError("blind keys", keys.error(), {{"epoch", epoch}});
    }
    const auto waiting = std::move(m_waiting[epoch]);
    m_waiting.erase(epoch);
    for (const auto& done : waiting)
        done(keys);
}

void BlindDesk::collect(
    std::set<std::int64_t> epochs, KeysByEpoch found, std::function<void(Result<KeysByEpoch>)> done)
{
    if (epochs.empty())
        return done(std::move(found));
    const std::int64_t epoch = *epochs.begin();
    epochs.erase(epoch);
    keys(epoch, [this, epoch, epochs = std::move(epochs), found = std::move(found), done = std::move(done)](
                    Result<Keys> keys) mutable {
        if (!keys)
            return done(keys.error());
        found[epoch] = *keys;
        collect(std::move(epochs), std::move(found), std::move(done));
    });
}

void BlindDesk::check(const std::vector<BlindToken>& tokens, std::function<void(Done)> done)
{
    std::set<std::int64_t> epochs;
    for (const BlindToken& token : tokens)
        epochs.insert(token.epoch);
    if (epochs.size() > kMaxEpochsAtOnce)
        return done(Error {ErrorCode::LimitExceeded, "tokens of too many epochs at once"});
    collect(std::move(epochs), {}, [this, tokens, done = std::move(done)](Result<KeysByEpoch> keys) {
        if (!keys)
            return done(keys.error());
        compute<int>(
            [tokens, keys = *keys]() -> Result<int> {
                for (const BlindToken& token : tokens)
                    WEFT_CHECK(keys.at(token.epoch)->check(token));
                return 0;
            },
            [done](Result<int> checked) { done(checked ? Done {} : Done {checked.error()}); });
    });
}

void BlindDesk::sign(
    std::int64_t epoch, const std::vector<BlindedToken>& tokens, std::function<void(Result<Signatures>)> done)
{
    keys(epoch, [this, tokens, done = std::move(done)](Result<Keys> keys) {
        if (!keys)
            return done(keys.error());
        compute<Signatures>([tokens, keys = *keys] { return keys->sign(tokens); }, done);
    });
}

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <list>
#include <map>

namespace weft {

/// Whose weights a WeightRoom may take back. It has to outlive its stay: leave() first.
class WeightHolder {
public:
    /// Lets go of what it holds. The room has counted it out already.
    virtual void letGo() const = 0;

protected:
    virtual ~WeightHolder() = default;
};

/// How much the weights of all networks may hold on one device. What doesn't fit is streamed: it stays in main memory and is
/// copied to the device each time just before it is used, so that a model larger than the card still runs.
///
/// A network's run uses its weights in a fixed order, again and again. So the first ones that fit stay, and only the rest is
/// copied each time; putting out the least recently used one would copy everything. Weights of other networks give way, the
/// least recently used first. One thread.
class WeightRoom {
public:
    explicit WeightRoom(std::uint64_t limitBytes)
        : m_limit(limitBytes)
    {
    }

    /// A number for one network (and its patched copies, which share most of its weights).
    std::uint64_t newTenant() { return ++m_tenants; }

    /// Whether `holder` may keep `bytes` (more).
    bool admit(const WeightHolder& holder, std::uint64_t tenant, std::uint64_t bytes);
    /// It was used.
    void touch(const WeightHolder& holder);
    void leave(const WeightHolder& holder);

    /// Takes back what is beyond; 0: everything. For a device that ran out of memory for something else.
    void limitTo(std::uint64_t bytes);
    std::uint64_t limitBytes() const { return m_limit; }
    std::uint64_t heldBytes() const { return m_held; }
    std::uint64_t streamedBytes() const { return m_streamed; } // refused so far

private:
    struct Stay {
        const WeightHolder* holder = nullptr;
        std::uint64_t tenant = 0;
        std::uint64_t bytes = 0;
    };
    using Stays = std::list<Stay>;

    void putOut(Stays::iterator stay);

    std::uint64_t m_limit;
    std::uint64_t m_held = 0;
    std::uint64_t m_streamed = 0;
    std::uint64_t m_tenants = 0;
    Stays m_stays; // the least recently used first
    std::map<const WeightHolder*, Stays::iterator> m_places;
};

} // namespace weft

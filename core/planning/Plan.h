// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/Engine.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace weft {

/// The engine on this computer.
inline const std::string kHere = "here";

enum class Privacy { OnlyHere, TrustedMachines, AnyMachine };
enum class Preference { Cheapest, Fastest };

/// What a user allows and wants.
struct Policy {
    Privacy privacy = Privacy::AnyMachine;
    Preference preference = Preference::Fastest;
    Money cap = kMaxAmount; // for the whole run
    Money available = kMaxAmount; // what the user has; kMaxAmount: not known
    std::set<std::string> trusted; // engine ids
};

/// What is known of an engine when a plan is made. `id` is kHere, the machine's key hash in hex, the same
/// with "/comfyui" for a server that it offers, or the address of a server of the user's ("comfyui:127.0.0.1:8188").
struct EngineInfo {
    std::string id;
    std::string displayName;
    Catalogue catalogue;
    Money pricePerReferenceSecond; // zero: free (here, own machines)
    std::int64_t speedPermille = 1000;
    int slots = 1;
    /// Of a server that isn't Weft's (a ComfyUI), the user's own or offered by a machine: the types of values that get in and
    /// out there. It is asked for models by their names, and used for what no other engine can do. Empty: a machine that
    /// speaks our own tongue.
    std::set<TypeName> carries;
    bool onThisComputer = false; // besides kHere: what runs there doesn't leave
    std::map<std::string, std::int64_t> work; // of its own prices: Fragment::work
    std::string machine; // of somebody else's server: the id of the machine that offers it; else empty

    bool isBridged() const { return !carries.empty(); }
    bool isOwnServer() const { return isBridged() && machine.empty(); }
    const std::string& machineId() const { return machine.empty() ? id : machine; }

    bool operator==(const EngineInfo&) const = default;
};

/// What a host sees of a fragment: said on the node, before the run.
enum class Exposure { Nothing, Latents, Pictures, Text };

struct PlannedFragment {
    std::string engine;
    Fragment fragment;
    std::set<NodeId> nodes; // all, repeated ones too
    std::set<int> dependsOn; // fragments that make its boundary inputs
    Quote estimate;
    std::set<Exposure> exposure; // of a remote one
    std::vector<std::string> alternatives; // engines that could run it instead, best first
};

/// Where each piece of a prompt runs. Pure data, made by a pure function (core/planning/Planner.h).
struct Plan {
    std::vector<PlannedFragment> fragments; // each after those it depends on
    std::map<NodeId, std::vector<std::string>> engines; // a loader may be repeated on several
    Money estimate;
    Money cap; // what will be held at most
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeSearch.h"
#include "app/engines/MarketEngines.h"

namespace weft {

/// One machine of the marketplace.
struct MarketMachine {
    EngineInfo info;
    std::optional<ListedMachine> listed; // none: no relay said anything of it
    bool isTrusted = false; // by this user

    bool isFree() const { return info.pricePerReferenceSecond.micro == 0; }
};

enum class MachineOrder { Price, Name, Speed };

/// Which machines are shown, and in what order.
struct MachineFilter {
    QString text; // names of machines, devices, nodes, models; every word must be found
    bool onlyFree = false;
    bool onlyTrusted = false;
    std::string model; // by name; empty: any
    std::optional<Money> atMost; // a reference second
    MachineOrder order = MachineOrder::Price;
};

struct MachineHit {
    const MarketMachine* machine = nullptr;
    const NodeType* node = nullptr; // the best node that the text names, of this machine
    std::string model; // else the first model that it names; empty: none
};

/// The machines that can be had, searched and sorted. Nodes are found as in the node search: by English and Chinese names,
/// initials and pinyin.
class MachineList {
public:
    /// Of `infos` all but this computer and the user's own servers and APIs. `listed` tells more of some of them; `trusted` are ids.
    void setMachines(const std::vector<EngineInfo>& infos, const std::vector<ListedMachine>& listed, const std::set<std::string>& trusted);

    const std::vector<MarketMachine>& machines() const { return m_machines; }
    const MarketMachine* find(const std::string& id) const;
    /// The names of all models that any machine has, sorted, each once.
    std::vector<std::string> models() const;
    std::vector<MachineHit> search(const MachineFilter& filter) const;

private:
    /// What a text names among nodes, best first.
    std::vector<const NodeType*> nodesNamed(const QString& text) const;
    std::optional<MachineHit> match(const MarketMachine& machine, const QString& text) const;

    std::vector<MarketMachine> m_machines;
    Catalogue m_types; // of all machines
    std::unique_ptr<NodeSearch> m_search;
};

/// What the planner calls these kinds of values, for all nodes that the machine offers: what it could see of a run.
std::set<Exposure> exposureOf(const Catalogue& catalogue);
/// How long work takes on a machine, by the speed that it measured itself.
std::chrono::milliseconds timeOn(const EngineInfo& machine, ReferenceMillis work);

} // namespace weft

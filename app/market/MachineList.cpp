// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/MachineList.h"

#include "core/planning/Planner.h"

#include <algorithm>

namespace weft {

namespace {

constexpr int kMostNodes = 2000; // of a search
constexpr int kNamed = 450; // a node search's score: the text stands in the name, or is its initials or pinyin

bool mentions(const std::string& name, const QString& text)
{
    return QString::fromStdString(name).contains(text, Qt::CaseInsensitive);
}

bool passes(const MarketMachine& machine, const MachineFilter& filter)
{
    if ((filter.onlyFree && !machine.isFree()) || (filter.onlyTrusted && !machine.isTrusted))
        return false;
    if (filter.atMost && machine.info.pricePerReferenceSecond > *filter.atMost)
        return false;
    const auto& models = machine.info.catalogue.models();
    return filter.model.empty() || std::ranges::find(models, filter.model, &ModelFile::name) != models.end();
}

/// What an order asks for first; machines that are equal in it go by price, then by name.
bool comesBefore(const MarketMachine& a, const MarketMachine& b, MachineOrder order)
{
    const auto price = [](const MarketMachine& one) { return one.info.pricePerReferenceSecond.micro; };
    const int names = QString::localeAwareCompare(QString::fromStdString(a.info.displayName), QString::fromStdString(b.info.displayName));
    if (order == MachineOrder::Name && names != 0)
        return names < 0;
    if (order == MachineOrder::Speed && a.info.speedPermille != b.info.speedPermille)
        return a.info.speedPermille > b.info.speedPermille;
    return price(a) != price(b) ? price(a) < price(b) : names < 0;
}

} // namespace

void MachineList::setMachines(const std::vector<EngineInfo>& infos, const std::vector<ListedMachine>& listed, const std::set<std::string>& trusted)
{
    m_machines.clear();
    std::vector<EngineInfo> others;
    for (const EngineInfo& info : infos) {
        if (info.id == kHere || info.isOwnServer())
            continue; // no market leads there, and no relay
        MarketMachine machine {info, {}, trusted.contains(info.id)};
        if (const auto said = std::ranges::find(listed, info.id, &ListedMachine::id); said != listed.end())
            machine.listed = *said;
        others.push_back(info);
        m_machines.push_back(std::move(machine));
    }
    m_types = mergedCatalogue(others);
    m_search = std::make_unique<NodeSearch>(m_types);
}

const MarketMachine* MachineList::find(const std::string& id) const
{
    const auto found = std::ranges::find_if(m_machines, [&](const MarketMachine& one) { return one.info.id == id; });
    return found == m_machines.end() ? nullptr : &*found;
}

std::vector<std::string> MachineList::models() const
{
    std::set<std::string> names;
    for (const MarketMachine& machine : m_machines)
        for (const ModelFile& model : machine.info.catalogue.models())
            names.insert(model.name);
    return {names.begin(), names.end()};
}

std::vector<const NodeType*> MachineList::nodesNamed(const QString& text) const
{
    std::vector<const NodeType*> nodes;
    for (const SearchHit& hit : m_search ? m_search->find(text, {}, kMostNodes) : std::vector<SearchHit> {}) {
        if (hit.score >= kNamed)
            nodes.push_back(hit.type);
    }
    return nodes;
}

std::optional<MachineHit> MachineList::match(const MarketMachine& machine, const QString& text) const
{
    MachineHit hit {&machine, nullptr, {}};
    for (const NodeType* type : nodesNamed(text)) {
        hit.node = machine.info.catalogue.find(type->name);
        if (hit.node)
            return hit;
    }
    for (const ModelFile& model : machine.info.catalogue.models()) {
        if (mentions(model.name, text)) {
            hit.model = model.name;
            return hit;
        }
    }
    const bool isNamed = mentions(machine.info.displayName, text) || (machine.listed && mentions(machine.listed->device, text));
    return isNamed ? std::optional(hit) : std::nullopt;
}

std::vector<MachineHit> MachineList::search(const MachineFilter& filter) const
{
    const QString text = filter.text.simplified();
    std::vector<MachineHit> hits;
    for (const MarketMachine& machine : m_machines) {
        if (!passes(machine, filter))
            continue;
        std::optional<MachineHit> whole = text.isEmpty() ? MachineHit {&machine, nullptr, {}} : match(machine, text);
        for (const QString& word : whole ? QStringList() : text.split(u' ')) {
            const std::optional<MachineHit> hit = match(machine, word);
            if (!hit) {
                whole.reset();
                break;
            }
            whole = whole && (whole->node || !whole->model.empty()) ? whole : hit;
        }
        if (whole)
            hits.push_back(*whole);
    }
    std::ranges::stable_sort(hits, [&](const MachineHit& a, const MachineHit& b) { return comesBefore(*a.machine, *b.machine, filter.order); });
    return hits;
}

std::set<Exposure> exposureOf(const Catalogue& catalogue)
{
    std::set<Exposure> seen;
    for (const auto& [name, type] : catalogue.types()) {
        for (const InputSpec& input : type.inputs)
            addExposure(seen, input.type);
        for (const OutputSpec& output : type.outputs)
            addExposure(seen, output.type);
    }
    return seen;
}

std::chrono::milliseconds timeOn(const EngineInfo& machine, ReferenceMillis work)
{
    const std::int64_t speed = std::max<std::int64_t>(1, machine.speedPermille);
    const std::int64_t millis = work.value > INT64_MAX / 1000 ? work.value / speed * 1000 : work.value * 1000 / speed;
    return std::chrono::milliseconds {millis};
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/HostRules.h"

#include "core/engine/AdmitFragment.h"
#include "core/planning/Costs.h"

#include <algorithm>

namespace weft {

namespace {

/// The relay's clock may be behind: no fresh ticket may be taken for one from before the start.
constexpr std::chrono::seconds kClockTolerance {60};

} // namespace

std::set<std::string> HostRules::offered(const Catalogue& catalogue, const std::set<std::string>& only)
{
    std::set<std::string> types;
    for (const auto& [name, type] : catalogue.types()) {
        const bool touchesFiles = type.readsFile || type.writesFile;
        if (!touchesFiles && (only.empty() || only.contains(name)))
            types.insert(name);
    }
    return types;
}

void HostRules::setOffer(std::set<std::string> types, std::vector<ModelFile> models, Money pricePerReferenceSecond)
{
    m_types = std::move(types);
    m_models = std::move(models);
    m_price = pricePerReferenceSecond;
}

Result<JobTicket> HostRules::admit(const std::string& text, const PublicKey& peer, UnixMillis now)
{
    if (m_relay.isNull())
        return Error {ErrorCode::TicketInvalid, "the relay's key isn't known"};
    WEFT_TRY(const Ticket ticket, admitTicket(text, m_relay, m_me, keyHashOf(peer), now, m_used));
    if (ticket.issued + kClockTolerance < m_started) // it may have been used before
        return Error {ErrorCode::TicketInvalid, "a ticket from before this machine's start", {{"reason", "used"}}};
    return JobTicket {ticket.job, ticket.cap, ticket.holdDeadline};
}

Done HostRules::accepts(const protocol::peer::OfferJob& offer) const
{
    if (m_hasFreeSlot && !m_hasFreeSlot())
        return Error {ErrorCode::ProviderRefused, "this machine is busy"};
    if (!offer.fragment.server.empty())
        return acceptsOnServer(offer.fragment);
    if (!offer.fragment.work.empty())
        return Error {ErrorCode::QuoteExceeded, "the worker's prices are those of the cost table"};
    for (const FragmentNode& node : offer.fragment.nodes)
        if (!m_types.contains(node.type))
            return Error {ErrorCode::NodeTypeUnknown, "this node isn't offered", {{"type", node.type}}};
    for (const ModelRef& model : offer.fragment.models) {
        const bool has = std::ranges::any_of(m_models,
            [&](const ModelFile& file) { return !model.sha256.isNull() && file.sha256 == model.sha256; });
        if (!has)
            return Error {ErrorCode::ModelMissing, "this model isn't offered", {{"model", model.name}}};
    }
    for (const FragmentNode& node : offer.fragment.nodes) {
        WEFT_CHECK(namesOnlyListed(node, offer.fragment.models));
    }
    return {};
}

Done HostRules::acceptsOnServer(const Fragment& fragment) const
{
    const auto server = m_servers.find(fragment.server);
    if (server == m_servers.end())
        return Error {ErrorCode::NodeTypeUnknown, "this server isn't offered", {{"type", fragment.server}}};
    if (fragment.work != server->second.work)
        return Error {ErrorCode::QuoteExceeded, "other prices than this machine offers now"};
    return admitsFragment(fragment, server->second.offered);
}

void HostRules::setModelSettings(const Catalogue& catalogue)
{
    m_modelSettings.clear();
    for (const auto& [name, type] : catalogue.types()) {
        for (const InputSpec& input : type.inputs) {
            if (!input.modelFolder.empty())
                m_modelSettings[name].push_back(input);
        }
    }
}

/// The worker finds other files by their names, too: one that isn't listed would be neither offered nor priced.
Done HostRules::namesOnlyListed(const FragmentNode& node, const std::vector<ModelRef>& listed) const
{
    const auto settings = m_modelSettings.find(node.type);
    if (settings == m_modelSettings.end())
        return {};
    for (const InputSpec& spec : settings->second) {
        const auto input = node.inputs.find(spec.name);
        if (input == node.inputs.end())
            continue;
        const auto* literal = std::get_if<Json>(&input->second);
        if (literal && !spec.noModel().empty() && *literal == Json(spec.noModel()))
            continue;
        const bool isListed = literal && literal->is_string() && std::ranges::any_of(listed, [&](const ModelRef& model) {
            return model.folder == spec.modelFolder && model.name == literal->get_ref<const std::string&>();
        });
        if (!isListed)
            return Error {ErrorCode::ModelMissing, "a model that the offer doesn't list", {{"node", node.id}, {"input", spec.name}}};
    }
    return {};
}

Result<JobPrice> HostRules::price(const protocol::peer::OfferJob& offer) const
{
    std::vector<InputSize> sizes;
    for (const auto& input : offer.inputs)
        sizes.push_back({input.sizesBytes});
    WEFT_TRY(const WorkBreakdown work, workOf(offer.fragment, sizes));
    JobPrice price;
    const auto server = m_servers.find(offer.fragment.server);
    WEFT_TRY(price.quote, quoteFor(work.total, server == m_servers.end() ? m_price : server->second.pricePerReferenceSecond));
    for (const auto& [node, micros] : work.micros)
        price.work[node] = micros;
    price.pieces = work.pieces;
    return price;
}

} // namespace weft

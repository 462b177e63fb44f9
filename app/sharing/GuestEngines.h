// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyGuard.h"
#include "app/engines/language/LanguageEngine.h"
#include "app/network/RelayConnection.h"
#include "core/engine/Engine.h"
#include "core/security/DeviceKey.h"

#include <QUrl>

#include <functional>
#include <optional>
#include <set>

namespace weft {

class ApiPurse;

/// A server of the owner's that guests may use besides the worker. Its engine describes only what they may run.
struct GuestServer {
    std::string kind; // "comfyui": OfferedServer::kind
    std::shared_ptr<Engine> engine;
    std::set<TypeName> carries;
    std::optional<Money> pricePerReferenceSecond = {}; // empty: the machine's
    std::function<std::map<std::string, std::int64_t>()> work = {}; // Fragment::work, asked after the catalogue; may be empty
    std::function<void(const Fragment&, Money)> earned = {}; // told what a fragment on it brought in; may be empty
};

/// The owner's ComfyUI, for guests.
GuestServer comfyForGuests(const QUrl& address, ComfyGuests guests);

/// What this user publishes (app/apis), for guests: run on the worker, or on another server of the owner's; what these lack is
/// bought over `relay`, whose machine owns them. `servers`: those that are offered besides.
GuestServer apisForGuests(const QString& home, RelayConnection& relay, const std::shared_ptr<Engine>& worker, const std::vector<GuestServer>& servers,
    std::shared_ptr<ApiPurse> purse = {});

/// The owner's server of language models, for guests. `pricePer1000Tokens`: empty: by the machine's price per second.
GuestServer languageForGuests(LanguageSettings settings, std::optional<Money> pricePer1000Tokens);

/// What APIs earn and spend, kept in the home folder: one for as long as they are offered.
std::shared_ptr<ApiPurse> apiPurseOf(const QString& home, RelayConnection& relay);

/// All that guests' fragments run on: the worker, and the servers by their kind. As an engine it is the worker's name and
/// catalogue; a fragment goes where its `server` says.
class GuestEngines : public Engine {
public:
    explicit GuestEngines(std::shared_ptr<Engine> worker, std::vector<GuestServer> servers = {});

    std::string id() const override { return m_worker->id(); }
    std::string displayName() const override { return m_worker->displayName(); }
    QCoro::Task<Result<Catalogue>> catalogue() override { return m_worker->catalogue(); }
    /// Errors also: NodeTypeUnknown for a server that isn't there.
    QCoro::Task<FragmentReport> run(FragmentJob job, EventSink events, CancelToken cancel) override;
    void rest() override;

    const std::vector<GuestServer>& servers() const { return m_servers; }
    /// A fragment on one of them has brought in so much.
    void earned(const Fragment& fragment, Money amount) const;
    /// What runs on another one goes on there.
    void setServers(std::vector<GuestServer> servers) { m_servers = std::move(servers); }

private:
    std::shared_ptr<Engine> m_worker;
    std::vector<GuestServer> m_servers;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountLink.h"

#include <deque>

namespace weft {

/// A relay that answers what it is told to, when it is told to.
class FakeAccountLink final : public AccountLink {
public:
    bool online = true;
    std::vector<protocol::relay::DeviceListed> devices;
    protocol::relay::AccountState state;
    struct Asked {
        AccountRequest request;
        Answer done;
    };
    std::deque<Asked> asked; // all but AskAccount, which is answered by `state`

    bool isOnline() const override { return online; }
    QString relayName() const override { return QStringLiteral("relay.example"); }
    void ask(AccountRequest request, Answer done) override
    {
        if (std::holds_alternative<protocol::relay::AskAccount>(request))
            done(protocol::relay::ToMachine(state));
        else
            asked.push_back({std::move(request), std::move(done)});
    }
    void listDevices(Devices done) override { done(devices); }

    /// The oldest request, if it is of this kind.
    template <typename Request> Request take()
    {
        last = std::move(asked.front());
        asked.pop_front();
        return std::get<Request>(last.request);
    }
    void answer(Result<protocol::relay::ToMachine> with = protocol::relay::ToMachine(protocol::relay::RequestDone{1}))
    {
        last.done(std::move(with));
    }
    void push() { Q_EMIT pushed(state); }

    Asked last;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Wires.h"
#include "relay-server/accounts/PasswordHasher.h"
#include "relay-server/accounts/TryLimiter.h"
#include "relay-server/gateway/JobDesk.h"

#include <unordered_map>
#include <unordered_set>

namespace weft::relay {

/// Answers requests about accounts: takes each through the limiter, the hasher's thread and the writer, and tells all
/// devices of an account what changed. On the event loop; of those with a secret one of a device at a time.
class AccountDesk {
public:
    /// What the gateway does for it. `send` and `fail` reach a machine if it is still connected.
    struct Gateway {
        std::function<void(const KeyHash& machine, const protocol::relay::ToMachine& message)> send;
        std::function<void(const KeyHash& machine, std::int64_t id, const Error& error)> fail;
        std::function<bool(const KeyHash& machine)> isOnline;
        std::function<void(const KeyHash& machine, const AccountId& account)> joined;
        std::function<void(const KeyHash& machine)> revoked; // closes its sockets
        std::function<UnixMillis()> now;
    };
    struct Caller {
        Party party;
        std::string address;
    };

    /// `context`: the event loop's; it, the desk and what `gateway` names outlive this.
    AccountDesk(QObject* context, JobDesk& desk, Gateway gateway, PasswordHasher::Cost cost);

    void handle(const Caller& from, const protocol::relay::AskAccount& request);
    void handle(const Caller& from, const protocol::relay::ListDevices& request);
    void handle(const Caller& from, const protocol::relay::RevokeDevice& request);
    void handle(const Caller& from, const protocol::relay::RenameDevice& request);
    void handle(const Caller& from, const protocol::relay::MakeRecoveryCode& request);
    void handle(const Caller& from, const protocol::relay::SetPassword& request);
    void handle(const Caller& from, const protocol::relay::SignIn& request);
    void handle(const Caller& from, const protocol::relay::UseRecoveryCode& request);
    void handle(const Caller& from, const protocol::relay::BeginTotp& request);
    void handle(const Caller& from, const protocol::relay::ConfirmTotp& request);
    void handle(const Caller& from, const protocol::relay::RemoveTotp& request);
    void handle(const Caller& from, const protocol::relay::BeginApproval& request);
    void handle(const Caller& from, const protocol::relay::ApproveDevice& request);

    /// This machine is joining another account just now: no job may begin on either side.
    bool isMoving(const KeyHash& machine) const { return m_moving.contains(machine); }
    /// Tells all devices of the account how it stands, its balance too.
    void tellAll(const AccountId& account);

private:
    using ToMachine = protocol::relay::ToMachine;
    using Tools = JobDesk::Tools;
    /// One request on its way to its answer.
    struct Ask {
        Caller from;
        std::int64_t id = 0;
        const char* what = ""; // for the log
        bool isExclusive = false; // no second one of this device meanwhile
    };
    enum class Password { IfSet, Needed };

    /// false: refused, since another one with a secret is still on its way.
    bool beginSecret(Ask& ask);
    void end(const Ask& ask, const Result<ToMachine>& answer);
    /// `work` in the writer; its message is the answer, and all devices are told.
    void change(const Ask& ask, std::function<Result<ToMachine>(Tools)> work);
    /// `then` with the hash that fits the account's password; empty where it has none.
    void prove(const Ask& ask, const std::string& password, Password need, std::function<void(std::string hash)> then);
    void compare(const Ask& ask, const std::string& email, const std::string& hash, const std::string& password,
        std::function<void()> then);
    /// `work` (-> the account) puts `machine` into an account; then the answer, and everybody is told.
    /// `signedOut`: machines that `work` revoked; their sockets are closed after the commit.
    void join(const Ask& ask, const KeyHash& machine, std::function<Result<AccountId>(Tools)> work,
        std::shared_ptr<std::vector<KeyHash>> signedOut = {});
    void approve(const Ask& ask, const protocol::relay::ApproveDevice& request, const std::string& hash);
    /// One more password of this address may wait for the hasher. Each true is followed by hashed().
    bool mayHash(const Ask& ask);
    void hashed(const Ask& ask);
    Done takeTry(const Ask& ask, const std::string& email);
    void rightTry(const Ask& ask, const std::string& email);

    JobDesk& m_desk;
    Gateway m_gateway;
    TryLimiter m_tries;
    std::unordered_map<std::string, int> m_hashing; // by address: passwords that wait for the hasher
    std::unordered_set<KeyHash> m_asking;
    std::unordered_set<KeyHash> m_moving;
    PasswordHasher m_hasher;
};

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/AccountDesk.h"

#include "core/security/PasswordRules.h"
#include "relay-server/gateway/Log.h"

namespace weft::relay {

using namespace protocol::relay;

namespace {

/// An account's longest wait is short: a stranger could keep its owner waiting. Addresses may be shared by many.
constexpr TryRule kEmailTries{10, std::chrono::seconds(1), std::chrono::seconds(60)};
constexpr TryRule kMachineTries{5, std::chrono::seconds(1), std::chrono::minutes(15)};
constexpr TryRule kAddressTries{40, std::chrono::seconds(1), std::chrono::minutes(5)};

/// Of the hasher's queue, for one address: who knows the right passwords of many accounts isn't slowed down by the tries.
constexpr int kMaxHashesPerAddress = 8;

std::string emailKey(const std::string& email)
{
    return "email:" + email;
}
std::string machineKey(const KeyHash& machine)
{
    return "machine:" + machine.hex();
}
std::string addressKey(const std::string& address)
{
    return "address:" + address;
}

Error hasherBusy()
{
    return {ErrorCode::TooManyTries, "too many passwords to compare", {{"seconds", "5"}}};
}

std::int64_t millisOf(UnixMillis time)
{
    return std::int64_t(time.time_since_epoch().count());
}

Result<AccountState> stateOf(JobDesk::Tools tools, const AccountId& account, std::int64_t id)
{
    WEFT_TRY(const Credentials login, tools.logins.login(account));
    WEFT_TRY(const Book earnings, tools.store.book(earningsOf(account)));
    AccountState state;
    state.id = id;
    state.account = account;
    state.email = login.email;
    state.hasPassword = !login.password.empty();
    state.hasRecoveryCode = login.hasRecoveryCode;
    state.hasTotp = login.hasTotp;
    state.needsRecoveryCode = !login.hasRecoveryCode && earnings.creditsPosted.micro > 0;
    WEFT_TRY(state.frozen, tools.accounts.isFrozen(account));
    WEFT_TRY(state.devices, tools.accounts.activeCount(account));
    return state;
}

} // namespace

AccountDesk::AccountDesk(QObject* context, JobDesk& desk, Gateway gateway, PasswordHasher::Cost cost)
    : m_desk(desk)
    , m_gateway(std::move(gateway))
    , m_hasher(context, cost)
{
}

bool AccountDesk::beginSecret(Ask& ask)
{
    ask.isExclusive = true;
    if (m_asking.insert(ask.from.party.machine).second)
        return true;
    m_gateway.fail(
        ask.from.party.machine, ask.id, {ErrorCode::LimitExceeded, "one request about the account at a time"});
    return false;
}

void AccountDesk::end(const Ask& ask, const Result<ToMachine>& answer)
{
    const KeyHash machine = ask.from.party.machine;
    if (ask.isExclusive)
        m_asking.erase(machine);
    logEvent("account",
        {{"what", ask.what}, {"machine", machine.hex()},
            {"result", answer ? "done" : std::string(nameOf(answer.error().code))}});
    if (answer)
        m_gateway.send(machine, *answer);
    else
        m_gateway.fail(machine, ask.id, answer.error());
}

void AccountDesk::change(const Ask& ask, std::function<Result<ToMachine>(Tools)> work)
{
    m_desk.run<ToMachine>(std::move(work), [this, ask](Result<ToMachine> answer) {
        end(ask, answer);
        if (answer)
            tellAll(ask.from.party.account);
    });
}

bool AccountDesk::mayHash(const Ask& ask)
{
    int& waiting = m_hashing[ask.from.address];
    const bool may = waiting < kMaxHashesPerAddress || TrialLimit::tellsNothing(ask.from.address);
    waiting += may ? 1 : 0;
    return may;
}

void AccountDesk::hashed(const Ask& ask)
{
    const auto waiting = m_hashing.find(ask.from.address);
    if (waiting != m_hashing.end() && --waiting->second <= 0)
        m_hashing.erase(waiting);
}

Done AccountDesk::takeTry(const Ask& ask, const std::string& email)
{
    std::vector<TryLimiter::Key> keys{
        {machineKey(ask.from.party.machine), kMachineTries}, {addressKey(ask.from.address), kAddressTries}};
    if (!email.empty())
        keys.push_back({emailKey(email), kEmailTries});
    return m_tries.begin(keys, m_gateway.now());
}

void AccountDesk::rightTry(const Ask& ask, const std::string& email)
{
    m_tries.forget(emailKey(email));
    m_tries.forget(machineKey(ask.from.party.machine));
    m_tries.refund(addressKey(ask.from.address));
}

void AccountDesk::compare(const Ask& ask, const std::string& email, const std::string& hash,
    const std::string& password, std::function<void()> then)
{
    if (!mayHash(ask))
        return end(ask, hasherBusy());
    const Done allowed = takeTry(ask, email);
    if (!allowed) {
        hashed(ask);
        return end(ask, allowed.error());
    }
    const bool taken = m_hasher.verify(hash, password, [this, ask, email, then = std::move(then)](bool fits) {
        hashed(ask);
        if (!fits)
            return end(ask, Error{ErrorCode::PasswordWrong, "a wrong password"});
        rightTry(ask, email);
        then();
    });
    if (taken)
        return;
    hashed(ask);
    end(ask, hasherBusy());
}

void AccountDesk::prove(
    const Ask& ask, const std::string& password, Password need, std::function<void(std::string)> then)
{
    const AccountId account = ask.from.party.account;
    m_desk.run<Credentials>([account](Tools tools) { return tools.logins.login(account); },
        [this, ask, password, need, then = std::move(then)](Result<Credentials> login) {
            if (!login)
                return end(ask, login.error());
            if (login->password.empty() && need == Password::Needed)
                return end(ask, Error{ErrorCode::PasswordNeeded, "the account has no password"});
            if (login->password.empty())
                return then({});
            compare(ask, login->email, login->password, password, [then, hash = login->password] { then(hash); });
        });
}

void AccountDesk::tellAll(const AccountId& account)
{
    struct News {
        AccountState state;
        Balance balance;
        std::vector<Device> devices;
    };
    m_desk.run<News>(
        [account](Tools tools) -> Result<News> {
            WEFT_TRY(const AccountState state, stateOf(tools, account, 0));
            WEFT_TRY(const Balance balance, tools.jobs.balance(account));
            WEFT_TRY(const auto devices, tools.accounts.devices(account));
            return News{state, balance, devices};
        },
        [this](Result<News> news) {
            if (!news)
                return logError("account", news.error());
            for (const Device& device : news->devices) {
                if (device.revoked)
                    continue;
                m_gateway.send(device.machine, news->state);
                m_gateway.send(device.machine, news->balance);
            }
        });
}

void AccountDesk::handle(const Caller& from, const AskAccount& request)
{
    const Ask ask{from, request.id, "ask"};
    m_desk.run<ToMachine>(
        [account = from.party.account, id = request.id](Tools tools) -> Result<ToMachine> {
            WEFT_TRY(const AccountState state, stateOf(tools, account, id));
            return ToMachine(state);
        },
        [this, ask](Result<ToMachine> answer) { end(ask, answer); });
}

void AccountDesk::handle(const Caller& from, const ListDevices& request)
{
    const Ask ask{from, request.id, "list-devices"};
    m_desk.run<std::vector<Device>>(
        [account = from.party.account](Tools tools) { return tools.accounts.devices(account); },
        [this, ask](Result<std::vector<Device>> devices) {
            if (!devices)
                return end(ask, devices.error());
            const KeyHash self = ask.from.party.machine;
            for (const Device& device : *devices) {
                m_gateway.send(self,
                    DeviceListed{ask.id, device.machine, device.name, millisOf(device.added), millisOf(device.seen),
                        !device.revoked && m_gateway.isOnline(device.machine), device.machine == self, device.revoked});
            }
            end(ask, ToMachine(RequestDone{ask.id}));
        });
}

void AccountDesk::handle(const Caller& from, const RenameDevice& request)
{
    const Ask ask{from, request.id, "rename-device"};
    change(ask, [account = from.party.account, request](Tools tools) -> Result<ToMachine> {
        WEFT_CHECK(tools.accounts.rename(account, request.machine, request.name));
        return ToMachine(RequestDone{request.id});
    });
}

void AccountDesk::handle(const Caller& from, const RevokeDevice& request)
{
    const Ask ask{from, request.id, "revoke-device"};
    const auto revoke = [account = from.party.account, request, now = m_gateway.now()](
                            Tools tools) -> Result<ToMachine> {
        WEFT_TRY(const auto devices, tools.accounts.devices(account));
        const bool isAnother = std::ranges::any_of(
            devices, [&](const Device& device) { return !device.revoked && device.machine != request.machine; });
        WEFT_TRY(const Credentials login, tools.logins.login(account));
        if (!isAnother && login.password.empty() && !login.hasRecoveryCode)
            return Error{ErrorCode::PasswordNeeded, "nobody could come back to this account"};
        WEFT_CHECK(tools.accounts.revoke(account, request.machine, now));
        return ToMachine(RequestDone{request.id});
    };
    m_desk.run<ToMachine>(revoke, [this, ask, machine = request.machine](Result<ToMachine> answer) {
        end(ask, answer);
        if (!answer)
            return;
        m_gateway.revoked(machine);
        tellAll(ask.from.party.account);
    });
}

void AccountDesk::handle(const Caller& from, const MakeRecoveryCode& request)
{
    Ask ask{from, request.id, "make-recovery-code"};
    if (!beginSecret(ask))
        return;
    prove(ask, request.password, Password::IfSet, [this, ask, request](const std::string& hash) {
        change(ask,
            [account = ask.from.party.account, request, hash, now = m_gateway.now()](Tools tools) -> Result<ToMachine> {
                WEFT_CHECK(tools.logins.checkUnchanged(account, hash));
                WEFT_CHECK(tools.logins.passTotp(account, request.totp, now));
                WEFT_TRY(const std::string code, tools.logins.makeRecoveryCode(account, systemRandom(), now));
                return ToMachine(RecoveryCode{request.id, code});
            });
    });
}

void AccountDesk::handle(const Caller& from, const SetPassword& request)
{
    Ask ask{from, request.id, "set-password"};
    if (!beginSecret(ask))
        return;
    const auto email = normalisedEmail(request.email);
    const Done good = email ? checkPassword(request.password, *email) : Done{email.error()};
    if (!good)
        return end(ask, good.error());
    prove(ask, request.oldPassword, Password::IfSet, [this, ask, request, email = *email](const std::string& old) {
        if (!mayHash(ask))
            return end(ask, hasherBusy());
        // Whether an address is taken can be asked for no faster than a password can be guessed.
        if (const Done allowed = takeTry(ask, {}); !allowed) {
            hashed(ask);
            return end(ask, allowed.error());
        }
        const bool taken = m_hasher.hash(request.password, [this, ask, request, email, old](const std::string& hash) {
            hashed(ask);
            if (hash.empty())
                return end(ask, Error{ErrorCode::OutOfMemory, "no memory for Argon2id"});
            const auto set = [account = ask.from.party.account, request, email, old, hash, now = m_gateway.now()](
                                 Tools tools) -> Result<ToMachine> {
                WEFT_CHECK(tools.logins.checkUnchanged(account, old));
                WEFT_CHECK(tools.logins.passTotp(account, request.totp, now));
                WEFT_CHECK(tools.logins.setPassword(account, email, hash, now));
                return ToMachine(RequestDone{request.id});
            };
            m_desk.run<ToMachine>(set, [this, ask](Result<ToMachine> answer) {
                if (answer)
                    rightTry(ask, {});
                end(ask, answer);
                if (answer)
                    tellAll(ask.from.party.account);
            });
        });
        if (taken)
            return;
        hashed(ask);
        end(ask, hasherBusy());
    });
}

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/PasswordRules.h"
#include "relay-server/gateway/AccountDesk.h"

#include <algorithm>

/// How devices come into an account, and two-step sign-in.
namespace weft::relay {

using namespace protocol::relay;

void AccountDesk::join(const Ask& ask, const KeyHash& machine, std::function<Result<AccountId>(Tools)> work,
    std::shared_ptr<std::vector<KeyHash>> signedOut)
{
    struct Joined {
        AccountId left;
        AccountId account;
    };
    if (!m_moving.insert(machine).second)
        return end(ask, Error{ErrorCode::AccountBusy, "this device is joining an account already"});
    m_desk.run<Joined>(
        [machine, work = std::move(work)](Tools tools) -> Result<Joined> {
            WEFT_TRY(const AccountId left, tools.accounts.accountOf(machine));
            WEFT_TRY(const AccountId account, work(tools));
            return Joined{left, account};
        },
        [this, ask, machine, signedOut](Result<Joined> joined) {
            m_moving.erase(machine);
            if (!joined)
                return end(ask, joined.error());
            if (signedOut)
                std::ranges::for_each(*signedOut, m_gateway.revoked);
            m_gateway.joined(machine, joined->account);
            end(ask, ToMachine(RequestDone{ask.id}));
            tellAll(joined->account);
            if (joined->left != joined->account)
                tellAll(joined->left);
        });
}

/// An address that nobody has takes the same way, and as long.
void AccountDesk::handle(const Caller& from, const SignIn& request)
{
    Ask ask{from, request.id, "sign-in"};
    if (!beginSecret(ask))
        return;
    const auto email = normalisedEmail(request.email);
    if (!email)
        return end(ask, email.error());
    m_desk.run<std::optional<Credentials>>([email = *email](Tools tools) { return tools.logins.byEmail(email); },
        [this, ask, request, email = *email](Result<std::optional<Credentials>> found) {
            if (!found)
                return end(ask, found.error());
            const Credentials login = found->value_or(Credentials{});
            compare(ask, email, login.password, request.password, [this, ask, request, login] {
                const KeyHash machine = ask.from.party.machine;
                join(ask, machine, [machine, request, login, now = m_gateway.now()](Tools tools) -> Result<AccountId> {
                    WEFT_CHECK(tools.logins.checkUnchanged(login.account, login.password));
                    WEFT_CHECK(tools.logins.passTotp(login.account, request.totp, now));
                    WEFT_CHECK(tools.moves.join(machine, login.account, request.deviceName, now));
                    return login.account;
                });
            });
        });
}

void AccountDesk::handle(const Caller& from, const UseRecoveryCode& request)
{
    Ask ask{from, request.id, "use-recovery-code"};
    if (!beginSecret(ask))
        return;
    if (const Done allowed = takeTry(ask, {}); !allowed)
        return end(ask, allowed.error());
    const KeyHash machine = from.party.machine;
    // Without a password every device of the account could set a new one, the one that was stolen too.
    const auto signedOut = std::make_shared<std::vector<KeyHash>>();
    const auto recover = [machine, request, signedOut, now = m_gateway.now()](Tools tools) -> Result<AccountId> {
        WEFT_TRY(const AccountId account, tools.logins.useRecoveryCode(request.code, now));
        WEFT_CHECK(tools.moves.join(machine, account, request.deviceName, now));
        WEFT_TRY(*signedOut, tools.accounts.revokeOthers(account, machine, now));
        return account;
    };
    join(ask, machine, recover, signedOut);
}

void AccountDesk::handle(const Caller& from, const BeginTotp& request)
{
    Ask ask{from, request.id, "begin-totp"};
    if (!beginSecret(ask))
        return;
    prove(ask, request.password, Password::Needed, [this, ask](const std::string& hash) {
        const auto make = [account = ask.from.party.account, id = ask.id, hash, now = m_gateway.now()](
                              Tools tools) -> Result<ToMachine> {
            WEFT_CHECK(tools.logins.checkUnchanged(account, hash));
            WEFT_TRY(const std::string uri, tools.logins.beginTotp(account, systemRandom(), now));
            return ToMachine(TotpSecret{id, uri});
        };
        m_desk.run<ToMachine>(make, [this, ask](Result<ToMachine> answer) { end(ask, answer); });
    });
}

void AccountDesk::handle(const Caller& from, const ConfirmTotp& request)
{
    const Ask ask{from, request.id, "confirm-totp"};
    change(ask, [account = from.party.account, request, now = m_gateway.now()](Tools tools) -> Result<ToMachine> {
        WEFT_CHECK(tools.logins.confirmTotp(account, request.totp, now));
        return ToMachine(RequestDone{request.id});
    });
}

void AccountDesk::handle(const Caller& from, const RemoveTotp& request)
{
    Ask ask{from, request.id, "remove-totp"};
    if (!beginSecret(ask))
        return;
    prove(ask, request.password, Password::Needed, [this, ask, request](const std::string& hash) {
        change(ask,
            [account = ask.from.party.account, request, hash, now = m_gateway.now()](Tools tools) -> Result<ToMachine> {
                WEFT_CHECK(tools.logins.checkUnchanged(account, hash));
                WEFT_CHECK(tools.logins.checkTotp(account, request.totp, now));
                WEFT_CHECK(tools.logins.removeTotp(account, now));
                return ToMachine(RequestDone{request.id});
            });
    });
}

void AccountDesk::handle(const Caller& from, const BeginApproval& request)
{
    const Ask ask{from, request.id, "begin-approval"};
    const auto make = [machine = from.party.machine, request, now = m_gateway.now()](Tools tools) -> Result<ToMachine> {
        WEFT_TRY(const auto begun, tools.approvals.begin(machine, request.deviceName, systemRandom(), now));
        return ToMachine(ApprovalCode{request.id, begun.code, std::int64_t(begun.expires.time_since_epoch().count())});
    };
    m_desk.run<ToMachine>(make, [this, ask](Result<ToMachine> answer) { end(ask, answer); });
}

void AccountDesk::handle(const Caller& from, const ApproveDevice& request)
{
    Ask ask{from, request.id, "approve-device"};
    if (!beginSecret(ask))
        return;
    prove(ask, request.password, Password::IfSet,
        [this, ask, request](const std::string& hash) { approve(ask, request, hash); });
}

/// The code is looked up first, so that no job begins on the machine that is about to move.
void AccountDesk::approve(const Ask& ask, const ApproveDevice& request, const std::string& hash)
{
    if (const Done allowed = takeTry(ask, {}); !allowed)
        return end(ask, allowed.error());
    using Asked = Approvals::Asked;
    m_desk.run<Asked>([request, now = m_gateway.now()](Tools tools) { return tools.approvals.find(request.code, now); },
        [this, ask, request, hash](Result<Asked> asked) {
            if (!asked)
                return end(ask, asked.error());
            rightTry(ask, {});
            const auto take = [account = ask.from.party.account, request, hash, now = m_gateway.now()](
                                  Tools tools) -> Result<AccountId> {
                WEFT_CHECK(tools.logins.checkUnchanged(account, hash));
                WEFT_CHECK(tools.logins.passTotp(account, request.totp, now));
                WEFT_TRY(const Asked used, tools.approvals.use(request.code, now));
                WEFT_CHECK(tools.moves.join(used.machine, account, used.name, now));
                return account;
            };
            join(ask, asked->machine, take);
        });
}

} // namespace weft::relay

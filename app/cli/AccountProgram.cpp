// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/AccountProgram.h"

#include "app/account/AccountText.h"
#include "app/cli/AccountArguments.h"
#include "app/cli/Cli.h"
#include "app/cli/RelayProgram.h"
#include "app/cli/SecretInput.h"
#include "app/language/ErrorText.h"
#include "core/base/Json.h"
#include "core/security/HumanCodes.h"
#include "core/security/PasswordRules.h"

#include <QCoreApplication>
#include <QDateTime>

namespace weft {

using namespace protocol::relay;

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Cli", text);
}

class AccountProgram : public QObject {
public:
    AccountProgram(AccountArguments arguments, const DeviceKey& key)
        : m_arguments(std::move(arguments))
        , m_connection(relaySettingsAt(m_arguments.relay, m_arguments.home), key)
    {
    }

    int run()
    {
        return runToEnd([this] {
            return reachAndAct(
                m_connection, [this] { return act(); }, [](const Error& error) { printError(sentenceFor(error)); });
        });
    }

private:
    using Action = AccountArguments::Action;
    using Told = Result<ToMachine>;

    QCoro::Task<Done> act()
    {
        switch (m_arguments.action) {
        case Action::Show:
            return show();
        case Action::SetPassword:
            return setPassword();
        case Action::SignIn:
            return signIn();
        case Action::Recover:
            return recover();
        case Action::RecoveryCode:
            return makeRecoveryCode();
        case Action::Devices:
            return listDevices();
        case Action::Revoke:
            return revoke();
        case Action::TotpOn:
            return totpOn();
        case Action::TotpOff:
            return totpOff();
        case Action::Approve:
            return approve();
        case Action::ApproveMe:
            return approveMe();
        default:
            return show();
        }
    }

    /// Errors: CodeNeeded etc. stay what they are; no terminal: ValueMissing.
    Result<std::string> secret(const char* prompt)
    {
        const auto line = readSecret(words(prompt), m_arguments.secretsFromStdin);
        if (!line)
            return Error{ErrorCode::ValueMissing, "no terminal to ask on; --password-stdin reads from standard input"};
        return line->toStdString();
    }

    template <typename Request> QCoro::Task<Told> ask(Request request)
    {
        auto asking = m_connection.ask(std::move(request));
        co_return co_await asking;
    }

    /// Asks for the authenticator's code only where the relay wants one.
    template <typename Request> QCoro::Task<Told> askWithCode(Request request)
    {
        request.totp = m_arguments.code.toStdString();
        auto first = ask(request);
        Told told = co_await first;
        if (told || told.error().code != ErrorCode::CodeNeeded || m_arguments.secretsFromStdin)
            co_return told;
        const auto code = secret(QT_TRANSLATE_NOOP("Cli", "Code of your authenticator"));
        if (!code)
            co_return told;
        request.totp = *code;
        auto second = ask(request);
        co_return co_await second;
    }

    QCoro::Task<Result<AccountState>> state()
    {
        auto asking = ask(AskAccount{});
        const Told told = co_await asking;
        if (!told)
            co_return told.error();
        const auto* found = std::get_if<AccountState>(&*told);
        co_return found ? Result<AccountState>(*found)
                        : Result<AccountState>(Error{ErrorCode::ProtocolViolation, "no state"});
    }

    /// Empty where the account has no password.
    QCoro::Task<Result<std::string>> password(const char* prompt)
    {
        auto asking = state();
        const auto known = co_await asking;
        if (!known)
            co_return known.error();
        if (!known->hasPassword)
            co_return std::string();
        co_return secret(prompt);
    }

    static Done doneOr(const Told& told, const char* text)
    {
        if (!told)
            return told.error();
        printLine(words(text));
        return {};
    }

    QCoro::Task<Done> show()
    {
        auto asking = state();
        const auto known = co_await asking;
        if (!known)
            co_return known.error();
        if (m_arguments.asJson) {
            printLine(QString::fromStdString(
                toJsonText(Json{{"account", known->account.hex()}, {"email", known->email},
                               {"password", known->hasPassword}, {"recoveryCode", known->hasRecoveryCode},
                               {"totp", known->hasTotp}, {"frozen", known->frozen}, {"devices", known->devices}},
                    2)));
            co_return Done{};
        }
        const auto yesNo = [](bool is) {
            return is ? words(QT_TRANSLATE_NOOP("Cli", "on")) : words(QT_TRANSLATE_NOOP("Cli", "off"));
        };
        printLine(words(QT_TRANSLATE_NOOP("Cli", "Account: %1")).arg(QString::fromStdString(known->account.hex())));
        printLine(words(QT_TRANSLATE_NOOP("Cli", "E-mail address: %1"))
                      .arg(known->email.empty() ? QStringLiteral("–") : QString::fromStdString(known->email)));
        printLine(words(QT_TRANSLATE_NOOP("Cli", "Password: %1")).arg(yesNo(known->hasPassword)));
        printLine(words(QT_TRANSLATE_NOOP("Cli", "Recovery code: %1")).arg(yesNo(known->hasRecoveryCode)));
        printLine(words(QT_TRANSLATE_NOOP("Cli", "Two-step sign-in: %1")).arg(yesNo(known->hasTotp)));
        printLine(words(QT_TRANSLATE_NOOP("Cli", "Devices: %1")).arg(known->devices));
        if (known->needsRecoveryCode)
            printLine(words(QT_TRANSLATE_NOOP("Cli",
                "This account has earned something. Make a recovery code, so that it isn't lost with this computer: "
                "weft account recovery-code")));
        co_return Done{};
    }

    QCoro::Task<Done> setPassword()
    {
        SetPassword request;
        WEFT_CO_TRY(request.email, normalisedEmail(m_arguments.word.toStdString()));
        WEFT_CO_TRY(request.password, secret(QT_TRANSLATE_NOOP("Cli", "New password")));
        WEFT_CO_CHECK(checkPassword(request.password, request.email));
        if (!m_arguments.secretsFromStdin) {
            WEFT_CO_TRY(const std::string again, secret(QT_TRANSLATE_NOOP("Cli", "The same again")));
            if (again != request.password)
                co_return Error{ErrorCode::PasswordWrong, "the two passwords differ"};
        }
        auto asking = password(QT_TRANSLATE_NOOP("Cli", "Password until now"));
        WEFT_CO_TRY(request.oldPassword, co_await asking);
        auto setting = askWithCode(request);
        const Told told = co_await setting;
        co_return doneOr(told,
            QT_TRANSLATE_NOOP("Cli", "From now on you can sign in with this address and password on other devices."));
    }

    QCoro::Task<Done> signIn()
    {
        SignIn request;
        WEFT_CO_TRY(request.email, normalisedEmail(m_arguments.word.toStdString()));
        WEFT_CO_TRY(request.password, secret(QT_TRANSLATE_NOOP("Cli", "Password")));
        request.deviceName = m_arguments.name.toStdString();
        auto asking = askWithCode(request);
        const Told told = co_await asking;
        co_return doneOr(told,
            QT_TRANSLATE_NOOP("Cli",
                "This device is signed in. What its old account held came along, unless that has a password or other "
                "devices."));
    }

    QCoro::Task<Done> recover()
    {
        UseRecoveryCode request;
        WEFT_CO_TRY(const std::string typed, secret(QT_TRANSLATE_NOOP("Cli", "Recovery code")));
        WEFT_CO_TRY(request.code, readRecoveryCode(typed));
        request.deviceName = m_arguments.name.toStdString();
        auto asking = ask(request);
        const Told told = co_await asking;
        co_return doneOr(told,
            QT_TRANSLATE_NOOP("Cli",
                "This device is signed in, and the code is used up. Set a new password and make a new recovery code "
                "now."));
    }

    QCoro::Task<Done> makeRecoveryCode()
    {
        MakeRecoveryCode request;
        auto proving = password(QT_TRANSLATE_NOOP("Cli", "Password"));
        WEFT_CO_TRY(request.password, co_await proving);
        auto asking = askWithCode(request);
        const Told told = co_await asking;
        if (!told)
            co_return told.error();
        if (const auto* made = std::get_if<RecoveryCode>(&*told))
            printLine(QString::fromStdString(made->code));
        printError(words(QT_TRANSLATE_NOOP("Cli",
            "Write this code down and keep it apart from this computer. It is shown once, and the one before it is "
            "void.")));
        co_return Done{};
    }

    QCoro::Task<Result<std::vector<DeviceListed>>> devices()
    {
        auto asking = m_connection.askList<DeviceListed>(ListDevices{});
        co_return co_await asking;
    }

    QCoro::Task<Done> listDevices()
    {
        auto asking = devices();
        const auto all = co_await asking;
        if (!all)
            co_return all.error();
        Json rows = Json::array();
        for (const DeviceListed& device : *all) {
            rows.push_back({{"id", device.machine.hex()}, {"name", device.name}, {"online", device.online},
                {"this", device.thisOne}, {"revoked", device.revoked}, {"seen", device.seenUnixMillis}});
            if (m_arguments.asJson)
                continue;
            const QString what = device.revoked ? words(QT_TRANSLATE_NOOP("Cli", "revoked"))
                : device.thisOne                ? words(QT_TRANSLATE_NOOP("Cli", "this device"))
                : device.online                 ? words(QT_TRANSLATE_NOOP("Cli", "online"))
                                                : seenText(device.seenUnixMillis, QDateTime::currentMSecsSinceEpoch());
            printLine(QStringLiteral("%1  %2  %3")
                          .arg(QString::fromStdString(device.machine.hex()).left(12),
                              QString::fromStdString(device.name).leftJustified(24), what));
        }
        if (m_arguments.asJson)
            printLine(QString::fromStdString(toJsonText(rows, 2)));
        co_return Done{};
    }

    QCoro::Task<Done> revoke()
    {
        auto asking = devices();
        const auto all = co_await asking;
        if (!all)
            co_return all.error();
        std::vector<KeyHash> fitting;
        for (const DeviceListed& device : *all) {
            if (!device.revoked && QString::fromStdString(device.machine.hex()).startsWith(m_arguments.word.toLower()))
                fitting.push_back(device.machine);
        }
        if (fitting.size() != 1) {
            printError(words(QT_TRANSLATE_NOOP("Cli",
                                 "“%1” isn't the start of exactly one device's id; weft account devices lists them."))
                           .arg(m_arguments.word));
            co_return Error{ErrorCode::ValueInvalid, "not one device"};
        }
        auto revoking = ask(RevokeDevice{0, fitting.front()});
        const Told told = co_await revoking;
        co_return doneOr(told, QT_TRANSLATE_NOOP("Cli", "That device is signed out and can't come back with its key."));
    }

    QCoro::Task<Done> totpOn()
    {
        WEFT_CO_TRY(const std::string typed, secret(QT_TRANSLATE_NOOP("Cli", "Password")));
        auto beginning = ask(BeginTotp{0, typed});
        const Told told = co_await beginning;
        if (!told)
            co_return told.error();
        if (const auto* begun = std::get_if<TotpSecret>(&*told)) {
            printLine(QString::fromStdString(begun->uri));
            printLine(totpSecretText(QString::fromStdString(begun->uri)));
        }
        WEFT_CO_TRY(const std::string code,
            secret(
                QT_TRANSLATE_NOOP("Cli", "Give this secret to your authenticator, then type the code that it shows")));
        auto confirming = ask(ConfirmTotp{0, code});
        const Told confirmed = co_await confirming;
        co_return doneOr(confirmed, QT_TRANSLATE_NOOP("Cli", "Two-step sign-in is on."));
    }

    QCoro::Task<Done> totpOff()
    {
        WEFT_CO_TRY(const std::string typed, secret(QT_TRANSLATE_NOOP("Cli", "Password")));
        std::string code = m_arguments.code.toStdString();
        if (code.empty()) {
            WEFT_CO_TRY(code, secret(QT_TRANSLATE_NOOP("Cli", "Code of your authenticator")));
        }
        auto asking = ask(RemoveTotp{0, typed, code});
        const Told told = co_await asking;
        co_return doneOr(told, QT_TRANSLATE_NOOP("Cli", "Two-step sign-in is off."));
    }

    QCoro::Task<Done> approve()
    {
        ApproveDevice request;
        WEFT_CO_TRY(request.code, readApprovalCode(m_arguments.word.toStdString()));
        auto proving = password(QT_TRANSLATE_NOOP("Cli", "Password"));
        WEFT_CO_TRY(request.password, co_await proving);
        auto asking = askWithCode(request);
        const Told told = co_await asking;
        co_return doneOr(told, QT_TRANSLATE_NOOP("Cli", "That machine is signed in to this account."));
    }

    /// Waits until another device has taken this one into its account.
    QCoro::Task<Done> approveMe()
    {
        const AccountId before = m_connection.welcome().account;
        Pending<Done> approved;
        connect(&m_connection, &RelayConnection::pushed, this, [approved, before](const ToMachine& message) {
            const auto* state = std::get_if<AccountState>(&message);
            if (state && state->account != before)
                approved.set(Done{});
        });
        connect(&m_connection, &RelayConnection::online, this, [this, approved, before] {
            if (m_connection.welcome().account != before)
                approved.set(Done{});
        });
        auto asking = ask(BeginApproval{0, m_arguments.name.toStdString()});
        const Told told = co_await asking;
        if (!told)
            co_return told.error();
        const auto* code = std::get_if<ApprovalCode>(&*told);
        if (!code)
            co_return Error{ErrorCode::ProtocolViolation, "no code"};
        printLine(QString::fromStdString(code->code));
        printError(words(QT_TRANSLATE_NOOP("Cli",
                             "Type this code on a device that is signed in: Account, Approve a machine; or weft "
                             "account approve %1. It is valid for 10 minutes."))
                       .arg(QString::fromStdString(code->code)));
        const auto left = std::max<qint64>(0, code->expiresUnixMillis - QDateTime::currentMSecsSinceEpoch());
        QTimer::singleShot(std::chrono::milliseconds(left), this, [approved] {
            approved.set(Error{ErrorCode::CodeWrong, "nobody typed it", {{"reason", "unknown"}}});
        });
        auto waiting = approved.wait();
        const Done done = co_await waiting;
        if (done)
            printLine(words(QT_TRANSLATE_NOOP("Cli", "This machine is signed in.")));
        co_return done;
    }

    AccountArguments m_arguments;
    RelayConnection m_connection;
};

} // namespace

int runAccountProgram(const AccountArguments& arguments, const DeviceKey& key)
{
    AccountProgram program(arguments, key);
    return program.run();
}

} // namespace weft

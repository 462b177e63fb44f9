// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/GatewayProgram.h"

#include "app/cli/Cli.h"
#include "app/cli/RelayProgram.h"
#include "app/language/ErrorText.h"
#include "core/base/Json.h"
#include "core/security/GatewayToken.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace weft {

using namespace protocol::relay;

namespace {

constexpr qsizetype kIdLength = 12;
constexpr qsizetype kMostNameBytes = 80; // as the message has it

QString gatewayWords(const char* text) { return QCoreApplication::translate("Cli", text); }

QString idOf(const Hash256& token) { return QString::fromStdString(token.hex()).left(kIdLength); }

QString amountText(Money amount) { return QString::fromStdString(toCreditString(amount)); }

/// Whether the relay has carried it out isn't known.
bool isUncertain(const Error& error) { return error.code == ErrorCode::RelayUnreachable || error.code == ErrorCode::TimedOut; }

class GatewayProgram : public QObject {
public:
    using Action = AccountArguments::Action;

    GatewayProgram(AccountArguments arguments, const DeviceKey& key)
        : m_arguments(std::move(arguments))
        , m_connection(relaySettingsAt(m_arguments.relay, m_arguments.home), key)
    {
    }

    int run()
    {
        return runToEnd([this] {
            return reachAndAct(
                m_connection, [this] { return act(); },
                [this](const Error& error) {
                    if (!m_isSaid)
                        printError(sentenceFor(error));
                });
        });
    }

private:
    using Told = Result<ToMachine>;
    using Tokens = Result<std::vector<GatewayTokenListed>>;

    QCoro::Task<Done> act()
    {
        switch (m_arguments.action) {
        case Action::GatewayToken:
            return buy();
        case Action::GatewayTokens:
            return list();
        case Action::GatewayRevoke:
            return revoke();
        default:
            return show();
        }
    }

    /// Errors: RelayRefused: it has none.
    QCoro::Task<Result<QString>> address()
    {
        auto asking = m_connection.ask(AskGateway {});
        const Told told = co_await asking;
        if (!told)
            co_return told.error();
        const auto* gateway = std::get_if<Gateway>(&*told);
        if (!gateway || gateway->url.empty())
            co_return Error {ErrorCode::RelayRefused, "no gateway", {{"reason", "no-gateway"}}};
        co_return QString::fromStdString(gateway->url);
    }

    QCoro::Task<Done> show()
    {
        auto asking = address();
        const auto url = co_await asking;
        if (!url)
            co_return url.error();
        if (m_arguments.asJson) {
            printLine(QString::fromStdString(toJsonText(Json {{"url", url->toStdString()}, {"sees", "prompts, pictures and results"}}, 2)));
            co_return Done {};
        }
        printLine(gatewayWords(QT_TRANSLATE_NOOP("Cli", "Public gateway: %1")).arg(*url));
        printLine(gatewayWords(QT_TRANSLATE_NOOP("Cli",
            "It sees what is sent to it and what comes back: prompts, pictures and results. weft call and weft serve keep them between you and the machine that computes.")));
        co_return Done {};
    }

    QCoro::Task<Done> buy()
    {
        const auto amount = parseCredits(m_arguments.word.toStdString());
        if (!amount || amount->micro <= 0 || *amount > kMaxAmount)
            co_return Error {ErrorCode::AmountInvalid, "not an amount of credits"};
        auto asking = address();
        WEFT_CO_TRY(const QString url, co_await asking);
        const std::string token = freshGatewayToken(systemRandom());
        QString name = m_arguments.tokenName;
        while (name.toUtf8().size() > kMostNameBytes)
            name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
        const BuyGatewayToken request {0, gatewayTokenHash(token), *amount, name.toStdString()};
        auto buying = m_connection.ask(request);
        Told told = co_await buying;
        if (!told && isUncertain(told.error())) { // asked twice it is bought once
            auto again = m_connection.ask(request);
            told = co_await again;
        }
        if (!told && isUncertain(told.error()))
            printError(gatewayWords(QT_TRANSLATE_NOOP("Cli",
                                        "It isn't known whether the relay has set the credits aside. weft account gateway tokens shows it; weft account gateway revoke %1 brings them back."))
                           .arg(idOf(request.token)));
        if (!told)
            co_return told.error();
        tell(token, request, url);
        co_return Done {};
    }

    void tell(const std::string& token, const BuyGatewayToken& bought, const QString& url) const
    {
        if (m_arguments.asJson)
            return printLine(QString::fromStdString(toJsonText(
                Json {{"token", token}, {"id", idOf(bought.token).toStdString()}, {"credits", toCreditString(bought.amount)}, {"url", url.toStdString()}}, 2)));
        printLine(QString::fromStdString(token));
        printError(gatewayWords(QT_TRANSLATE_NOOP("Cli",
                                    "Keep this token; it is shown only now. Whoever has it can spend the %1 credits that are set aside for it, and nothing else of yours. They can't be refunded to a card any more; what isn't spent comes back with weft account gateway revoke %2."))
                       .arg(amountText(bought.amount), idOf(bought.token)));
        printError(gatewayWords(QT_TRANSLATE_NOOP("Cli", "The gateway sees what is sent to it and what comes back: prompts, pictures and results.")));
        printError(QStringLiteral("curl %1/v1/NAME -H 'Authorization: Bearer %2' -H 'Content-Type: application/json' -d '{}'").arg(url, QString::fromStdString(token)));
    }

    QCoro::Task<Tokens> tokens()
    {
        auto asking = m_connection.askList<GatewayTokenListed>(ListGatewayTokens {});
        co_return co_await asking;
    }

    QCoro::Task<Done> list()
    {
        auto asking = tokens();
        const Tokens all = co_await asking;
        if (!all)
            co_return all.error();
        Json rows = Json::array();
        for (const GatewayTokenListed& token : *all) {
            rows.push_back({{"id", token.token.hex()}, {"name", token.name}, {"bought", toCreditString(token.bought)}, {"left", toCreditString(token.left)},
                {"held", toCreditString(token.held)}, {"created", token.createdUnixMillis}, {"revoked", token.revoked}});
            if (!m_arguments.asJson)
                printLine(QStringLiteral("%1  %2  %3").arg(idOf(token.token), QString::fromStdString(token.name).leftJustified(24), stateOf(token)));
        }
        if (m_arguments.asJson)
            printLine(QString::fromStdString(toJsonText(rows, 2)));
        else if (all->empty())
            printLine(gatewayWords(QT_TRANSLATE_NOOP("Cli", "This account has no gateway tokens; weft account gateway token CREDITS makes one.")));
        co_return Done {};
    }

    static QString stateOf(const GatewayTokenListed& token)
    {
        const QString created = QLocale().toString(QDateTime::fromMSecsSinceEpoch(token.createdUnixMillis), QLocale::ShortFormat);
        if (token.revoked)
            return gatewayWords(QT_TRANSLATE_NOOP("Cli", "revoked, made %1")).arg(created);
        const QString left = gatewayWords(QT_TRANSLATE_NOOP("Cli", "%1 of %2 credits left, made %3")).arg(amountText(token.left), amountText(token.bought), created);
        return token.held.micro > 0 ? gatewayWords(QT_TRANSLATE_NOOP("Cli", "%1, %2 held by running calls")).arg(left, amountText(token.held)) : left;
    }

    QCoro::Task<Done> revoke()
    {
        auto asking = tokens();
        const Tokens all = co_await asking;
        if (!all)
            co_return all.error();
        std::vector<GatewayTokenListed> fitting;
        for (const GatewayTokenListed& token : *all) {
            if (!token.revoked && QString::fromStdString(token.token.hex()).startsWith(m_arguments.word.toLower()))
                fitting.push_back(token);
        }
        if (fitting.size() != 1) {
            printError(gatewayWords(QT_TRANSLATE_NOOP("Cli", "“%1” isn't the start of exactly one token's id; weft account gateway tokens lists them.")).arg(m_arguments.word));
            m_isSaid = true;
            co_return Error {ErrorCode::ValueInvalid, "not one token"};
        }
        auto revoking = m_connection.ask(RevokeGatewayToken {0, fitting.front().token});
        const Told told = co_await revoking;
        if (!told)
            co_return told.error();
        printLine(gatewayWords(QT_TRANSLATE_NOOP("Cli", "The token is void, and %1 credits are back. What running calls hold comes back as they end.")).arg(amountText(fitting.front().left)));
        co_return Done {};
    }

    AccountArguments m_arguments;
    RelayConnection m_connection;
    bool m_isSaid = false; // what went wrong, better than the error's own sentence
};

} // namespace

bool isGatewayAction(AccountArguments::Action action)
{
    using Action = AccountArguments::Action;
    return action == Action::Gateway || action == Action::GatewayToken || action == Action::GatewayTokens || action == Action::GatewayRevoke;
}

int runGatewayProgram(const AccountArguments& arguments, const DeviceKey& key)
{
    GatewayProgram program(arguments, key);
    return program.run();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayConfig.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QSettings>

namespace weft::relay {

namespace {

Error invalid(const char* why)
{
    return invalidSetting(why);
}

Done setListen(RelayConfig& config, const QString& text)
{
    return setAddress(config.address, config.port, text);
}

Done setShare(RelayConfig& config, const QString& text)
{
    bool isNumber = false;
    const int permille = text.toInt(&isNumber);
    if (!isNumber || permille < 0 || permille > 1000)
        return invalid("0 to 1000 thousandths");
    config.rules.shareMillionths = std::int64_t{permille} * 1000;
    return {};
}

Done setSeconds(std::chrono::milliseconds& target, const QString& text)
{
    bool isNumber = false;
    const int seconds = text.toInt(&isNumber);
    if (!isNumber || seconds < 0 || seconds > 86'400)
        return invalid("0 to 86400 seconds");
    target = std::chrono::seconds(seconds);
    return {};
}

Done setCount(int& target, const QString& text)
{
    bool isNumber = false;
    const int count = text.toInt(&isNumber);
    if (!isNumber || count < 1 || count > 1'000'000)
        return invalid("1 to 1000000");
    target = count;
    return {};
}

using C = RelayConfig;
constexpr ConfigOption kOptions[] = {
    {"listen", "address:port", "Where to listen; port 0 chooses one.", setListen},
    {"database", "where", "The ledger: a file, or postgresql://user@host:port/name.",
        [](C& c, const QString& t) { return setText(c.database, t); }},
    {"key", "file", "The relay's Ed25519 key, made on the first start.",
        [](C& c, const QString& t) { return setText(c.key, t); }},
    {"tls-cert", "file", "PEM certificates for wss.",
        [](C& c, const QString& t) { return setText(c.tlsCertificate, t); }},
    {"tls-key", "file", "PEM key for wss.", [](C& c, const QString& t) { return setText(c.tlsKey, t); }},
    {"share-permille", "n", "The relay's share of what is captured, in thousandths (120).", setShare},
    {"trial-credits", "credits", "Given to each new account (0).",
        [](C& c, const QString& t) { return setCredits(c.rules.trialCredits, t); }},
    {"trial-budget", "credits", "For all trial credits together (a thousand times trial-credits).",
        [](C& c, const QString& t) { return setCredits(c.rules.trialBudget, t); }},
    {"release-grace", "seconds", "A provider's time to show a receipt after the buyer's release (20).",
        [](C& c, const QString& t) { return setSeconds(c.rules.buyerReleaseGrace, t); }},
    {"gone-grace", "seconds", "A lost provider's time to return (30).",
        [](C& c, const QString& t) { return setSeconds(c.rules.providerGoneGrace, t); }},
    {"restart-grace", "seconds", "A provider's time to return after the relay's restart (60).",
        [](C& c, const QString& t) { return setSeconds(c.rules.restartGrace, t); }},
    {"max-connections", "n", "All connections (10000).",
        [](C& c, const QString& t) { return setCount(c.limits.maxConnections, t); }},
    {"max-connections-per-address", "n", "Connections from one address (256).",
        [](C& c, const QString& t) { return setCount(c.limits.maxConnectionsPerAddress, t); }},
    {"login-deadline", "seconds", "From connecting to logged in (10).",
        [](C& c, const QString& t) { return setSeconds(c.limits.loginDeadline, t); }},
    {"capture", "file", "TESTS AND DEMONSTRATIONS ONLY: write the forwarded bytes, as the relay sees them, to a file.",
        [](C& c, const QString& t) { return setText(c.capture, t); }},
};

std::vector<ConfigOption> allOptions()
{
    std::vector<ConfigOption> all(std::begin(kOptions), std::end(kOptions));
    all.insert(all.end(), paymentOptions().begin(), paymentOptions().end());
    all.insert(all.end(), gatewayOptions().begin(), gatewayOptions().end());
    return all;
}

/// The values of the file, then those of the flags, which win.
Result<QMap<QString, QString>> collect(const QCommandLineParser& parser)
{
    QMap<QString, QString> values;
    const QString file = parser.value(QStringLiteral("config"));
    if (!file.isEmpty()) {
        if (!QFileInfo(file).isReadable())
            return Error{ErrorCode::FileUnreadable, "the configuration", {{"path", file.toStdString()}}};
        const QSettings settings(file, QSettings::IniFormat);
        for (const QString& name : settings.allKeys())
            values[name] = settings.value(name).toString();
    }
    for (const ConfigOption& option : allOptions()) {
        const QString name = QString::fromUtf8(option.name);
        if (parser.isSet(name))
            values[name] = parser.value(name);
    }
    return values;
}

std::optional<ConfigOption> find(const QString& name)
{
    for (const ConfigOption& option : allOptions()) {
        if (name == QLatin1String(option.name))
            return option;
    }
    return std::nullopt;
}

} // namespace

Error invalidSetting(const char* why)
{
    return {ErrorCode::SettingInvalid, why};
}

Done setText(QString& target, const QString& text)
{
    target = text;
    return {};
}

Done setCredits(Money& target, const QString& text)
{
    const auto amount = parseCredits(text.toStdString());
    if (!amount || amount->isNegative() || *amount > kMaxAmount)
        return invalidSetting("0 to 1000000 credits");
    target = *amount;
    return {};
}

Done setNumber(std::int64_t& target, const QString& text, std::int64_t least, std::int64_t most, const char* why)
{
    bool isNumber = false;
    const qlonglong number = text.toLongLong(&isNumber);
    if (!isNumber || number < least || number > most)
        return invalidSetting(why);
    target = number;
    return {};
}

Done setAddress(QHostAddress& address, quint16& port, const QString& text)
{
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    QString host = text.left(colon);
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.mid(1, host.size() - 2);
    bool isNumber = false;
    port = text.mid(colon + 1).toUShort(&isNumber);
    if (colon < 1 || !isNumber || !address.setAddress(host))
        return invalidSetting("an IP address and a port, such as 127.0.0.1:8443");
    return {};
}

Result<RelayConfig> RelayConfig::fromArguments(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("weft-relay: who offers what, bytes between machines, holds and settlements.\n"
                       "Also: weft-relay ledger check|show --database WHERE; weft-relay admin grant --database WHERE "
                       "ACCOUNT CREDITS;\n"
                       "weft-relay admin statement --database WHERE ACCOUNT [--csv|--json]"));
    parser.addHelpOption();
    parser.addOption(
        {QStringLiteral("config"), QStringLiteral("INI file with the same names."), QStringLiteral("file")});
    for (const ConfigOption& option : allOptions())
        parser.addOption(
            {QString::fromUtf8(option.name), QString::fromUtf8(option.help), QString::fromUtf8(option.value)});
    if (!parser.parse(arguments))
        return Error{ErrorCode::SettingInvalid, parser.errorText().toStdString()};
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(0);
    if (!parser.positionalArguments().isEmpty())
        return Error{
            ErrorCode::SettingInvalid, "unknown command", {{"name", parser.positionalArguments()[0].toStdString()}}};
    WEFT_TRY(const auto values, collect(parser));
    RelayConfig config;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto option = find(it.key());
        const Done applied = option ? option->apply(config, it.value()) : Done{invalid("no such setting")};
        if (!applied)
            return applied.error()
                .with("name", it.key().toStdString())
                .with("value", option && option->secret ? "(not shown)" : it.value().toStdString());
    }
    if (!values.contains(QStringLiteral("trial-budget")))
        config.rules.trialBudget = {std::min(config.rules.trialCredits.micro, kMaxAmount.micro / 1000) * 1000};
    if (config.tlsCertificate.isEmpty() != config.tlsKey.isEmpty())
        return invalid("tls-cert and tls-key belong together");
    WEFT_CHECK(PaymentsConfig::finish(config));
    WEFT_CHECK(checkGateway(config.gateway));
    return config;
}

} // namespace weft::relay

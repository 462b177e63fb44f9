// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/WebAddress.h"
#include "relay-server/gateway/RelayConfig.h"

namespace weft::relay {

namespace {

using C = RelayConfig;

/// Calls hold prompts and pictures: in the clear they stay on this computer.
Done setGateway(C& config, const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isPlain = url.scheme() == QLatin1String("http");
    if (!url.isValid() || url.host().isEmpty() || (!isPlain && url.scheme() != QLatin1String("https"))
        || (isPlain && !http::isOnThisComputer(url)) || !(url.path().isEmpty() || url.path() == QLatin1String("/")))
        return invalidSetting("http://127.0.0.1:PORT, or https://HOST:PORT where it runs on another computer");
    config.gateway.upstream = url;
    return {};
}

Done setGatewaySecret(C& config, const QString& path)
{
    constexpr qsizetype kShortest = 32;
    WEFT_TRY(const QStringList words, secretWordsOf(path));
    if (words.size() != 1 || words.front().size() < kShortest)
        return invalidSetting("a file with one secret of 32 characters or more; weft serve --gateway FILE makes one");
    config.gateway.secret = words.front().toStdString();
    return {};
}

Done setGatewayMachine(C& config, const QString& text)
{
    const auto machine = KeyHash::fromHex(text.trimmed().toLower().toStdString());
    if (!machine)
        return invalidSetting("64 hexadecimal digits, as weft serve --gateway prints them");
    config.gateway.machine = *machine;
    return {};
}

Done setGatewayUrl(C& config, const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || !url.scheme().startsWith(QLatin1String("http")) || url.host().isEmpty())
        return invalidSetting("an http or https address");
    config.gateway.publicUrl = url.adjusted(QUrl::StripTrailingSlash).toString().toStdString();
    return {};
}

Done setGatewayRate(C& config, const QString& text)
{
    std::int64_t number = 0;
    WEFT_CHECK(setNumber(number, text, 1, 6000, "1 to 6000 calls a minute"));
    config.gateway.callsPerMinute = int(number);
    return {};
}

Done setGatewayCalls(C& config, const QString& text)
{
    std::int64_t number = 0;
    WEFT_CHECK(setNumber(number, text, 1, 1000, "1 to 1000 calls"));
    config.gateway.callsAtOnce = int(number);
    return {};
}

Done setGatewayTimeout(C& config, const QString& text)
{
    std::int64_t seconds = 0;
    WEFT_CHECK(setNumber(seconds, text, 1, 21'600, "1 to 21600 seconds"));
    config.gateway.answerTime = std::chrono::seconds(seconds);
    return {};
}

constexpr ConfigOption kGatewayOptions[] = {
    {"gateway", "url",
        "Hand /gateway/* of http-listen on to `weft serve --gateway` at this address, for plain HTTP clients. It sees what "
        "they send and get. Off unless it is set.",
        setGateway},
    {"gateway-secret-file", "file", "Holds the secret that weft serve --gateway was given.", setGatewaySecret},
    {"gateway-machine", "hex", "The gateway's machine, which alone may spend what its tokens' budgets hold.",
        setGatewayMachine},
    {"gateway-url", "url", "This relay's http address as its clients see it.", setGatewayUrl},
    {"gateway-rate", "n", "Calls a minute of one token (60).", setGatewayRate},
    {"gateway-calls", "n", "Calls of one token at once (4).", setGatewayCalls},
    {"gateway-timeout", "seconds", "How long a call may take (3600).", setGatewayTimeout},
};

} // namespace

std::span<const ConfigOption> gatewayOptions() { return kGatewayOptions; }

Done checkGateway(const GatewaySettings& gateway)
{
    if (gateway.isOn() && (gateway.secret.empty() || gateway.machine.isNull()))
        return invalidSetting("gateway needs gateway-secret-file and gateway-machine");
    return {};
}

} // namespace weft::relay

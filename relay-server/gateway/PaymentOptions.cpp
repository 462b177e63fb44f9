// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/RelayConfig.h"

#include <QFile>
#include <QRegularExpression>

namespace weft::relay {

namespace {

using C = RelayConfig;

Done setPayments(C& config, const QString& text)
{
    if (text != QLatin1String("none") && text != QLatin1String("stripe"))
        return invalidSetting("none or stripe");
    config.payments.rules.on = text == QLatin1String("stripe");
    return {};
}

Done setKey(C& config, const QString& text)
{
    config.payments.api.key = text.trimmed().toStdString();
    return {};
}

Done setKeyFile(C& config, const QString& path)
{
    WEFT_TRY(const QStringList lines, secretWordsOf(path));
    return setKey(config, lines.value(0));
}

void addSecrets(C& config, const QStringList& secrets)
{
    for (const QString& secret : secrets)
        config.payments.webhookSecrets.push_back(secret.toStdString());
}

Done setSecrets(C& config, const QString& text)
{
    addSecrets(config, text.split(QRegularExpression(QStringLiteral("[,\\s]+")), Qt::SkipEmptyParts));
    return {};
}

Done setSecretsFile(C& config, const QString& path)
{
    WEFT_TRY(const QStringList lines, secretWordsOf(path));
    addSecrets(config, lines);
    return {};
}

/// https, or plain http on this computer: a key must not travel in the clear.
Done setStripeUrl(C& config, const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool here = url.host() == QLatin1String("127.0.0.1") || url.host() == QLatin1String("localhost");
    if (!url.isValid() || (url.scheme() != QLatin1String("https") && !(here && url.scheme() == QLatin1String("http"))))
        return invalidSetting("an https address");
    config.payments.api.base = url.adjusted(QUrl::StripTrailingSlash);
    return {};
}

Done setReturnUrl(C& config, const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || !url.scheme().startsWith(QLatin1String("http")) || url.host().isEmpty())
        return invalidSetting("an http or https address");
    config.payments.rules.returnUrl = url.adjusted(QUrl::StripTrailingSlash).toString().toStdString();
    return {};
}

Done setMethods(C& config, const QString& text)
{
    config.payments.rules.methods.clear();
    for (const QString& method : text.split(QRegularExpression(QStringLiteral("[,\\s]+")), Qt::SkipEmptyParts))
        config.payments.rules.methods.push_back(method.toStdString());
    return {};
}

Done setDays(std::chrono::milliseconds& target, const QString& text)
{
    std::int64_t number = 0;
    WEFT_CHECK(setNumber(number, text, 0, 365, "0 to 365 days"));
    target = std::chrono::days(number);
    return {};
}

Done setReserve(C& config, const QString& text)
{
    std::int64_t permille = 0;
    WEFT_CHECK(setNumber(permille, text, 0, 1000, "0 to 1000 thousandths"));
    config.payments.rules.reserveMillionths = permille * 1000;
    return {};
}

Done setWarning(C& config, const QString& text)
{
    if (text != QLatin1String("refund") && text != QLatin1String("freeze"))
        return invalidSetting("refund or freeze");
    config.payments.rules.refundOnWarning = text == QLatin1String("refund");
    return {};
}

Done setTrials(C& config, const QString& text)
{
    std::int64_t number = 0;
    WEFT_CHECK(setNumber(number, text, 0, 1'000'000, "0 to 1000000"));
    config.trialsPerAddress = int(number);
    return {};
}

constexpr ConfigOption kPaymentOptions[] = {
    {"payments", "none|stripe", "Whether money comes in and goes out (none).", setPayments},
    {"http-listen", "address:port", "Where Stripe's webhooks come in (127.0.0.1:0, any port).",
        [](C& c, const QString& t) { return setAddress(c.payments.httpAddress, c.payments.httpPort, t); }},
    {"return-url", "url", "This relay's http address as a browser sees it, for the pages after a payment.",
        setReturnUrl},
    {"stripe-key-file", "file", "Holds Stripe's secret or restricted key. Or the environment's WEFT_STRIPE_KEY.",
        setKeyFile},
    {"stripe-key", "key", "The same, seen by everybody who may list processes: for tests.", setKey, true},
    {"stripe-webhook-secrets-file", "file",
        "Holds the webhook's secret; two while one is rotated. Or the environment's"
        " WEFT_STRIPE_WEBHOOK_SECRETS.",
        setSecretsFile},
    {"stripe-webhook-secrets", "secrets", "The same, separated by commas: for tests.", setSecrets, true},
    {"stripe-url", "url", "Another Stripe, for tests (https://api.stripe.com).", setStripeUrl},
    {"payment-methods", "names", "card,alipay,wechat_pay,crypto, ...; none named: what Stripe's dashboard switches on.",
        setMethods},
    {"min-top-up", "credits", "The smallest top up (500).",
        [](C& c, const QString& t) { return setCredits(c.payments.rules.minTopUp, t); }},
    {"max-top-up", "credits", "What an account may add a day (50000); new ones less.",
        [](C& c, const QString& t) { return setCredits(c.payments.rules.maxTopUp, t); }},
    {"refund-days", "days", "How long unspent credits can go back (14).",
        [](C& c, const QString& t) { return setDays(c.payments.rules.refundTime, t); }},
    {"maturity-days", "days", "From capture until earnings can be paid out (7).",
        [](C& c, const QString& t) { return setDays(c.payments.rules.maturity, t); }},
    {"reserve-permille", "n", "Held back from what has matured, in thousandths (100).", setReserve},
    {"reserve-days", "days", "For so long (30).",
        [](C& c, const QString& t) { return setDays(c.payments.rules.reserveTime, t); }},
    {"payout-minimum", "credits", "The smallest payout (1000).",
        [](C& c, const QString& t) { return setCredits(c.payments.rules.minPayout, t); }},
    {"fraud-warning", "refund|freeze", "What an early fraud warning does besides freezing the account (refund).",
        setWarning},
    {"trials-per-address", "n", "Accounts a day that get trial credits from one address (5); 0: no limit.", setTrials},
};

std::string keptFromEnvironment(const char* name)
{
    return qEnvironmentVariable(name).trimmed().toStdString();
}

} // namespace

Result<QStringList> secretWordsOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return Error{ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", path.toStdString()}}};
    return QString::fromUtf8(file.read(64 * 1024))
        .split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
}

std::span<const ConfigOption> paymentOptions()
{
    return kPaymentOptions;
}

Done PaymentsConfig::finish(RelayConfig& config)
{
    PaymentsConfig& payments = config.payments;
    payments.rules.shareMillionths = config.rules.shareMillionths;
    if (!payments.rules.on)
        return {};
    if (payments.api.key.empty())
        payments.api.key = keptFromEnvironment("WEFT_STRIPE_KEY");
    if (payments.webhookSecrets.empty())
        WEFT_CHECK(setSecrets(config, qEnvironmentVariable("WEFT_STRIPE_WEBHOOK_SECRETS")));
    if (payments.api.key.empty() || payments.webhookSecrets.empty())
        return invalidSetting("payments = stripe needs stripe-key-file and stripe-webhook-secrets-file");
    const std::string_view key = payments.api.key;
    payments.rules.testMode = key.starts_with("sk_test_") || key.starts_with("rk_test_");
    if (!payments.rules.testMode && !key.starts_with("sk_live_") && !key.starts_with("rk_live_"))
        return invalidSetting("stripe-key-file holds no key of Stripe's (sk_... or rk_...)");
    if (payments.rules.minTopUp.micro < credits(50).micro || payments.rules.minTopUp > payments.rules.maxTopUp)
        return invalidSetting("min-top-up is 50 or more, and no more than max-top-up");
    return {};
}

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Result.h"

#include <QNetworkAccessManager>
#include <QUrl>

#include <chrono>
#include <functional>

class QNetworkReply;

namespace weft::relay {

/// The version of Stripe's API that the relay speaks; the account's own default doesn't matter then.
constexpr const char* kStripeVersion = "2026-10-28.endive";

/// One call. `form` is the body of a POST, the query of a GET.
struct StripeCall {
    std::string method = "GET";
    std::string path; // "/v1/refunds"
    std::string form;
    std::string idempotencyKey; // of a POST; the same key again is the same object
};

/// What became of a call.
struct StripeAnswer {
    enum class Kind {
        Done, // `body` is the object
        Refused, // it did nothing, and would do nothing again
        Uncertain, // nobody knows, or later perhaps: the same call again, with the same key
    };
    Kind kind = Kind::Uncertain;
    Json body;
    Error error; // PaymentFailed (args: reason, code) or PaymentUnreachable
};

/// By status and body. 409, 429 and 5xx are uncertain, and 401 and 403 as well: there the operator's key is wrong,
/// which can be mended. Stripe-Should-Retry, where it is sent, has the last word.
StripeAnswer readStripeAnswer(int status, std::string_view body, std::string_view shouldRetry);
/// How long to wait before try n + 1: half a second, doubled each time, at most five minutes.
std::chrono::milliseconds stripeRetryDelay(std::int64_t tries);

/// Stripe's REST API through Qt Network: form encoding, a pinned version, bearer key, deadlines, bounds. Retries are
/// the caller's, who knows what is written down (OutboxPump).
class StripeApi : public QObject {
    Q_OBJECT
public:
    struct Options {
        QUrl base{QStringLiteral("https://api.stripe.com")};
        std::string key; // never logged
        std::chrono::milliseconds deadline{30'000};
    };

    explicit StripeApi(Options options);

    /// `done` is called once, unless this object goes first.
    void send(const StripeCall& call, std::function<void(StripeAnswer)> done);

private:
    QNetworkReply* start(const StripeCall& call);

    Options m_options;
    QNetworkAccessManager m_network;
};

} // namespace weft::relay

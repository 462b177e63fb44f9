// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/StripeApi.h"

#include <QNetworkReply>

namespace weft::relay {

namespace {

constexpr qint64 kMaxAnswerBytes = 8 << 20; // a page of a hundred expanded objects is far below
constexpr std::size_t kMaxReasonBytes = 300;

Error unreachable(std::string why)
{
    return {ErrorCode::PaymentUnreachable, std::move(why)};
}

QByteArray rawOf(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

/// Stripe's sentence is meant for people; for a wrong key it shows a part of that key, so not then.
Error refusal(int status, const Json& body)
{
    const Json& error = memberAt(body, "error");
    const std::string declined = stringAt(error, "decline_code");
    const std::string code = declined.empty() ? stringAt(error, "code", stringAt(error, "type")) : declined;
    std::string message = status == 401 || status == 403 ? "relay-key" : stringAt(error, "message");
    message.resize(std::min(message.size(), kMaxReasonBytes));
    Error found{ErrorCode::PaymentFailed, "status " + std::to_string(status) + " " + code};
    if (!message.empty())
        found.args["reason"] = message;
    if (!code.empty())
        found.args["code"] = code;
    return found;
}

bool mayComeLater(int status, std::string_view shouldRetry)
{
    if (status == 401 || status == 403) // it is the key that was refused, whatever became of an earlier try
        return true;
    if (shouldRetry == "true" || shouldRetry == "false")
        return shouldRetry == "true";
    return status == 409 || status == 429 || status >= 500;
}

} // namespace

StripeAnswer readStripeAnswer(int status, std::string_view body, std::string_view shouldRetry)
{
    StripeAnswer answer;
    auto json = parseJson(body, {.maxBytes = std::size_t(kMaxAnswerBytes), .maxDepth = 64});
    if (!json || !json->is_object() || status < 200 || (status >= 300 && status < 400)) {
        answer.error = unreachable("an answer that isn't Stripe's, status " + std::to_string(status));
        return answer;
    }
    answer.body = std::move(*json);
    if (status < 300) {
        answer.kind = StripeAnswer::Kind::Done;
        return answer;
    }
    answer.error = refusal(status, answer.body);
    if (!mayComeLater(status, shouldRetry))
        answer.kind = StripeAnswer::Kind::Refused;
    else
        answer.error.code = ErrorCode::PaymentUnreachable;
    return answer;
}

std::chrono::milliseconds stripeRetryDelay(std::int64_t tries)
{
    constexpr std::chrono::milliseconds kFirst{500};
    constexpr std::chrono::milliseconds kLast{300'000};
    return std::min(kLast, kFirst * (std::int64_t{1} << std::clamp<std::int64_t>(tries - 1, 0, 12)));
}

StripeApi::StripeApi(Options options)
    : m_options(std::move(options))
{
}

QNetworkReply* StripeApi::start(const StripeCall& call)
{
    QUrl url = m_options.base;
    url.setPath(url.path() + QString::fromStdString(call.path));
    const bool isGet = call.method == "GET";
    if (isGet)
        url.setQuery(QString::fromStdString(call.form));
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + rawOf(m_options.key));
    request.setRawHeader("Stripe-Version", kStripeVersion);
    request.setRawHeader("User-Agent", "Weft relay");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(int(m_options.deadline.count()));
    if (isGet)
        return m_network.get(request);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
    if (!call.idempotencyKey.empty())
        request.setRawHeader("Idempotency-Key", rawOf(call.idempotencyKey));
    return m_network.sendCustomRequest(request, rawOf(call.method), rawOf(call.form));
}

void StripeApi::send(const StripeCall& call, std::function<void(StripeAnswer)> done)
{
    QNetworkReply* reply = start(call);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > kMaxAnswerBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
        const QNetworkReply::NetworkError error = reply->error();
        const bool answered = status.isValid() && error != QNetworkReply::OperationCanceledError
            && error != QNetworkReply::RemoteHostClosedError;
        if (!answered) {
            StripeAnswer lost;
            lost.error = unreachable("network error " + std::to_string(int(error)));
            return done(lost);
        }
        const QByteArray body = reply->readAll();
        done(readStripeAnswer(status.toInt(), {body.constData(), std::size_t(body.size())},
            reply->rawHeader("Stripe-Should-Retry").toStdString()));
    });
}

} // namespace weft::relay

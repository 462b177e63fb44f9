// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/gateway/PaymentRoutes.h"

#include "relay-server/gateway/Log.h"
#include "relay-server/payments/WebhookSignature.h"

namespace weft::relay {

namespace {

constexpr std::size_t kMaxWebhookBytes = 1 << 20;

struct Page {
    const char* path;
    const char* english;
    const char* chinese;
};
constexpr Page kPages[] = {
    {"/pay/done", "Thank you. Weft shows your credits as soon as the payment has arrived.",
        "谢谢。款项到账后，Weft 会立即显示你的积分。"},
    {"/pay/cancelled", "Nothing was paid.", "没有付款。"},
    {"/pay/saved", "Thank you. Weft shows your card in a moment.", "谢谢。Weft 稍后会显示你的银行卡。"},
    {"/pay/onboarded", "Thank you. Weft shows in a moment whether payouts are ready.",
        "谢谢。Weft 稍后会显示提现是否可用。"},
    {"/pay/again", "This link is used up. Choose “Set up payouts” in Weft again.",
        "此链接已失效。请在 Weft 中再次选择“设置提现”。"},
};

http::Response pageResponse(const Page& page)
{
    http::Response response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"},
        {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"},
        {"Referrer-Policy", "no-referrer"}, {"X-Content-Type-Options", "nosniff"}};
    response.body = std::string("<!doctype html><html lang=en><meta charset=utf-8><title>Weft</title>"
                                "<meta name=viewport content=\"width=device-width\">"
                                "<style>body{font:18px/1.6 sans-serif;max-width:34em;margin:15vh auto;padding:0 1em}"
                                "</style><h1>Weft</h1><p>")
        + page.english + "<p>You can close this window.<p lang=zh>" + page.chinese + "你可以关闭此窗口。</html>\n";
    return response;
}

void onWebhook(const http::Request& request, const std::vector<std::string>& secrets, const EventSink& sink,
    const http::Reply& reply)
{
    const auto refuse = [&](const Error& error) {
        logError("webhook", error);
        reply(http::plainResponse(400, error.detail));
    };
    if (const Done known = checkWebhook(request.header("Stripe-Signature"), request.body, secrets, unixNow()); !known)
        return refuse(known.error());
    auto event = readStripeEvent(request.body);
    if (!event)
        return refuse(event.error());
    const std::string id = event->id;
    const std::string type = event->type;
    sink(std::move(*event), [reply, id, type](const Done& done) {
        logEvent("webhook", {{"id", id}, {"type", type}, {"result", done ? "done" : nameOf(done.error().code)}});
        reply(http::plainResponse(done ? 200 : 500)); // after a 500 Stripe sends it again
    });
}

} // namespace

void addPaymentRoutes(http::Server& server, std::vector<std::string> secrets, EventSink sink)
{
    server.route("POST", "/stripe/webhook", kMaxWebhookBytes,
        [secrets = std::move(secrets), sink = std::move(sink)](
            const http::Request& request, const http::Reply& reply) { onWebhook(request, secrets, sink, reply); });
    for (const Page& page : kPages)
        server.route("GET", page.path, 0,
            [&page](const http::Request&, const http::Reply& reply) { reply(pageResponse(page)); });
}

} // namespace weft::relay

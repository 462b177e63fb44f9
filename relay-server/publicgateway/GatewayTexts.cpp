// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/publicgateway/GatewayTexts.h"

#include "core/base/Json.h"

namespace weft::relay {

namespace {

struct Words {
    GatewayRefusal why;
    int status;
    const char* type;
    const char* english;
    const char* chinese;
};

constexpr Words kWords[] = {
    {GatewayRefusal::NoToken, 401, "TokenMissing",
        "This gateway wants a token: send “Authorization: Bearer weftgw_...”. Members of this relay make one with “weft account "
        "gateway token CREDITS”. Nothing was run or charged.",
        "此网关需要令牌：请发送“Authorization: Bearer weftgw_...”。本中继的成员可用“weft account gateway token 积分数”创建令牌。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::UnknownToken, 401, "TokenUnknown",
        "This gateway doesn't know this token, or it was revoked. Ask whoever gave it to you for another. Nothing was run or "
        "charged.",
        "此网关不认识这个令牌，或者它已被撤销。请向给你令牌的人索取新的令牌。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::Frozen, 403, "AccountFrozen",
        "The account behind this token is frozen while a payment is disputed. Its member can ask the relay's operator. Nothing "
        "was run or charged.",
        "此令牌所属的账户因付款争议被冻结。其成员可以询问中继的运营者。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::Spent, 402, "BudgetExceeded",
        "The budget of this token is spent. Make a new token with “weft account gateway token CREDITS”. Nothing was run or "
        "charged.",
        "此令牌的预算已用完。请用“weft account gateway token 积分数”创建新令牌。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::TooOften, 429, "TooManyRequests",
        "This token calls too often. Wait a little and call again. Nothing was run or charged.",
        "此令牌调用过于频繁。请稍等片刻再调用。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::TooManyAtOnce, 429, "TooManyAtOnce",
        "Other calls of this token are still at work. Call again when one has ended. Nothing was run or charged.",
        "此令牌的其他调用仍在进行。请等其中一个结束后再调用。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::Full, 503, "GatewayBusy",
        "The gateway has its hands full. Call again in a while. If your call was at work already, its token's budget shows what it "
        "cost.",
        "网关正忙。请稍后再调用。如果你的调用已经开始，令牌的预算会显示它的花费。"},
    {GatewayRefusal::Unreachable, 502, "GatewayUnreachable",
        "The gateway behind this relay can't be reached. Try again later, or tell the relay's operator. Nothing was run or "
        "charged.",
        "无法连接此中继背后的网关。请稍后重试，或告知中继的运营者。没有运行任何内容，也没有扣费。"},
    {GatewayRefusal::BrokeOff, 502, "GatewayLost",
        "The gateway went away in the middle of this call. What wasn't delivered costs nothing and is released by itself; “weft "
        "account gateway tokens” shows what is left. Try again later.",
        "网关在此次调用途中断开。未交付的内容不收费，预留会自动释放；“weft account gateway tokens”会显示余额。请稍后重试。"},
    {GatewayRefusal::TooLarge, 502, "AnswerTooLarge",
        "The answer is larger than this gateway hands on. Ask for less at a time; the call itself has ended, and its token's "
        "budget shows what it cost.",
        "结果超出此网关可传递的大小。请一次少要一些；调用本身已经结束，令牌的预算会显示它的花费。"},
    {GatewayRefusal::TooSlow, 504, "GatewayTimeout",
        "The call takes longer than this gateway waits. It may still end, and then its token's budget shows what it cost. Ask for "
        "less at a time.",
        "此次调用超过了网关的等待时间。它可能仍会完成，届时令牌的预算会显示它的花费。请一次少要一些。"},
    {GatewayRefusal::Failed, 500, "Internal",
        "The relay couldn't look up this token. Try again in a moment. Nothing was run or charged.",
        "中继无法查询此令牌。请稍后重试。没有运行任何内容，也没有扣费。"},
};

const Words& wordsOf(GatewayRefusal why)
{
    for (const Words& words : kWords) {
        if (words.why == why)
            return words;
    }
    return kWords[0];
}

std::string inHtml(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        if (c == '<' || c == '>' || c == '&' || c == '"')
            out += "&#" + std::to_string(int(c)) + ";";
        else
            out += c;
    }
    return out;
}

http::Response page(const std::string& content)
{
    http::Response response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"},
        {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"},
        {"Referrer-Policy", "no-referrer"}, {"X-Content-Type-Options", "nosniff"}};
    response.body = "<!doctype html><html lang=en><meta charset=utf-8><title>Weft relay</title>"
                    "<meta name=viewport content=\"width=device-width\">"
                    "<style>:root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;max-width:40em;margin:8vh auto;"
                    "padding:0 1em}pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #8888;border-radius:6px;"
                    "padding:.7em}strong{background:#fc06;padding:0 .2em}section{margin-top:2.5em}</style>"
        + content + "</html>\n";
    return response;
}

std::string curlLine(const std::string& gateway)
{
    return "<pre>curl " + inHtml(gateway)
        + "/v1/NAME -H 'Authorization: Bearer weftgw_...' -H 'Content-Type: application/json' -d '{\"prompt\": \"a red house\"}'"
          "</pre>";
}

constexpr const char* kSeesEnglish = "<strong>The gateway sees what you send and what you get</strong>: prompts, pictures and results, and so does this relay, "
                                     "which forwards them. Calls that nobody on the way can read are made by Weft itself: <code>weft call</code>, or "
                                     "<code>weft serve</code> on your own computer.";
constexpr const char* kSeesChinese = "<strong>网关能看到你发送和收到的内容</strong>：提示词、图片和结果；转发它们的中继也能看到。想要途中无人能读的调用，请使用 Weft 本身："
                                     "<code>weft call</code>，或在自己的电脑上运行 <code>weft serve</code>。";

} // namespace

http::Headers gatewayHeaders()
{
    return {{"Weft-Gateway", "sees prompts, pictures and results"}};
}

http::Response refusal(GatewayRefusal why)
{
    const Words& words = wordsOf(why);
    http::Response response;
    response.status = words.status;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"}};
    if (words.status == 401)
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (words.status == 429 || words.status == 503)
        response.headers.emplace_back("Retry-After", "5");
    response.body = toJsonText({{"error", {{"message", words.english}, {"message_zh", words.chinese}, {"type", words.type}}}}) + "\n";
    return response;
}

http::Response startPage(bool hasGateway)
{
    std::string english = "<h1>Weft relay</h1><p>This is a relay of Weft's. What machines send each other through it is encrypted from end to end: the "
                          "relay sees who, when and how much, never what.";
    std::string chinese = "<section lang=zh><p>这是一个 Weft 中继。机器之间经它传递的内容端到端加密：中继只知道谁、何时、多少，不知道内容。";
    if (!hasGateway) {
        english += "<p>There is no public gateway here.";
        chinese += "<p>这里没有公共网关。";
    } else {
        english += "<p>Its operator has switched on a <a href=\"/gateway\">public gateway</a> for plain HTTP clients, and there it is "
                   "otherwise. "
            + std::string(kSeesEnglish);
        chinese += "<p>运营者为普通 HTTP 客户端开启了<a href=\"/gateway\">公共网关</a>，那里则不同。" + std::string(kSeesChinese);
    }
    return page(english + chinese + "</section>");
}

http::Response gatewayPage(const std::string& gateway)
{
    const std::string list = "<a href=\"/gateway/v1/openapi.json\">openapi.json</a>";
    return page("<h1>Public gateway</h1><p>Published APIs and node types of the machines at this relay, for programs that only speak "
                "HTTP. "
        + std::string(kSeesEnglish) + curlLine(gateway)
        + "<p>What there is: " + list
        + ". A token comes from a member of this relay: <code>weft account gateway token CREDITS</code> sets credits aside for it, and "
          "no call can cost more than is left of them. Authors, the machines that compute and the relay are paid from it as from any "
          "run; failures cost nothing. Revoking it brings back what is left. Results are kept for an hour, for their token alone."
          "<section lang=zh><h1>公共网关</h1><p>让只会 HTTP 的程序使用此中继上各台机器发布的 API 和节点。"
        + kSeesChinese + curlLine(gateway) + "<p>可用内容：" + list
        + "。令牌由本中继的成员创建：<code>weft account gateway token 积分数</code> 会为它预留积分，任何调用都不会超出余额。作者、计算的机器和中继照常从中获得报酬；"
          "失败不收费。撤销令牌会退回余额。结果只为该令牌保留一小时。</section>");
}

} // namespace weft::relay

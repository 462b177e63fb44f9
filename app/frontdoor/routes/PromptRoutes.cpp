// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/routes/PromptRoutes.h"

#include "app/frontdoor/routes/Replies.h"

namespace weft {

namespace {

/// ComfyUI takes 100 MB, most of which could only be pictures written as text.
constexpr std::size_t kMaxPromptBytes = 64u << 20;
constexpr std::size_t kMaxOrderBytes = 1u << 20;

http::Response responseTo(const Answer& answer)
{
    return answer.body.is_null() ? emptyResponse(answer.status) : jsonResponse(answer.body, answer.status);
}

/// A number of a query: nothing where there is none. Errors: SettingInvalid.
Result<std::optional<std::int64_t>> numberIn(const Call& call, const char* name)
{
    const auto text = call.query(name);
    if (!text)
        return std::optional<std::int64_t>();
    bool isNumber = false;
    const qint64 number = text->trimmed().toLongLong(&isNumber);
    if (!isNumber)
        return Error {ErrorCode::SettingInvalid, "a number in a query", {{"name", name}}};
    return std::optional<std::int64_t>(number);
}

void addHistory(Routes& routes, PromptDesk& desk)
{
    routes.route("GET", "/history", 0, [&desk](const Call& call, const http::Reply& reply) {
        const auto most = numberIn(call, "max_items");
        const auto offset = numberIn(call, "offset");
        if (!most || !offset)
            return reply(troubleResponse());
        reply(jsonResponse(desk.history(*most, offset->value_or(-1))));
    });
    routes.route("GET", "/history/{id}", 0, [&desk](const Call& call, const http::Reply& reply) {
        reply(jsonResponse(desk.historyOf(call.captured("id"))));
    });
    routes.route("GET", "/jobs", 0,
        [&desk](const Call& call, const http::Reply& reply) { reply(responseTo(desk.jobs(call.queries()))); });
    routes.route("GET", "/jobs/{id}", 0,
        [&desk](const Call& call, const http::Reply& reply) { reply(responseTo(desk.job(call.captured("id")))); });
}

/// POST routes whose body is JSON that may be anything.
void addOrder(Routes& routes, const char* path, std::function<Answer(const Json&)> act, bool needsBody)
{
    routes.route("POST", path, kMaxOrderBytes, [act = std::move(act), needsBody](const Call& call, const http::Reply& reply) {
        const auto body = call.json();
        if (!body && needsBody)
            return reply(troubleResponse());
        reply(responseTo(act(body ? *body : Json())));
    });
}

} // namespace

void addPromptRoutes(Routes& routes, PromptDesk& desk)
{
    routes.route("GET", "/prompt", 0, [&desk](const Call&, const http::Reply& reply) { reply(jsonResponse(desk.execInfo())); });
    routes.route("POST", "/prompt", kMaxPromptBytes, [&desk](const Call& call, const http::Reply& reply) {
        auto body = call.json();
        if (!body)
            return reply(troubleResponse());
        const Answer answer = desk.post(std::move(*body), call.caller);
        desk.startNow();
        reply(responseTo(answer));
    });
    routes.route("GET", "/queue", 0, [&desk](const Call&, const http::Reply& reply) { reply(jsonResponse(desk.queue())); });
    addOrder(routes, "/queue", [&desk](const Json& body) { return desk.editQueue(body); }, true);
    addOrder(routes, "/history", [&desk](const Json& body) { return desk.editHistory(body); }, true);
    addOrder(routes, "/interrupt", [&desk](const Json& body) { return desk.interrupt(body); }, false);
    addOrder(routes, "/free", [&desk](const Json& body) { return desk.free(body); }, true);
    addHistory(routes, desk);
    routes.route("GET", "/object_info", 0,
        [&desk](const Call&, const http::Reply& reply) { reply(jsonTextResponse(desk.objectInfoText())); });
    routes.route("GET", "/object_info/{class}", 0, [&desk](const Call& call, const http::Reply& reply) {
        reply(jsonResponse(desk.objectInfo(call.captured("class"))));
    });
}

} // namespace weft

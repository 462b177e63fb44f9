// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servers/AskServer.h"

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyClient.h"
#include "app/engines/language/LanguageCatalogue.h"
#include "app/engines/language/LanguageClient.h"

namespace weft {

namespace {

constexpr std::uint64_t kMostAnswerBytes = 4u << 20;
constexpr int kFineStatus = 200;

/// Whether the error tells that the same question in another way needn't be asked.
bool isFinal(const Error& error)
{
    const auto reason = error.args.find("reason");
    const bool isWeft = reason != error.args.end() && reason->second == "comfy-weft";
    return isWeft || error.code == ErrorCode::ProviderLost || error.code == ErrorCode::TimedOut || error.code == ErrorCode::Cancelled;
}

QCoro::Task<Result<AnsweringServer>> askComfy(QUrl address, std::chrono::milliseconds limit)
{
    ComfyLimits limits;
    limits.answer = limit;
    limits.maxJsonBytes = kMostAnswerBytes;
    ComfyClient client(std::move(address), "asks", limits);
    auto asking = client.get(QStringLiteral("/system_stats"));
    const Result<Json> stats = co_await asking;
    if (!stats)
        co_return stats.error();
    Result<std::string> version = comfyVersionOf(*stats, client.name());
    if (!version)
        co_return version.error();
    co_return AnsweringServer {ServerKind::Comfy, std::move(*version)};
}

Error neither(const std::string& machine)
{
    return {ErrorCode::ProviderRefused, "no server of a known kind", {{"machine", machine}, {"reason", "server-other"}}};
}

QCoro::Task<Result<AnsweringServer>> askLanguage(QUrl address, std::string key, std::chrono::milliseconds limit)
{
    LanguageLimits limits;
    limits.answer = limit;
    limits.maxJsonBytes = kMostAnswerBytes;
    LanguageClient client(std::move(address), std::move(key), limits);
    auto asking = client.ask(QStringLiteral("/v1/models"), {});
    const Result<LanguageAnswer> answer = co_await asking;
    if (!answer)
        co_return answer.error();
    const auto json = answer->status == kFineStatus ? parseJson(answer->body) : Result<Json>(neither(client.name()));
    if (!json || !languageModelsOf(*json))
        co_return neither(client.name());
    co_return AnsweringServer {ServerKind::Language, {}};
}

} // namespace

QCoro::Task<Result<AnsweringServer>> askWhoAnswers(QUrl address, std::string key, std::chrono::milliseconds limit)
{
    auto first = askComfy(address, limit);
    Result<AnsweringServer> comfy = co_await first;
    if (comfy || isFinal(comfy.error()))
        co_return comfy;
    auto second = askLanguage(std::move(address), std::move(key), limit);
    co_return co_await second;
}

} // namespace weft

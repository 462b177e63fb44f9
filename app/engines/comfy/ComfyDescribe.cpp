// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says of itself.
#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyGuard.h"
#include "app/engines/comfy/ComfyState.h"
#include "core/threads/OnThread.h"

#include <algorithm>

namespace weft {

QCoro::Task<Result<ComfyModels>> ComfyEngine::State::askModels()
{
    const auto self = shared_from_this();
    auto listing = client.get(QStringLiteral("/models"));
    const Result<Json> folders = co_await listing;
    ComfyModels models;
    if (!folders) // a server too old for it: names are plain choices then
        co_return folders.error().code == ErrorCode::ProviderRefused ? Result<ComfyModels>(models) : folders.error();
    for (const std::string& folder : comfyModelFolders(*folders)) {
        auto asking = client.get(QStringLiteral("/models/") + QString::fromStdString(folder));
        const Result<Json> files = co_await asking;
        if (!files && files.error().code != ErrorCode::ProviderRefused)
            co_return files.error();
        for (const Json& file : files && files->is_array() ? *files : Json::array()) {
            if (file.is_string())
                models[folder].push_back(file.get<std::string>());
        }
    }
    co_return models;
}

QCoro::Task<Result<Catalogue>> ComfyEngine::State::describe()
{
    const auto self = shared_from_this();
    auto asking = client.get(QStringLiteral("/system_stats"));
    const Result<Json> stats = co_await asking;
    if (!stats)
        co_return stats.error();
    Result<std::string> told = comfyVersionOf(*stats, client.name());
    if (!told)
        co_return told.error();
    auto features = client.get(QStringLiteral("/features"));
    const Result<Json> known = co_await features; // not every version has it
    auto modelling = askModels();
    Result<ComfyModels> models = co_await modelling;
    if (!models)
        co_return models.error();
    auto describing = client.get(QStringLiteral("/object_info"));
    Result<Json> info = co_await describing;
    if (!info)
        co_return info.error();
    std::function<Result<Described>()> reading = [info = std::move(*info), models = std::move(*models), guests = settings.guests]() -> Result<Described> {
        Described described;
        WEFT_TRY(described.whole, comfyCatalogue(info, models));
        described.offered = guests ? comfyOffered(described.whole, info, *guests) : described.whole;
        if (!guests)
            described.judged = comfyJudgements(info);
        return described;
    };
    auto task = onThread<Result<Described>>(m_pool.get(), std::move(reading));
    Result<Described> described = co_await task;
    if (!described)
        co_return described.error();
    version = std::move(*told);
    judged = std::move(described->judged);
    ComfyServer server;
    server.catalogue = std::move(described->whole);
    if (known)
        server.maxUploadBytes =
            static_cast<std::uint64_t>(std::max<std::int64_t>(1 << 20, intAt(*known, "max_upload_size", 100 << 20)));
    m_server = std::move(server);
    m_offered = described->offered;
    co_return std::move(described->offered);
}

} // namespace weft

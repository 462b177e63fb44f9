// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/AddLanguage.h"

#include "app/engines/language/LanguageCatalogue.h"
#include "app/runs/OwnServer.h"

namespace weft {

std::vector<QUrl> usualLanguageAddresses()
{
    return {QUrl(QStringLiteral("http://127.0.0.1:11434")), QUrl(QStringLiteral("http://127.0.0.1:8080")), QUrl(QStringLiteral("http://127.0.0.1:8000"))};
}

QCoro::Task<Done> addLanguage(QPointer<RunController> runs, std::vector<LanguageSettings> servers)
{
    std::vector<std::shared_ptr<Engine>> engines;
    std::vector<EngineInfo> infos;
    Done last;
    for (const LanguageSettings& settings : servers) {
        auto engine = std::make_shared<LanguageEngine>(settings);
        auto asking = engine->catalogue();
        Result<Catalogue> described = co_await asking;
        if (!described) {
            last = described.error();
            continue;
        }
        infos.push_back(infoOfServer(*engine, std::move(*described), languageCarriedTypes(), engine->isOnThisComputer()));
        engines.push_back(std::move(engine));
    }
    if (!runs)
        co_return Error{ErrorCode::Cancelled};
    const bool found = !engines.empty();
    runs->setOwnServers("language", std::move(engines), std::move(infos));
    co_return found ? Done() : last;
}

} // namespace weft

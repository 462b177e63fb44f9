// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/LanguageEngine.h"

#include "app/engines/language/LanguageState.h"
#include "core/http/WebAddress.h"

namespace weft {

LanguageEngine::LanguageEngine(LanguageSettings settings)
    : d(std::make_shared<State>(std::move(settings)))
{
}

LanguageEngine::~LanguageEngine()
{
    d->close();
}

std::string LanguageEngine::id() const
{
    return "language:" + d->client.name();
}

std::string LanguageEngine::displayName() const
{
    return "Language models (" + d->client.name() + ")";
}

bool LanguageEngine::isOnThisComputer() const
{
    return http::isOnThisComputer(d->client.server());
}

QCoro::Task<Result<Catalogue>> LanguageEngine::catalogue()
{
    return d->describe();
}

QCoro::Task<FragmentReport> LanguageEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    return d->run(std::move(job), std::move(events), std::move(cancel));
}

} // namespace weft

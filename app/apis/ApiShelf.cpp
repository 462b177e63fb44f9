// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/ApiShelf.h"

namespace weft {

ApiShelf::ApiShelf(QString home, QObject* parent)
    : QObject(parent)
    , m_home(std::move(home))
    , m_store(ApiStore::folderIn(m_home))
{
}

std::set<std::string> ApiShelf::names() const
{
    std::set<std::string> names;
    for (const auto& [name, api] : m_store.all())
        names.insert(name);
    return names;
}

std::map<std::string, ApiEarned> ApiShelf::earned() const { return ApiEarnings(ApiEarnings::fileIn(m_home)).all(); }

Done ApiShelf::publish(const PublishedApi& api)
{
    WEFT_CHECK(m_store.put(api));
    Q_EMIT changed();
    return {};
}

Done ApiShelf::setPrice(const std::string& name, Money price)
{
    if (price.isNegative() || price > kMaxAmount)
        return Error {ErrorCode::AmountInvalid, "an API's price", {{"received", toCreditString(price)}}};
    auto all = m_store.all();
    const auto api = all.find(name);
    if (api == all.end())
        return Error {ErrorCode::FileUnreadable, "no such API", {{"path", name}}};
    api->second.price = price;
    return publish(api->second);
}

Done ApiShelf::withdraw(const std::string& name)
{
    WEFT_CHECK(m_store.remove(name));
    Q_EMIT changed();
    return {};
}

} // namespace weft

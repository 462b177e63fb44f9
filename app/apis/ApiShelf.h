// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiEarnings.h"
#include "app/apis/ApiStore.h"

#include <QObject>

#include <set>

namespace weft {

/// What this user publishes, and what it has brought in, for the window.
class ApiShelf : public QObject {
    Q_OBJECT

public:
    explicit ApiShelf(QString home, QObject* parent = nullptr);

    /// As the folder says now: `weft publish` changes it as well.
    std::map<std::string, PublishedApi> apis(std::vector<std::pair<QString, Error>>* broken = nullptr) const { return m_store.all(broken); }
    const QString& home() const { return m_home; }
    std::set<std::string> names() const;
    std::map<std::string, ApiEarned> earned() const;

    /// Errors: those of ApiStore::put.
    Done publish(const PublishedApi& api);
    /// Errors: AmountInvalid (args: received), FileUnreadable (args: path): there is no such API; those of ApiStore::put.
    Done setPrice(const std::string& name, Money price);
    /// Errors: those of ApiStore::remove.
    Done withdraw(const std::string& name);

Q_SIGNALS:
    void changed();

private:
    QString m_home;
    ApiStore m_store;
};

} // namespace weft

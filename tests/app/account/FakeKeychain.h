// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/Keychain.h"

#include <QMap>

namespace weft {

/// A keychain in memory; it can be locked, or not be there.
class FakeKeychain final : public Keychain {
public:
    std::optional<ErrorCode> failsWith;
    QMap<QString, QByteArray> entries;

    Result<std::optional<QByteArray>> read(const QString& name) override
    {
        WEFT_CHECK(ready());
        return entries.contains(name) ? std::optional(entries[name]) : std::optional<QByteArray>{};
    }
    Done write(const QString& name, const QByteArray& secret) override
    {
        WEFT_CHECK(ready());
        entries[name] = secret;
        return {};
    }
    Done remove(const QString& name) override
    {
        WEFT_CHECK(ready());
        entries.remove(name);
        return {};
    }

private:
    Done ready() const { return failsWith ? Done{Error{*failsWith, "fake"}} : Done{}; }
};

} // namespace weft

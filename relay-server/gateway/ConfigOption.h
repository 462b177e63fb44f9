// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QHostAddress>
#include <QString>
#include <QStringList>

#include <chrono>
#include <span>

namespace weft::relay {

struct RelayConfig;

/// One setting: a flag of weft-relay, or the same name in an INI file.
struct ConfigOption {
    const char* name;
    const char* value;
    const char* help;
    Done (*apply)(RelayConfig&, const QString&);
    bool secret = false; // its value is never shown
};

/// Those about money that comes in and goes out.
std::span<const ConfigOption> paymentOptions();
/// Those about the public gateway.
std::span<const ConfigOption> gatewayOptions();

/// Readers of values. Errors: SettingInvalid.
Error invalidSetting(const char* why);
Done setText(QString& target, const QString& text);
Done setCredits(Money& target, const QString& text);
Done setNumber(std::int64_t& target, const QString& text, std::int64_t least, std::int64_t most, const char* why);
Done setAddress(QHostAddress& address, quint16& port, const QString& text);
/// The words of a file that only the operator should be able to read. Errors: FileUnreadable (args: path).
Result<QStringList> secretWordsOf(const QString& path);

} // namespace weft::relay

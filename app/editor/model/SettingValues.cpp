// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/SettingValues.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weft {

namespace {

bool isWhole(const InputSpec& spec) { return spec.type.starts_with("INT"); }

double stepOf(const InputSpec& spec) { return numberAt(spec.options, "step", isWhole(spec) ? 1 : 0.01); }

Json heldFloat(const InputSpec& spec, double value)
{
    const Json& low = memberAt(spec.options, "min");
    const Json& high = memberAt(spec.options, "max");
    if (low.is_number())
        value = std::max(value, low.get<double>());
    if (high.is_number())
        value = std::min(value, high.get<double>());
    const double decimals = std::pow(10.0, std::clamp(std::ceil(-std::log10(std::max(stepOf(spec), 1e-9))), 0.0, 9.0) + 1);
    return std::round(value * decimals) / decimals;
}

/// Whole numbers are compared as a sign and 64 bits, since a seed's maximum doesn't fit a signed one.
bool isLess(const Json& a, const Json& b)
{
    if (a.is_number_unsigned() && b.is_number_unsigned())
        return a.get<std::uint64_t>() < b.get<std::uint64_t>();
    if (a.is_number_unsigned() && a.get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        return false;
    if (b.is_number_unsigned() && b.get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        return true;
    return a.get<std::int64_t>() < b.get<std::int64_t>();
}

Json heldWhole(const InputSpec& spec, Json value)
{
    const Json& low = memberAt(spec.options, "min");
    const Json& high = memberAt(spec.options, "max");
    if (low.is_number_integer() && isLess(value, low))
        value = low;
    if (high.is_number_integer() && isLess(high, value))
        value = high;
    return value;
}

Json addedTo(const Json& value, std::int64_t delta)
{
    if (value.is_number_unsigned()) {
        const std::uint64_t old = value.get<std::uint64_t>();
        const std::uint64_t size = delta < 0 ? std::uint64_t(0) - std::uint64_t(delta) : std::uint64_t(delta);
        if (delta >= 0)
            return old > std::numeric_limits<std::uint64_t>::max() - size ? std::numeric_limits<std::uint64_t>::max() : old + size;
        if (size <= old)
            return old - size;
        return -static_cast<std::int64_t>(std::min(size - old, std::uint64_t(std::numeric_limits<std::int64_t>::max())));
    }
    std::int64_t sum = 0;
    if (__builtin_add_overflow(value.get<std::int64_t>(), delta, &sum))
        sum = delta < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    return sum;
}

} // namespace

Json stepped(const InputSpec& spec, const Json& value, double steps)
{
    if (!isWhole(spec))
        return heldFloat(spec, (value.is_number() ? value.get<double>() : 0) + steps * stepOf(spec));
    const Json start = value.is_number_integer() ? value : Json(value.is_number() ? std::llround(value.get<double>()) : 0LL);
    const double delta = std::clamp(std::trunc(steps) * stepOf(spec), -9e18, 9e18);
    return heldWhole(spec, addedTo(start, std::llround(delta)));
}

Json valueAtShare(const InputSpec& spec, double share)
{
    const double low = numberAt(spec.options, "min");
    const double high = numberAt(spec.options, "max");
    const double step = std::max(stepOf(spec), 1e-9);
    const double raw = low + std::clamp(share, 0.0, 1.0) * (high - low);
    const double value = low + std::round((raw - low) / step) * step;
    return isWhole(spec) ? heldWhole(spec, std::llround(value)) : heldFloat(spec, value);
}

Result<Json> parsedSetting(const InputSpec& spec, const QString& text)
{
    const QString trimmed = text.trimmed();
    const Error wrong {ErrorCode::SettingInvalid, "not a number", {{"input", spec.name}, {"received", text.toStdString()}}};
    if (isWhole(spec)) {
        bool ok = false;
        const qulonglong positive = trimmed.toULongLong(&ok);
        if (ok)
            return heldWhole(spec, std::uint64_t(positive));
        const qlonglong negative = trimmed.toLongLong(&ok);
        if (ok)
            return heldWhole(spec, std::int64_t(negative));
        const double real = trimmed.toDouble(&ok);
        if (ok && std::abs(real) < 9e15)
            return heldWhole(spec, std::llround(real));
        return wrong;
    }
    if (spec.type.starts_with("FLOAT")) {
        QString point = trimmed;
        point.replace(QLatin1Char(','), QLatin1Char('.'));
        bool ok = false;
        const double value = point.toDouble(&ok);
        if (!ok || !std::isfinite(value))
            return wrong;
        return heldFloat(spec, value);
    }
    return Json(text.toStdString());
}

Json randomSeed(const InputSpec& spec)
{
    constexpr quint64 kExact = quint64(1) << 53;
    const Json& high = memberAt(spec.options, "max");
    quint64 bound = kExact;
    if (high.is_number_integer() && isLess(high, std::uint64_t(kExact)))
        bound = std::max<quint64>(1, high.get<std::uint64_t>());
    return heldWhole(spec, std::uint64_t(QRandomGenerator::global()->generate64() % bound));
}

} // namespace weft

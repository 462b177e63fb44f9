// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/TrialLimit.h"

namespace weft::relay {

namespace {

QByteArray householdOf(const QHostAddress& address)
{
    bool isFour = false;
    const quint32 four = address.toIPv4Address(&isFour); // mapped ones as well
    if (isFour)
        return QByteArray::number(four);
    const Q_IPV6ADDR six = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char*>(six.c), 8);
}

} // namespace

bool TrialLimit::mayGive(const QHostAddress& address, UnixMillis now) const
{
    const bool today = std::chrono::floor<std::chrono::days>(now) == m_day;
    return m_limit <= 0 || !today || m_given.value(householdOf(address)) < m_limit;
}

void TrialLimit::note(const QHostAddress& address, UnixMillis now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    if (day != m_day)
        m_given.clear();
    m_day = day;
    ++m_given[householdOf(address)];
}

} // namespace weft::relay

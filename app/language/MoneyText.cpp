// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/MoneyText.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace weft {

namespace {

constexpr int kMicroDigits = 6;
constexpr std::uint64_t kCentsPerDollar = 100;

/// "1,234" and at most `most` of the `digits` behind the point; zeros at the end beyond `least` aren't shown.
QString grouped(std::uint64_t whole, std::uint64_t part, int digits, int most, int least = 0)
{
    const QLocale locale;
    QString text = QString::number(part).rightJustified(digits, u'0').left(most);
    while (text.size() > least && text.endsWith(u'0'))
        text.chop(1);
    const QString before = locale.toString(qulonglong(whole));
    return text.isEmpty() ? before : before + locale.decimalPoint() + text;
}

std::uint64_t magnitude(Money amount)
{
    return amount.isNegative() ? 0 - std::uint64_t(amount.micro) : std::uint64_t(amount.micro);
}

QString signedText(Money amount, const QString& text)
{
    return amount.isNegative() ? QChar(0x2212) + text : text; // a true minus: as wide as a digit
}

QString creditsWith(Money amount, int decimals)
{
    const std::uint64_t micro = magnitude(amount);
    return signedText(amount, grouped(micro / kMicroPerCredit, micro % kMicroPerCredit, kMicroDigits, decimals));
}

QString inDollars(const QString& number) { return QCoreApplication::translate("Wallet", "$%1").arg(number); }

} // namespace

QString creditsText(Money amount)
{
    const std::uint64_t micro = magnitude(amount);
    const int decimals = micro >= 100 * kMicroPerCredit ? 1 : micro >= kMicroPerCredit ? 2 : 3;
    std::uint64_t unit = 1;
    for (int i = decimals; i < kMicroDigits; ++i)
        unit *= 10;
    const std::uint64_t up = (micro / unit + (micro % unit != 0 ? 1 : 0)) * unit;
    return signedText(amount, grouped(up / kMicroPerCredit, up % kMicroPerCredit, kMicroDigits, decimals));
}

QString chargedCredits(Money amount)
{
    constexpr std::uint64_t kThousandth = kMicroPerCredit / 1000;
    const std::uint64_t micro = magnitude(amount);
    if (micro < kThousandth)
        return exactCredits(amount);
    const std::uint64_t nearest = (micro + kThousandth / 2) / kThousandth * kThousandth;
    return signedText(amount, grouped(nearest / kMicroPerCredit, nearest % kMicroPerCredit, kMicroDigits, 3));
}

QString roundedCredits(Money amount) { return creditsWith(amount, 2); }

QString exactCredits(Money amount) { return creditsWith(amount, kMicroDigits); }

QString signedCredits(Money amount)
{
    constexpr int kDecimals = 3;
    const std::uint64_t micro = magnitude(amount);
    const QString text = grouped(micro / kMicroPerCredit, micro % kMicroPerCredit, kMicroDigits, kMicroDigits, kDecimals);
    return amount.micro > 0 ? u'+' + text : signedText(amount, text);
}

QString pricePerSecondText(Money amount)
{
    if (amount.micro == 0)
        return QCoreApplication::translate("Money", "free");
    return QCoreApplication::translate("Money", "%1 credits/s").arg(exactCredits(amount));
}

QString plainDollars(Money amount)
{
    const std::uint64_t cents = magnitude(amount) / kMicroPerCredit;
    const int least = cents % kCentsPerDollar == 0 ? 0 : 2;
    return inDollars(grouped(cents / kCentsPerDollar, cents % kCentsPerDollar, 2, 2, least));
}

QString dollarsText(Money amount)
{
    const std::uint64_t cents = magnitude(amount) / kMicroPerCredit;
    return QCoreApplication::translate("Wallet", "≈ $%1").arg(grouped(cents / kCentsPerDollar, cents % kCentsPerDollar, 2, 2, 2));
}

QString cashText(Money amount)
{
    if (amount.micro > 0 && amount.micro < kMicroPerCredit) // one credit is a cent
        return QCoreApplication::translate("Sharing", "< %1").arg(plainDollars(credits(1)));
    const std::uint64_t cents = magnitude(amount) / kMicroPerCredit;
    return inDollars(grouped(cents / kCentsPerDollar, cents % kCentsPerDollar, 2, 2, 2));
}

QString exactCash(Money amount)
{
    constexpr std::uint64_t kMicroPerDollar = kCentsPerDollar * kMicroPerCredit;
    const std::uint64_t micro = magnitude(amount);
    const QString text = inDollars(grouped(micro / kMicroPerDollar, micro % kMicroPerDollar, kMicroDigits + 2, kMicroDigits + 2, 2));
    return amount.micro > 0 ? u'+' + text : signedText(amount, text);
}

QString bothTexts(Money amount)
{
    return QCoreApplication::translate("Wallet", "%1 (%2 credits)").arg(plainDollars(amount), exactCredits(amount));
}

QString percentText(std::int64_t millionths)
{
    const auto part = std::uint64_t(std::max<std::int64_t>(millionths, 0));
    return grouped(part / 10'000, part % 10'000, 4, 2) + QStringLiteral(" %");
}

} // namespace weft

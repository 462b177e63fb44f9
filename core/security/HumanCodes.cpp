// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/HumanCodes.h"

namespace weft {

namespace {

constexpr std::string_view kRecoveryLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kRecoveryLength = 28; // with the check character
constexpr std::string_view kApprovalLetters = "BCDFGHJKLMNPQRSTVWXZ"; // no vowels: no words
constexpr std::size_t kApprovalLength = 8;
constexpr std::size_t kGroup = 4;

/// Each letter as likely as the next: bytes beyond a whole multiple are thrown away.
std::string randomLetters(std::string_view letters, std::size_t count, const RandomSource& random)
{
    const std::size_t limit = 256 - 256 % letters.size();
    std::string text;
    while (text.size() < count) {
        std::array<std::uint8_t, 1> byte{};
        random(byte);
        if (byte[0] < limit)
            text += letters[byte[0] % letters.size()];
    }
    return text;
}

/// Luhn's sum, modulo 32: finds each wrong letter, and most swapped neighbours.
char checkLetter(std::string_view code)
{
    const std::size_t n = kRecoveryLetters.size();
    std::size_t sum = 0;
    bool isDoubled = true;
    for (std::size_t i = code.size(); i-- > 0; isDoubled = !isDoubled) {
        const std::size_t value = kRecoveryLetters.find(code[i]) * (isDoubled ? 2 : 1);
        sum += value / n + value % n;
    }
    return kRecoveryLetters[(n - sum % n) % n];
}

std::string typed(std::string_view text)
{
    std::string letters;
    for (const char c : text) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        letters += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    }
    return letters;
}

Error mistyped()
{
    return {ErrorCode::CodeWrong, "not such a code", {{"reason", "mistyped"}}};
}

} // namespace

std::string grouped(std::string_view code)
{
    std::string text;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % kGroup == 0)
            text += '-';
        text += code[i];
    }
    return text;
}

std::string makeRecoveryCode(const RandomSource& random)
{
    std::string code = randomLetters(kRecoveryLetters, kRecoveryLength - 1, random);
    code += checkLetter(code);
    return grouped(code);
}

Result<std::string> readRecoveryCode(std::string_view text)
{
    std::string code = typed(text);
    for (char& c : code) {
        if (c == 'O')
            c = '0';
        else if (c == 'I' || c == 'L')
            c = '1';
    }
    const bool isWhole =
        code.size() == kRecoveryLength && code.find_first_not_of(kRecoveryLetters) == std::string::npos;
    if (!isWhole || checkLetter(std::string_view(code).substr(0, kRecoveryLength - 1)) != code.back())
        return mistyped();
    return code;
}

std::string makeApprovalCode(const RandomSource& random)
{
    return grouped(randomLetters(kApprovalLetters, kApprovalLength, random));
}

Result<std::string> readApprovalCode(std::string_view text)
{
    std::string code = typed(text);
    if (code.size() != kApprovalLength || code.find_first_not_of(kApprovalLetters) != std::string::npos)
        return mistyped();
    return code;
}

} // namespace weft

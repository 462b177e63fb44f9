// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/PasswordRules.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr qsizetype kMaxEmail = 254; // RFC 5321
constexpr qsizetype kMaxLocalPart = 64;

/// What guessers try first, of ten letters and more; shorter ones are refused anyway. Digits and marks behind them
/// don't help.
constexpr std::array<std::string_view, 44> kCommon{"password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd",
    "motdepasse", "contrasena", "qwertyuiop", "qwertzuiop", "azertyuiop", "qwerty", "qwertz", "azerty", "asdfghjkl",
    "zxcvbnm", "1q2w3e4r5t", "1q2w3e4r", "1qaz2wsx", "qazwsxedc", "q1w2e3r4t5", "iloveyou", "letmein", "welcome",
    "administrator", "admin", "changeme", "default", "secret", "superman", "batman", "starwars", "pokemon", "football",
    "baseball", "basketball", "princess", "sunshine", "dragon", "monkey", "master", "trustno", "woaini",
    "stablediffusion", "comfyui"};

Error weak(const char* reason)
{
    return {ErrorCode::PasswordWeak, "a weak password", {{"reason", reason}}};
}

/// One letter over and over, or letters that follow each other: "aaaaaaaaaa", "1234567890", "abcdefghij".
bool isRun(const QString& text)
{
    for (const int step : {0, 1, -1}) {
        int breaks = 0;
        for (qsizetype i = 1; i < text.size(); ++i)
            breaks += text[i].unicode() - text[i - 1].unicode() == step ? 0 : 1;
        if (breaks <= 1) // "1234567890" wraps once
            return true;
    }
    return false;
}

bool isCommon(const QString& text)
{
    const QString small = text.toCaseFolded();
    QString letters = small;
    while (!letters.isEmpty() && !letters.back().isLetter())
        letters.chop(1);
    const auto is = [](const QString& word) {
        return std::ranges::any_of(
            kCommon, [&](std::string_view one) { return word == QLatin1String(one.data(), qsizetype(one.size())); });
    };
    const QString half = letters.left(letters.size() / 2);
    const bool isTwice = letters.size() % 2 == 0 && !half.isEmpty() && half + half == letters;
    return isRun(small) || is(small) || is(letters) || (isTwice && is(half));
}

} // namespace

Result<std::string> normalisedEmail(std::string_view text)
{
    const Error invalid{ErrorCode::EmailInvalid, "not an e-mail address"};
    const QString whole =
        QString::fromUtf8(text.data(), qsizetype(text.size())).trimmed().normalized(QString::NormalizationForm_KC);
    const qsizetype at = whole.lastIndexOf(u'@');
    const QString local = whole.left(at).toLower();
    if (at < 1 || local.size() > kMaxLocalPart || local.contains(u'@'))
        return invalid;
    const bool isPlain = std::ranges::all_of(local, [](QChar c) { return c.isPrint() && !c.isSpace(); });
    const QString domain = QString::fromLatin1(QUrl::toAce(whole.mid(at + 1).toLower()));
    const QStringList labels = domain.split(u'.');
    const bool isDomain = labels.size() >= 2 && std::ranges::all_of(labels, [](const QString& label) {
        const bool isWord = std::ranges::all_of(
            label, [](QChar c) { return c == u'-' || (c.unicode() < 128 && c.isLetterOrNumber()); });
        return isWord && !label.isEmpty() && !label.startsWith(u'-') && !label.endsWith(u'-');
    });
    const QByteArray normal = (local + u'@' + domain).toUtf8();
    if (!isPlain || !isDomain || normal.size() > kMaxEmail)
        return invalid;
    return normal.toStdString();
}

Done checkPassword(std::string_view password, std::string_view email)
{
    const QString text = QString::fromUtf8(password.data(), qsizetype(password.size()));
    if (text.toUcs4().size() < qsizetype(kMinPasswordLetters))
        return weak("short");
    const QString address = QString::fromUtf8(email.data(), qsizetype(email.size()));
    const QString small = text.trimmed().toCaseFolded();
    if (small == address.toCaseFolded() || small == address.section(u'@', 0, 0).toCaseFolded())
        return weak("email");
    if (isCommon(text))
        return weak("common");
    return {};
}

} // namespace weft

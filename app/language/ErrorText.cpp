// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/ErrorText.h"

#include <QCoreApplication>

#include <algorithm>

namespace weft {

namespace {

constexpr qsizetype kMaxShown = 300; // of an argument, in characters

/// Some errors say "name" or "class" where the sentence says "model" or "type".
const char* otherName(const QString& key)
{
    if (key == QStringLiteral("model"))
        return "name";
    return key == QStringLiteral("type") ? "class" : nullptr;
}

QString argument(const std::map<std::string, std::string>& args, const QString& key)
{
    auto it = args.find(key.toStdString());
    if (const char* other = otherName(key); it == args.end() && other)
        it = args.find(other);
    if (it == args.end())
        return {};
    QString text = QString::fromStdString(it->second);
    if (text.size() > kMaxShown)
        text = text.left(kMaxShown) + QChar(0x2026);
    return text;
}

/// Replaces {key}; false when one is missing.
bool fill(QString& text, const std::map<std::string, std::string>& args)
{
    QString filled;
    qsizetype at = 0;
    bool complete = true;
    for (;;) {
        const qsizetype open = text.indexOf(u'{', at);
        const qsizetype end = open < 0 ? -1 : text.indexOf(u'}', open);
        if (end < 0)
            break;
        const QString value = argument(args, text.mid(open + 1, end - open - 1));
        complete &= !value.isEmpty();
        filled += text.mid(at, open - at) + (value.isEmpty() ? QStringLiteral("?") : value);
        at = end + 1;
    }
    text = filled + text.mid(at);
    return complete;
}

} // namespace

QString filledSentence(const QString& text, const std::map<std::string, std::string>& args)
{
    QString result;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype open = text.indexOf(u'[', at);
        const qsizetype end = open < 0 ? -1 : text.indexOf(u']', open);
        QString plain = text.mid(at, end < 0 ? -1 : open - at);
        fill(plain, args);
        result += plain;
        if (end < 0)
            break;
        QString optional = text.mid(open + 1, end - open - 1);
        if (fill(optional, args))
            result += optional;
        at = end + 1;
    }
    return result;
}

QString sentenceFor(const Error& error)
{
    const auto sentences = errorSentences();
    const auto it = std::ranges::find(sentences, error.code, &ErrorSentence::code);
    const char* text = it == sentences.end() ? sentences.back().text : it->text;
    auto args = error.args;
    if (args.contains("reason"))
        args["reason"] = reasonText(error).toStdString();
    return filledSentence(QCoreApplication::translate("Errors", text), args);
}

} // namespace weft

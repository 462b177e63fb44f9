// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/LanguageOption.h"

#include "app/cli/Cli.h"
#include "app/language/ErrorText.h"
#include "app/runs/AddLanguage.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

namespace weft {

namespace {

constexpr qint64 kMostKeyFileBytes = 64 * 1024;
constexpr std::chrono::milliseconds kQuickLook{500}; // for servers that nobody named

std::vector<LanguageSettings> serversOf(const LanguageOption& option)
{
    std::vector<LanguageSettings> servers;
    if (!option.server.isEmpty()) {
        servers.push_back({option.server, option.key});
        return servers;
    }
    for (const QUrl& address : usualLanguageAddresses()) {
        servers.push_back({address, {}});
        servers.back().limits.answer = kQuickLook;
    }
    return servers;
}

} // namespace

QList<QCommandLineOption> languageOptions()
{
    return {{QStringLiteral("language"),
                QCoreApplication::translate("Cli",
                    "Use the language models of a server with OpenAI's API (llama.cpp, Ollama, vLLM); “none”: not even "
                    "those at "
                    "their usual addresses."),
                QStringLiteral("URL")},
        {QStringLiteral("language-key"),
            QCoreApplication::translate(
                "Cli", "A file with the key for that server (or the variable WEFT_LANGUAGE_KEY)."),
            QStringLiteral("FILE")}};
}

Result<std::string> readLanguageKey(const QString& path)
{
    if (path.isEmpty()) {
        const QByteArray text = qgetenv(kLanguageKeyVariable);
        return text.isEmpty() ? Result<std::string>(std::string()) : languageKey(text.toStdString());
    }
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::FileNotFound, "", {{"path", path.toStdString()}}};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable, "", {{"path", path.toStdString()}}};
    return languageKey(file.read(kMostKeyFileBytes).toStdString());
}

QString takeLanguage(const QCommandLineParser& parser, LanguageOption& option)
{
    const QString text = parser.value(QStringLiteral("language"));
    option.isOff = text == QStringLiteral("none");
    if (!parser.isSet(QStringLiteral("language")) || option.isOff)
        return {};
    const auto address = languageAddress(text);
    if (!address)
        return QCoreApplication::translate("Cli", "--language takes an address such as http://127.0.0.1:11434.");
    option.server = *address;
    const auto key = readLanguageKey(parser.value(QStringLiteral("language-key")));
    if (!key && key.error().code != ErrorCode::SettingInvalid)
        return sentenceFor(key.error());
    if (!key)
        return QCoreApplication::translate(
            "Cli", "The key for the language server must be one word of letters, digits and signs.");
    option.key = *key;
    return {};
}

QCoro::Task<bool> findLanguage(QPointer<RunController> runs, LanguageOption option)
{
    if (option.isOff)
        co_return true;
    auto adding = addLanguage(std::move(runs), serversOf(option));
    const Done added = co_await adding;
    const bool isNamed = !option.server.isEmpty();
    if (!added && isNamed)
        printError(sentenceFor(added.error()));
    co_return added.hasValue() || !isNamed;
}

} // namespace weft

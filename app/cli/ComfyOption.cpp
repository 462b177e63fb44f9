// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ComfyOption.h"

#include "app/cli/Cli.h"
#include "app/engines/comfy/ComfyClient.h"
#include "app/language/ErrorText.h"
#include "app/runs/AddComfy.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace weft {

QCommandLineOption comfyOption()
{
    return {QStringLiteral("comfy"),
        QCoreApplication::translate(
            "Cli", "Use the nodes of a running ComfyUI; “none”: not even of one at its usual address."),
        QStringLiteral("URL")};
}

QString takeComfy(const QCommandLineParser& parser, ComfyOption& option)
{
    option.server = usualComfyAddress();
    option.isNamed = parser.isSet(QStringLiteral("comfy"));
    const QString text = parser.value(QStringLiteral("comfy"));
    if (!option.isNamed)
        return {};
    option.isOff = text == QStringLiteral("none");
    const auto address = option.isOff ? Result<QUrl>(QUrl()) : comfyAddress(text);
    if (!address)
        return QCoreApplication::translate("Cli", "--comfy takes an address such as http://127.0.0.1:8188.");
    option.server = *address;
    return {};
}

QCoro::Task<bool> findComfy(QPointer<RunController> runs, ComfyOption option)
{
    if (option.isOff)
        co_return true;
    auto adding = addComfy(std::move(runs), option.server);
    const Done added = co_await adding;
    if (!added && option.isNamed)
        printError(sentenceFor(added.error()));
    co_return added.hasValue() || !option.isNamed;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ServeArguments.h"

#include "app/account/DeviceIdentity.h"
#include "app/frontdoor/TokenBook.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

namespace weft {

namespace {

QString serveOption(const char* name) { return QString::fromLatin1(name); }

void addServeOptions(QCommandLineParser& parser)
{
    const auto add = [&parser](const char* name, const QString& what, const char* value = nullptr) {
        parser.addOption(QCommandLineOption(serveOption(name), what, value ? serveOption(value) : QString()));
    };
    add("port", QCoreApplication::translate("Cli", "The port (default: 8188, ComfyUI's, or any where that is taken)."), "N");
    add("listen", QCoreApplication::translate("Cli", "The address that is listened on (default: 127.0.0.1); others than this computer need a token."), "ADDRESS");
    add("token", QCoreApplication::translate("Cli", "Let nobody in without a token, this one or one that is known already; may be repeated."), "SECRET");
    add("new-token", QCoreApplication::translate("Cli", "Make a token and print it."));
    add("forget-tokens", QCoreApplication::translate("Cli", "Forget all tokens of before, with their budgets."));
    add("budget", QCoreApplication::translate("Cli", "The credits that these tokens may spend in all, each; without a token, everybody together."), "CREDITS");
    add("frontend", QCoreApplication::translate("Cli", "The folder of ComfyUI's page for browsers (PyPI: comfyui-frontend-package)."), "DIR");
    add("gateway", QCoreApplication::translate("Cli", "Be the public gateway of --relay: serve only calls that it hands on, which know the secret in this file (made where it is missing). What they send and get is seen here."), "FILE");
    add("tls-cert", QCoreApplication::translate("Cli", "Serve over TLS: a certificate chain in a PEM file."), "FILE");
    add("tls-key", QCoreApplication::translate("Cli", "The certificate's key in a PEM file."), "FILE");
    add("input", QCoreApplication::translate("Cli", "The folder of uploads, that pictures are loaded from (default: input)."), "DIR");
    add("output", QCoreApplication::translate("Cli", "The folder that results are saved in (default: output)."), "DIR");
}

/// The mistake, or an empty text.
QString takeAddress(const QCommandLineParser& parser, ServeArguments& arguments)
{
    if (parser.isSet(serveOption("port"))) {
        bool isNumber = false;
        arguments.port = parser.value(serveOption("port")).toUShort(&isNumber);
        if (!isNumber)
            return QCoreApplication::translate("Cli", "--port takes a number up to 65535; 0 is any that is free.");
    }
    if (!parser.isSet(serveOption("listen")))
        return {};
    const QString text = parser.value(serveOption("listen"));
    if (text == QStringLiteral("localhost"))
        return {};
    if (!arguments.address.setAddress(text))
        return QCoreApplication::translate("Cli", "--listen takes an address such as 127.0.0.1, 0.0.0.0 or ::, not “%1”.").arg(text);
    return {};
}

QString takeTokens(const QCommandLineParser& parser, ServeArguments& arguments)
{
    arguments.tokens = parser.values(serveOption("token"));
    arguments.newToken = parser.isSet(serveOption("new-token"));
    arguments.forgetTokens = parser.isSet(serveOption("forget-tokens"));
    for (const QString& token : arguments.tokens) {
        if (token.size() < TokenBook::kMinSecretLength)
            return QCoreApplication::translate("Cli", "--token needs at least %1 characters, so that nobody guesses it; --new-token makes a good one.")
                .arg(TokenBook::kMinSecretLength);
    }
    if (!parser.isSet(serveOption("budget")))
        return {};
    const auto budget = parseCredits(parser.value(serveOption("budget")).toStdString());
    if (!budget || budget->isNegative() || *budget > kMaxAmount)
        return QCoreApplication::translate("Cli", "--budget takes a number such as 2 or 0.5.");
    arguments.budget = *budget;
    return {};
}

/// Strangers' calls run on other machines, and leave nothing behind.
QString takeGateway(const QCommandLineParser& parser, ServeArguments& arguments)
{
    if (!parser.isSet(serveOption("gateway")))
        return {};
    arguments.gateway = parser.value(serveOption("gateway"));
    for (const char* other : {"token", "new-token", "forget-tokens", "budget", "frontend", "input", "output", "blind", "only-here"}) {
        if (parser.isSet(serveOption(other)))
            return QCoreApplication::translate("Cli", "--gateway doesn't go with --%1.").arg(serveOption(other));
    }
    if (arguments.relay.isEmpty())
        return QCoreApplication::translate("Cli", "--gateway needs --relay.");
    if (!arguments.address.isLoopback() && arguments.certificate.isEmpty())
        return QCoreApplication::translate("Cli", "--gateway beyond this computer needs --tls-cert and --tls-key: calls hold prompts and pictures.");
    arguments.comfy.isOff = true;
    arguments.language.isOff = true;
    return {};
}

QString takeServe(const QCommandLineParser& parser, ServeArguments& arguments)
{
    if (!parser.positionalArguments().isEmpty())
        return QCoreApplication::translate("Cli", "weft serve takes no files: “%1”.").arg(parser.positionalArguments().front());
    for (const auto take : {takeAddress, takeTokens}) {
        if (const QString mistake = take(parser, arguments); !mistake.isEmpty())
            return mistake;
    }
    arguments.frontend = parser.value(serveOption("frontend"));
    arguments.certificate = parser.value(serveOption("tls-cert"));
    arguments.certificateKey = parser.value(serveOption("tls-key"));
    if (arguments.certificate.isEmpty() != arguments.certificateKey.isEmpty())
        return QCoreApplication::translate("Cli", "--tls-cert and --tls-key belong together.");
    if (const QString mistake = takePlaces(parser, arguments); !mistake.isEmpty())
        return mistake;
    return takeGateway(parser, arguments);
}

} // namespace

std::variant<ServeArguments, Usage> parseServeArguments(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("Cli", "Serves ComfyUI's API, and its page for browsers: scripts and programs made for ComfyUI run here, and on other people's machines."));
    const QCommandLineOption help = parser.addHelpOption();
    addServeOptions(parser);
    addPlaceOptions(parser);
    const bool parsed = parser.parse(QStringList {QStringLiteral("weft serve")} + words);
    if (parsed && parser.isSet(help))
        return Usage {parser.helpText(), false};
    ServeArguments arguments;
    const QString mistake = parsed ? takeServe(parser, arguments) : parser.errorText();
    if (!mistake.isEmpty())
        return Usage {mistake, true};
    const auto folder = [&parser](const char* name) {
        return QDir::current().absoluteFilePath(parser.isSet(serveOption(name)) ? parser.value(serveOption(name)) : serveOption(name));
    };
    arguments.folders.input = folder("input");
    arguments.folders.output = folder("output");
    if (!arguments.gateway.isEmpty()) {
        const QDir own(QDir(arguments.home.isEmpty() ? defaultHome() : arguments.home).filePath(QStringLiteral("gateway")));
        arguments.folders.input = own.filePath(serveOption("input"));
        arguments.folders.output = own.filePath(serveOption("output"));
        arguments.folders.keepsValues = false; // nobody gets what another one paid for
    }
    return arguments;
}

} // namespace weft

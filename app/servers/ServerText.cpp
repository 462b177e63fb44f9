// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servers/ServerText.h"

#include "app/language/ErrorText.h"
#include "core/http/WebAddress.h"

namespace weft {

namespace {

constexpr int kModelsNamed = 3;

QString argOf(const Error& error, const char* name)
{
    const auto found = error.args.find(name);
    return found == error.args.end() ? QString() : QString::fromStdString(found->second);
}

} // namespace

QString ServerText::name(const ServerEntry& entry)
{
    const QString place = QString::fromStdString(http::hostAndPort(entry.address));
    return (entry.kind == ServerKind::Comfy ? QStringLiteral("ComfyUI") : tr("Language models")) + QStringLiteral(" · ") + place;
}

QString ServerText::name(const EngineInfo& engine)
{
    const QString id = QString::fromStdString(engine.id);
    const QString kind = id.section(u':', 0, 0);
    if (!engine.isOwnServer() || (kind != QLatin1String("apis") && !id.contains(u':')))
        return QString::fromStdString(engine.displayName);
    if (kind == QLatin1String("apis"))
        return tr("Your APIs");
    const QString place = id.section(u':', engine.onThisComputer ? -1 : 1); // here the port tells them apart
    return (kind == QLatin1String("comfyui") ? QStringLiteral("ComfyUI") : tr("Language models")) + QStringLiteral(" · ") + place;
}

QString ServerText::state(const ServerStatus& status)
{
    const QUrl& address = status.entry.address;
    const bool isOpen = address.scheme() == QLatin1String("http") && !http::isOnThisComputer(address);
    if (status.state != ServerStatus::State::Connected || !isOpen)
        return plainState(status);
    return tr("%1. What crosses the network isn't encrypted.").arg(plainState(status));
}

QString ServerText::plainState(const ServerStatus& status)
{
    switch (status.state) {
    case ServerStatus::State::Asking:
        return tr("Is asked what it has…");
    case ServerStatus::State::Unreachable:
        return status.problem ? problem(*status.problem) : QString();
    case ServerStatus::State::Connected:
        break;
    }
    if (status.entry.kind == ServerKind::Comfy)
        return status.version.empty() ? tr("Connected: %1 nodes").arg(status.nodes) : tr("Connected: %1 nodes, version %2").arg(status.nodes).arg(QString::fromStdString(status.version));
    QStringList models;
    for (const std::string& model : status.models)
        models << QString::fromStdString(model);
    if (models.isEmpty())
        return tr("Connected, but it has no model yet");
    const QString more = models.size() > kModelsNamed ? QStringLiteral(" …") : QString();
    return tr("Connected: %1 nodes; models: %2").arg(status.nodes).arg(models.mid(0, kModelsNamed).join(QStringLiteral(", ")) + more);
}

QString ServerText::problem(const Error& error)
{
    const QString machine = argOf(error, "machine");
    switch (error.code) {
    case ErrorCode::SettingInvalid:
        return argOf(error, "input") == QLatin1String("language-key")
            ? tr("A key is one word of letters, digits and signs.")
            : tr("An address such as http://127.0.0.1:8188, please, or the port of a server on this computer.");
    case ErrorCode::ProviderLost:
        return tr("Nobody answers at %1. Start the server, or check the address; Weft goes on asking.").arg(machine);
    case ErrorCode::TimedOut:
        return tr("%1 doesn't answer in time: it is busy, or still starting.").arg(machine);
    case ErrorCode::ProviderRefused:
        if (const QString reason = reasonText(error); !reason.isEmpty())
            return tr("%1 can't be used: %2.").arg(machine, reason);
        return tr("%1 answers with an error. Look into its own log.").arg(machine);
    default:
        return sentenceFor(error);
    }
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ServeCommand.h"

#include "app/account/DeviceIdentity.h"
#include "app/apis/AddApis.h"
#include "app/apis/PublishedApi.h"
#include "app/cli/Cli.h"
#include "app/language/ErrorText.h"
#include "core/security/Random.h"

#include <QCoreApplication>
#include <QDir>

namespace weft {

namespace {

constexpr quint16 kComfyPort = 8188;

/// What of the command line others may see.
QStringList withoutSecrets(QStringList words)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words.at(i) == QStringLiteral("--token") && i + 1 < words.size())
            words[++i] = QStringLiteral("...");
        else if (words.at(i).startsWith(QStringLiteral("--token=")))
            words[i] = QStringLiteral("--token=...");
    }
    return words;
}

} // namespace

ServeCommand::ServeCommand(ServeArguments arguments)
    : m_arguments(std::move(arguments))
    , m_home(m_arguments.home.isEmpty() ? defaultHome() : m_arguments.home)
    , m_controller(m_arguments.folders)
    , m_service(m_controller, m_home, [this] { return options(); })
{
}

ServeCommand::~ServeCommand() = default;

void ServeCommand::start()
{
    connect(&m_controller, &RunController::engineFailed, this, [](const Error& error) { printError(sentenceFor(error)); });
    connect(&m_controller, &RunController::ready, this, [this] {
        if (!std::exchange(m_started, true))
            open(this);
    });
    m_controller.start();
}

/// The ComfyUI at its usual address is looked for before this listens there.
QCoro::Task<void> ServeCommand::open(QPointer<ServeCommand> self)
{
    const PlaceOptions places = self->m_arguments;
    auto finding = findPlaces(&self->m_controller, places);
    auto market = co_await finding;
    if (!self)
        co_return;
    self->m_market = std::move(market);
    const auto identity = DeviceIdentity::open(self->m_home, systemRandom());
    if (identity && self->m_arguments.gateway.isEmpty()) { // strangers' calls run on other machines alone
        auto adding = addOwnApis(&self->m_controller, self->m_home, apiOwner(identity->id()));
        co_await adding;
    }
    if (!self || self->m_stopped)
        co_return;
    const Done opened = self->openDoor();
    if (!opened)
        self->fail(opened.error());
}

Done ServeCommand::openDoor()
{
    if (!m_arguments.gateway.isEmpty())
        return openGateway();
    WEFT_CHECK(openBook());
    WEFT_TRY(DoorSettings settings, doorSettings());
    WEFT_CHECK(listen(std::move(settings)));
    sayWhere();
    return {};
}

Done ServeCommand::openGateway()
{
    WEFT_TRY(m_temp, TempFolder::make(m_home, QStringLiteral("serve-temp-")));
    if (!m_market)
        return Error {ErrorCode::RelayUnreachable, "a gateway without its relay", {{"relay", m_arguments.relay.toString().toStdString()}}};
    WEFT_TRY(m_gateway, GatewaySide::open(m_arguments, m_controller, *m_market, m_temp->path()));
    printLine(QCoreApplication::translate("Cli", "This gateway's machine: %1").arg(QString::fromStdString(m_market->connection().key().keyHash().hex())));
    printLine(QCoreApplication::translate("Cli", "Serving the relay's public gateway at %1://%2:%3. What its callers send and get is seen here.")
                  .arg(m_arguments.certificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"), hostText(m_arguments.address))
                  .arg(m_gateway->port()));
    return {};
}

Done ServeCommand::openBook()
{
    WEFT_CHECK(m_service.takeBook());
    TokenBook& book = m_service.book();
    if (m_arguments.forgetTokens) {
        WEFT_CHECK(book.forgetAll());
    }
    const bool lacksOne = m_arguments.needsToken() && m_arguments.tokens.isEmpty() && !book.hasTokens();
    QStringList secrets = m_arguments.tokens;
    if (m_arguments.newToken || lacksOne) {
        secrets << TokenBook::freshSecret();
        printLine(QCoreApplication::translate("Cli", "Token: %1 (it is shown only now).").arg(secrets.back()));
    }
    for (const QString& secret : secrets) {
        WEFT_TRY(const QString id, book.add(secret));
        if (m_arguments.budget) {
            WEFT_CHECK(book.setBudget(id, *m_arguments.budget));
        }
    }
    if (secrets.isEmpty() && m_arguments.budget) {
        WEFT_CHECK(book.setBudget({}, *m_arguments.budget));
    }
    return {};
}

Result<DoorSettings> ServeCommand::doorSettings()
{
    DoorSettings settings;
    settings.address = m_arguments.address;
    settings.tls = {m_arguments.certificate, m_arguments.certificateKey};
    settings.needsToken = m_arguments.needsToken();
    settings.facts.arguments = withoutSecrets(QCoreApplication::arguments());
    if (m_arguments.frontend.isEmpty())
        return settings;
    const auto frontend = FrontendFiles::in(m_arguments.frontend);
    if (!frontend)
        return Error {ErrorCode::FileNotFound, "no index.html of the frontend", {{"path", QDir(m_arguments.frontend).filePath(QStringLiteral("index.html")).toStdString()}}};
    settings.frontend = *frontend;
    return settings;
}

/// ComfyUI's port unless another one is asked for; any where it is taken, by a ComfyUI as often as not.
Done ServeCommand::listen(DoorSettings settings)
{
    settings.port = m_arguments.port.value_or(kComfyPort);
    const Done first = m_service.listen(settings);
    if (first || m_arguments.port)
        return first;
    printError(QCoreApplication::translate("Cli", "Port %1 is taken, so another one is used.").arg(kComfyPort));
    settings.port = 0;
    return m_service.listen(std::move(settings));
}

RunOptions ServeCommand::options() const
{
    RunOptions options = m_arguments.options;
    if (m_market && m_market->connection().isOnline())
        options.policy.available = m_market->available();
    return options;
}

void ServeCommand::sayWhere()
{
    const QString address = m_service.address();
    printLine(QCoreApplication::translate("Cli", "Serving ComfyUI's API at %1").arg(address));
    if (m_arguments.needsToken() && m_arguments.certificate.isEmpty() && !m_arguments.address.isLoopback())
        printError(QCoreApplication::translate("Cli", "Without TLS whoever is on the way can read tokens, prompts and pictures: --tls-cert and --tls-key, or a tunnel, keep them private."));
    m_service.log().add(QStringLiteral("Weft serves ComfyUI's API at ") + address);
}

void ServeCommand::fail(const Error& error)
{
    printError(sentenceFor(error));
    leave(this, 1);
}

void ServeCommand::stop()
{
    if (std::exchange(m_stopped, true))
        return;
    m_service.close(); // nobody comes in any more
    if (PromptDesk* const desk = m_service.desk())
        (void)desk->editQueue({{"clear", true}}); // none starts where the one at work was stopped
    if (m_gateway)
        m_gateway->closeDoor();
    if (m_controller.isRunning()) {
        connect(&m_controller, &RunController::finished, this, [this] { leave(this, 0); }, Qt::QueuedConnection);
        return m_controller.cancel();
    }
    leave(this, 0);
}

QCoro::Task<void> ServeCommand::leave(QPointer<ServeCommand> self, int status)
{
    auto claiming = claimChange(self->m_market.get());
    co_await claiming;
    if (self)
        Q_EMIT self->done(status);
}

int runServe(const QStringList& arguments)
{
    auto parsed = parseServeArguments(arguments);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage(*usage);
    ServeCommand command(std::move(std::get<ServeArguments>(parsed)));
    return runUntilInterrupted(command, &ServeCommand::start, &ServeCommand::stop);
}

} // namespace weft

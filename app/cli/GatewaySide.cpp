// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/GatewaySide.h"

#include "app/apis/CallGraph.h"
#include "app/runs/AddMachines.h"
#include "core/files/ReplaceFile.h"
#include "core/security/GatewayToken.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace weft {

namespace {

constexpr quint16 kGatewayPort = 8189;
constexpr std::chrono::seconds kLookEvery {10}; // for machines that came or went
constexpr qsizetype kShortestSecret = 32;

} // namespace

Result<Hash256> openGatewaySecret(const QString& file, const RandomSource& random)
{
    const auto failed = [&file](ErrorCode code, const char* why) { return Error {code, why, {{"path", file.toStdString()}}}; };
    if (!QFileInfo::exists(file)) {
        const std::string fresh = freshGatewayToken(random) + "\n";
        WEFT_CHECK(replaceFile(file, {fresh.data(), qsizetype(fresh.size())}, FileReaders::Owner));
    }
    QFile secret(file);
    if (!secret.open(QFile::ReadOnly))
        return failed(ErrorCode::FileUnreadable, "a gateway's secret");
    const QByteArray text = secret.read(4096).trimmed();
    if (text.size() < kShortestSecret)
        return failed(ErrorCode::FileUnreadable, "a gateway's secret that is too short");
    return gatewayTokenHash({text.constData(), std::size_t(text.size())});
}

Result<std::unique_ptr<GatewaySide>> GatewaySide::open(
    const ServeArguments& arguments, RunController& runs, MarketLink& market, const QString& temp)
{
    WEFT_TRY(const Hash256 secret, openGatewaySecret(arguments.gateway, systemRandom()));
    std::unique_ptr<GatewaySide> side(new GatewaySide(arguments, runs, market));
    side->prepare(temp);
    WEFT_CHECK(side->listen(secret));
    return side;
}

GatewaySide::GatewaySide(const ServeArguments& arguments, RunController& runs, MarketLink& market)
    : m_arguments(arguments)
    , m_runs(runs)
    , m_market(market)
{
}

GatewaySide::~GatewaySide()
{
    m_market.connection().setHoldPayer({});
    closeDoor();
    clear();
}

/// What callers sent and got; nothing else that lies beside it.
void GatewaySide::clear()
{
    for (const QString& folder : {m_arguments.folders.input, m_arguments.folders.output})
        QDir(folder).removeRecursively();
}

void GatewaySide::prepare(const QString& temp)
{
    clear(); // what a crash left
    for (const QString& folder : {m_arguments.folders.input, m_arguments.folders.output})
        QDir().mkpath(folder);
    m_folders = {m_arguments.folders.input, m_arguments.folders.output, temp, {}};
    m_runner = std::make_unique<ControllerRunner>(m_runs, [this](const QString& budget) { return optionsFor(budget); });
    DeskSettings settings;
    settings.input = m_folders.input;
    settings.output = m_folders.output;
    settings.temp = m_folders.temp;
    settings.remembers = false;
    settings.tokensHaveCredits = true;
    settings.mostHistory = 100; // an answer is read off it at once
    settings.admit = [this](const PromptCost& cost) { return m_budgets.admit(cost.token, cost.promptId, cost.cap); };
    m_desk = std::make_unique<PromptDesk>(*m_runner, std::move(settings));
    connect(m_desk.get(), &PromptDesk::settled, this, [this](const QString& budget, const QString& prompt, Money charged) {
        m_budgets.settle(budget, prompt, charged);
        m_payers.clear();
    });
    m_market.connection().setHoldPayer(
        [this](const protocol::relay::RequestHold& hold, RelayConnection::AnswerTo done) { pay(hold, std::move(done)); });
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (!m_runs.isRunning())
            addMachines(&m_runs, &m_market);
    });
    m_look.start(kLookEvery);
}

Done GatewaySide::listen(const Hash256& secret)
{
    GatewayDoor::Settings settings;
    settings.address = m_arguments.address;
    settings.port = m_arguments.port.value_or(kGatewayPort);
    settings.tls = {m_arguments.certificate, m_arguments.certificateKey};
    settings.secret = secret;
    settings.folders = m_folders;
    settings.deadlines.answer = kLongestCall;
    m_door = std::make_unique<GatewayDoor>(std::move(settings), m_budgets);
    m_door->describe([this]() -> const Catalogue& { return m_runner->catalogue(); });
    m_calls = std::make_unique<CallRoutes>(*m_desk, *m_runner, m_folders, m_door->callPlace());
    m_calls->addTo(*m_door);
    return m_door->listen();
}

/// Then nobody waits for what still runs.
void GatewaySide::closeDoor()
{
    m_door.reset();
    m_calls.reset();
}

/// What is called runs on somebody's machine, who is paid for it; pictures are read and written here.
RunOptions GatewaySide::optionsFor(const QString& budget) const
{
    RunOptions options = m_arguments.options;
    options.policy.available = m_budgets.left(budget);
    options.places = {{kCallNode, "elsewhere"}};
    return options;
}

/// Never from the operator's own credits.
void GatewaySide::pay(const protocol::relay::RequestHold& hold, RelayConnection::AnswerTo done)
{
    const QString payer = m_payers.try_emplace(hold.job, m_desk->runningToken()).first->second;
    const auto budget = AccountId::fromHex(payer.toStdString());
    if (!budget) {
        QTimer::singleShot(0, this, [done = std::move(done)] { done(Error {ErrorCode::Internal, "a job without a budget"}); });
        return;
    }
    m_market.connection().ask(
        protocol::relay::RequestGatewayHold {0, *budget, hold.job, hold.provider, hold.jobKey, hold.jobPublicKey, hold.amount, hold.deadlineSeconds},
        std::move(done));
}

} // namespace weft

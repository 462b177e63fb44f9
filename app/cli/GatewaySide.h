// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/ServeArguments.h"
#include "app/frontdoor/gateway/GatewayDoor.h"
#include "app/frontdoor/prompts/ControllerRunner.h"

#include <unordered_map>

namespace weft {

/// `weft serve --gateway`: calls that a relay hands on run on other people's machines and are paid from the budgets that it
/// names. Nothing that one caller made or sent is another's, and nothing of it is kept.
class GatewaySide : public QObject {
    Q_OBJECT
public:
    /// `temp`: a folder for previews. Errors: FileUnreadable, FileUnwritable, SettingInvalid (the secret's file);
    /// those of GatewayDoor::listen.
    static Result<std::unique_ptr<GatewaySide>> open(const ServeArguments& arguments, RunController& runs, MarketLink& market, const QString& temp);
    ~GatewaySide() override;

    quint16 port() const { return m_door ? m_door->port() : quint16(0); }
    void closeDoor();

private:
    GatewaySide(const ServeArguments& arguments, RunController& runs, MarketLink& market);
    void prepare(const QString& temp);
    void clear();
    Done listen(const Hash256& secret);
    RunOptions optionsFor(const QString& budget) const;
    void pay(const protocol::relay::RequestHold& hold, RelayConnection::AnswerTo done);

    ServeArguments m_arguments;
    RunController& m_runs;
    MarketLink& m_market;
    DoorFolders m_folders;
    GatewayBudgets m_budgets;
    std::unique_ptr<ControllerRunner> m_runner;
    std::unique_ptr<PromptDesk> m_desk;
    std::unique_ptr<CallRoutes> m_calls;
    std::unique_ptr<GatewayDoor> m_door;
    std::unordered_map<JobId, QString> m_payers; // whose budget pays for a job; asked again it is the same
    QTimer m_look;
};

/// The hash of the secret in a file; makes it, for its owner's eyes alone, where the file is missing.
Result<Hash256> openGatewaySecret(const QString& file, const RandomSource& random);

} // namespace weft

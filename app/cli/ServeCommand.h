// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/GatewaySide.h"
#include "app/cli/ServeArguments.h"
#include "app/frontdoor/files/TempFolder.h"
#include "app/frontdoor/service/DoorService.h"

namespace weft {

/// `weft serve`: the front door over this computer's engines, until it is told to end.
class ServeCommand : public QObject {
    Q_OBJECT
public:
    explicit ServeCommand(ServeArguments arguments);
    ~ServeCommand() override;

    void start();
    /// Ends with done(): the run at work is cancelled first.
    void stop();

Q_SIGNALS:
    void done(int status);

private:
    static QCoro::Task<void> open(QPointer<ServeCommand> self);
    /// Errors: those of DoorService; FileNotFound (the frontend, args: path).
    Done openDoor();
    Done openBook();
    Result<DoorSettings> doorSettings();
    Done listen(DoorSettings settings);
    Done openGateway();
    RunOptions options() const;
    void sayWhere();
    void fail(const Error& error);
    static QCoro::Task<void> leave(QPointer<ServeCommand> self, int status);

    ServeArguments m_arguments;
    QString m_home;
    RunController m_controller;
    std::unique_ptr<MarketLink> m_market; // goes first: its runs report to the controller's
    DoorService m_service;
    std::unique_ptr<TempFolder> m_temp; // of m_gateway
    std::unique_ptr<GatewaySide> m_gateway; // instead of m_service
    bool m_started = false;
    bool m_stopped = false;
};

int runServe(const QStringList& arguments);

} // namespace weft

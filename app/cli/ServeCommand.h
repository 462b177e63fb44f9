// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/ServeArguments.h"
#include "app/frontdoor/FrontDoor.h"
#include "app/frontdoor/files/TempFolder.h"
#include "app/frontdoor/prompts/ControllerRunner.h"
#include "app/frontdoor/v1/CallRoutes.h"

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
    /// Errors: those of TokenBook, FrontDoor::listen; FileNotFound (the frontend, args: path), FileUnwritable (a folder).
    Done openDoor();
    Done openBook();
    Result<DoorSettings> doorSettings();
    DeskSettings deskSettings();
    Done listen(DoorSettings settings);
    RunOptions options() const;
    void sayWhere() const;
    void fail(const Error& error);
    static QCoro::Task<void> leave(QPointer<ServeCommand> self, int status);

    ServeArguments m_arguments;
    QString m_home;
    RunController m_controller;
    std::unique_ptr<MarketLink> m_market; // goes first: its runs report to the controller's
    std::optional<TokenBook> m_book;
    std::unique_ptr<TempFolder> m_temp;
    std::unique_ptr<ControllerRunner> m_runner;
    std::unique_ptr<PromptDesk> m_desk;
    std::unique_ptr<CallRoutes> m_calls;
    std::unique_ptr<FrontDoor> m_door;
    bool m_started = false;
    bool m_stopped = false;
};

int runServe(const QStringList& arguments);

} // namespace weft

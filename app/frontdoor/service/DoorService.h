// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/FrontDoor.h"
#include "app/frontdoor/files/TempFolder.h"
#include "app/frontdoor/prompts/ControllerRunner.h"
#include "app/frontdoor/v1/CallRoutes.h"

#include <QLockFile>

namespace weft {

/// What stands for a listening address in a URL; this computer's name where it listens everywhere.
QString hostText(const QHostAddress& address);

/// The front door over a program's RunController, for `weft serve` and for the window alike: its tokens, its desk, the
/// services of /v1, and the socket that it listens on. Prompts stay when the door is closed or opened elsewhere.
class DoorService : public QObject {
    Q_OBJECT
public:
    /// `home`: where tokens and what the web page keeps are (frontdoor/). `options`: asked anew for each prompt. `runs`
    /// outlives it.
    DoorService(RunController& runs, QString home, std::function<RunOptions()> options, QObject* parent = nullptr);
    ~DoorService() override;

    /// Reads the tokens, and keeps them for this process. Once; before anything else. Errors: those of TokenBook::open;
    /// FileUnwritable (args: path, reason "taken" where another process has them).
    Done takeBook();
    /// Lets another process have the tokens, unless the door is open or a prompt isn't done.
    void leaveBook();
    bool hasBook() const { return m_book.has_value(); }
    TokenBook& book() { return *m_book; }
    const TokenBook& book() const { return *m_book; }
    /// The tokens as they are on the disk, without keeping them. Errors: those of TokenBook::open.
    Result<TokenBook> readBook() const;

    /// Listens. What isn't told here of folders, models, versions and calls' time is filled in. Where one is open already, it
    /// closes first, with all its connections. Errors: FileUnwritable (a folder), those of FrontDoor::listen.
    Done listen(DoorSettings settings);
    void close();
    bool isOpen() const { return m_door != nullptr; }
    /// "http://127.0.0.1:8188"; empty: it is closed.
    QString address() const;
    quint16 port() const;
    DoorLog& log() { return m_door->log(); }

    /// Null before the first listen().
    PromptDesk* desk() const { return m_desk.get(); }

Q_SIGNALS:
    /// Prompts came, went or ended, or credits were spent.
    void changed();

private:
    Done makeDesk(const QString& scheme);
    QString bookFile() const;

    RunController& m_runs;
    QString m_home;
    std::function<RunOptions()> m_options;
    std::unique_ptr<QLockFile> m_lock;
    std::optional<TokenBook> m_book;
    std::unique_ptr<TempFolder> m_temp;
    std::unique_ptr<ControllerRunner> m_runner;
    std::unique_ptr<PromptDesk> m_desk;
    std::unique_ptr<CallRoutes> m_calls;
    DoorFolders m_folders;
    DoorSettings m_settings; // of m_door
    std::unique_ptr<FrontDoor> m_door;
};

} // namespace weft

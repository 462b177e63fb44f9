// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyGuard.h"
#include "app/runs/RunController.h"
#include "app/servers/ServerEntry.h"

#include <QCoroTask>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

namespace weft {

/// How one of the user's servers is just now.
struct ServerStatus {
    enum class State { Asking,
        Connected,
        Unreachable };

    ServerEntry entry;
    State state = State::Asking;
    std::string version; // empty: it doesn't say
    int nodes = 0; // of the last time that it answered
    std::vector<std::string> models; // of a language server
    std::optional<Error> problem; // when it is unreachable
};

/// How often and how long servers are asked. Passed in, so that tests needn't wait.
struct ServerTimes {
    std::chrono::milliseconds seen {5'000}; // between two looks while somebody watches
    std::chrono::milliseconds unseen {30'000};
    std::chrono::milliseconds answer {4'000}; // one that was named
    std::chrono::milliseconds quick {800}; // one that nobody named
};

/// The ComfyUIs and servers of language models that the user has set up: kept in a file, asked again and again, and known to
/// runs as long as they are in the list. One that goes away keeps its nodes until it is removed: a run that needs it says so.
/// Asks at the usual addresses of this computer who is there, and uses nobody before the user says so. Lives on the event
/// loop's thread; nothing in here blocks. No widgets.
class OwnServers : public QObject {
    Q_OBJECT
public:
    /// `runs` outlives it. `usual`: where it looks for servers that nobody named.
    OwnServers(RunController& runs, QString file, std::vector<QUrl> usual = usualServerAddresses(), ServerTimes times = {}, QObject* parent = nullptr);
    ~OwnServers() override;

    /// Reads the list, and asks everybody. Errors: those of readServers.
    Done open();
    const std::vector<ServerStatus>& servers() const { return m_shown; }
    const ServerStatus* find(const QUrl& address) const;
    /// Those at the usual addresses that aren't in the list.
    std::vector<ServerEntry> found() const;

    /// Asks who answers at an address that the user typed. Ends with added(), or refused(): SettingInvalid where it is no
    /// address or no key (args: input), ProviderRefused for one that is in the list (reason "server-twice"), those of
    /// askWhoAnswers, and of writeServers.
    void add(const QString& address, const QString& key);
    bool isAdding() const { return m_isAdding; }
    /// One of found().
    Done use(const QUrl& address);
    Done remove(QUrl address);
    /// Asks all again, and looks for others. While somebody watches it does so more often.
    void look();
    void watch(bool isWatched);

    /// What a ComfyUI's classes are, for its owner; empty before it has answered.
    std::vector<ComfyJudgement> judgements(const QUrl& address) const;

Q_SIGNALS:
    void changed();
    void added();
    void removed(const QUrl& address);
    void refused(const weft::Error& why);

private:
    struct Server;

    static QCoro::Task<void> addNow(QPointer<OwnServers> self, QUrl address, std::string key);
    static QCoro::Task<void> greet(QPointer<OwnServers> self, std::shared_ptr<Server> server);
    static QCoro::Task<void> describe(QPointer<OwnServers> self, std::shared_ptr<Server> server);
    static QCoro::Task<void> lookAt(QPointer<OwnServers> self, QUrl address);
    Done append(ServerEntry entry);
    Done keep() const;
    bool has(const std::shared_ptr<Server>& server) const;
    void tell(ServerKind kind);
    void show();

    RunController& m_runs;
    QString m_file;
    std::vector<QUrl> m_usual;
    ServerTimes m_times;
    std::vector<std::shared_ptr<Server>> m_servers;
    std::vector<ServerStatus> m_shown; // of m_servers
    std::vector<ServerEntry> m_found;
    QTimer m_look;
    bool m_isReady = false; // runs know their own nodes
    bool m_isAdding = false;
};

} // namespace weft

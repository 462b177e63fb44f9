// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/ComfyOption.h"
#include "app/cli/LanguageOption.h"
#include "app/engines/MarketLink.h"
#include "app/runs/RunController.h"

#include <QPointer>
#include <QUrl>

namespace weft {

/// `weft nodes [--json] [--models DIR] [--relay URL] [--comfy URL] [--language URL]`: what this computer, its servers, and a relay's
/// machines can run.
class NodesCommand : public QObject {
    Q_OBJECT

public:
    static int run(const QStringList& arguments);

private:
    struct Servers {
        ComfyOption comfy;
        LanguageOption language;
    };

    NodesCommand(RunFolders folders, QUrl relay, QString home, Servers servers, bool asJson);
    static QCoro::Task<void> findMachines(QPointer<NodesCommand> self);
    static void print(const RunController& controller, bool asJson);
    void fail(const Error& error);

    RunController m_controller;
    std::unique_ptr<MarketLink> m_market; // goes first
    QUrl m_relay;
    QString m_home;
    Servers m_servers;
    bool m_asJson = false;
    int m_status = 0;
};

} // namespace weft

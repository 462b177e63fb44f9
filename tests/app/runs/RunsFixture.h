// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/runs/RunQueue.h"
#include "tests/app/engines/FakeWorker.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

namespace weft::fake {

/// A workflow of one node that hands out a file with this text.
inline Graph savingGraph(const std::string& text, std::int64_t seed = 1)
{
    Node node;
    node.id = "1";
    node.type = "Save";
    node.settings = {{"text", text}, {"seed", seed}};
    Graph graph;
    (void)graph.addNode(std::move(node));
    return graph;
}

inline QueuedRun queued(const char* name, const std::string& text = "a picture of a cat")
{
    QueuedRun run;
    run.name = QString::fromUtf8(name);
    run.graph = savingGraph(text);
    run.options.policy.privacy = Privacy::OnlyHere;
    return run;
}

/// A controller whose worker is this test program (tests/app/engines/FakeWorker.h), and a folder for everything.
struct RunsFixture {
    explicit RunsFixture(const char* mood, const QString& at = {})
        : path(at.isEmpty() ? folder.path() : at)
    {
        qputenv(kFakeWorker, mood);
    }

    QString in(const char* name) const { return QDir(path).filePath(QString::fromUtf8(name)); }

    QTemporaryDir folder;
    QString path;
    RunController runs{RunFolders{path, in("output"), {path}, in("cache"), QCoreApplication::applicationFilePath()}};
    RunQueue queue{runs};
};

} // namespace weft::fake

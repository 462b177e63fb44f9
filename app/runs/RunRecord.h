// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Money.h"
#include "core/graph/Graph.h"

#include <QDateTime>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace weft {

enum class RunState {
    Running,
    Done,
    Failed,
    Cancelled,
    Interrupted
}; // Interrupted: the program ended before the run did

/// A file that a run made.
struct RunFile {
    NodeId node;
    QString title; // the node's own; empty: it is called as its type is
    QString type; // the node's
    QString path;
    QString mime;
    QSize size; // of a picture; else empty
    QDateTime made;

    bool operator==(const RunFile&) const = default;
};

/// What is kept of a run.
struct RunRecord {
    QString id; // sorts by time
    QString name; // of the workflow
    QString file; // the workflow's own file; empty: it has none
    QString workflow; // names the workflow's JSON in the history
    QDateTime started;
    qint64 milliseconds = 0;
    RunState state = RunState::Running;
    std::optional<Error> error; // when Failed
    Money charged, released;
    QStringList machines; // besides this one
    QStringList prompts; // the texts that were set
    QString seed; // the first one
    QList<RunFile> files;

    bool operator==(const RunRecord& other) const
    {
        return id == other.id && files == other.files && state == other.state;
    }
};

/// The long texts of a workflow's nodes, those that are read by a model first. At most kMostPromptBytes together.
QStringList promptTextsOf(const Graph& graph, const Catalogue& catalogue);
inline constexpr int kMostPromptBytes = 16 * 1024;

/// The value of the first seed that a workflow sets; empty: it has none.
QString seedOf(const Graph& graph, const Catalogue& catalogue);

/// A record as a line of the history, and back. What can't be read has no id.
Json toJson(const RunRecord& record);
RunRecord recordFrom(const Json& json);
Json toJson(const RunFile& file);
RunFile runFileFrom(const Json& json);
Json toJson(const Error& error);
Error errorFrom(const Json& json);

inline std::string utf8(const QString& text)
{
    return text.toStdString();
}
inline QString textAt(const Json& object, std::string_view key)
{
    return QString::fromStdString(stringAt(object, key));
}

} // namespace weft

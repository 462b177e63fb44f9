// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/SharedBytes.h"
#include "core/graph/Graph.h"

namespace weft {

enum class WorkflowForm { Workflow, Api };

struct Opened {
    Graph graph;
    WorkflowForm form = WorkflowForm::Workflow; // of an API file the positions are ours
    bool fromPicture = false;
};

/// Opens whatever carries a workflow: workflow JSON, API JSON, the body of POST /prompt, or a PNG, WebP or JPEG with the
/// text `workflow` or `prompt`. Recognised by content, not by name.
/// Errors: FileNotFound, FileUnreadable, FileTooLarge, FileTruncated, JsonInvalid (args: line, column), JsonTooDeep,
/// JsonNotAWorkflow, PictureInvalid, LimitExceeded, GraphCycle; args: path.
Result<Opened> openWorkflow(const std::string& path, const Catalogue& catalogue);
Result<Opened> openWorkflow(const SharedBytes& bytes, const Catalogue& catalogue);

} // namespace weft

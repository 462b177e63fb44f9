// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/prompts/PromptHistory.h"

namespace weft {

/// What there is to list.
struct JobSources {
    QueuedPromptPtr running; // null: none
    const PromptQueue& queue;
    const PromptHistory& history;
};

/// Queue and history as one list, as newer releases of ComfyUI have it. `query`: the URL's parameters as texts: status (some of
/// pending, in_progress, completed, failed, with commas between), workflow_id, sort_by (created_at, execution_duration), sort_order (asc,
/// desc), limit, offset. -> {jobs, pagination: {offset, limit, total, has_more}}. Errors: SettingInvalid (args: input), whose detail
/// says what is wrong.
Result<Json> jobsOf(const JobSources& sources, const Json& query);
/// One job, with its outputs, status and workflow; null: there is none.
Json jobOf(const JobSources& sources, const std::string& id);

} // namespace weft

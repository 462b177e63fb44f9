// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/JobsView.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace weft {

namespace {

constexpr std::array<std::string_view, 4> kStatuses {"pending", "in_progress", "completed", "failed"};

/// A prompt, and what became of it; null: it hasn't ended.
struct Job {
    QueuedPromptPtr prompt;
    const EndedPrompt* ended = nullptr;
    std::string_view status;
};

std::vector<Job> allJobs(const JobSources& sources)
{
    std::vector<Job> jobs;
    if (sources.running)
        jobs.push_back({sources.running, nullptr, "in_progress"});
    for (const QueuedPromptPtr& prompt : sources.queue.pending())
        jobs.push_back({prompt, nullptr, "pending"});
    for (const EndedPrompt& ended : sources.history.all())
        jobs.push_back({ended.prompt, &ended, stringAt(ended.status, "status_str") == "success" ? "completed" : "failed"});
    return jobs;
}

std::string workflowOf(const QueuedPrompt& prompt)
{
    return stringAt(memberAt(memberAt(prompt.extra, "extra_pnginfo"), "workflow"), "id");
}

const Json& messageData(const EndedPrompt& ended, std::string_view type)
{
    static const Json none;
    for (const Json& message : memberAt(ended.status, "messages")) {
        if (message[0] == type)
            return message[1];
    }
    return none;
}

std::int64_t startOf(const EndedPrompt& ended) { return intAt(messageData(ended, "execution_start"), "timestamp"); }

std::int64_t endOf(const EndedPrompt& ended)
{
    for (const char* type : {"execution_success", "execution_error", "execution_interrupted"}) {
        if (const std::int64_t time = intAt(messageData(ended, type), "timestamp"); time > 0)
            return time;
    }
    return 0;
}

std::int64_t durationOf(const Job& job) { return job.ended ? endOf(*job.ended) - startOf(*job.ended) : 0; }

bool isPreviewable(const std::string& key) { return key == "images" || key == "audio" || key == "3d"; }

struct OutputSummary {
    std::int64_t count = 0;
    Json preview; // null: none
};

OutputSummary summaryOf(const Json& outputs)
{
    OutputSummary summary;
    bool isSaved = false;
    for (const auto& [node, ui] : outputs.items()) {
        for (const auto& [key, items] : ui.items()) {
            if (!items.is_array() || key == "animated")
                continue;
            summary.count += static_cast<std::int64_t>(items.size());
            for (const Json& item : isPreviewable(key) && !isSaved ? items : Json::array()) {
                isSaved = stringAt(item, "type") == "output";
                if (isSaved || summary.preview.is_null()) {
                    summary.preview = item;
                    summary.preview["nodeId"] = node;
                    summary.preview["mediaType"] = key;
                }
                if (isSaved)
                    break;
            }
        }
    }
    return summary;
}

Json toJson(const Job& job)
{
    const OutputSummary outputs = job.ended ? summaryOf(job.ended->outputs) : OutputSummary {};
    Json json = {{"id", job.prompt->id}, {"status", job.status}, {"priority", job.prompt->number}, {"create_time", job.prompt->created},
        {"outputs_count", outputs.count}};
    if (const std::string workflow = workflowOf(*job.prompt); !workflow.empty())
        json["workflow_id"] = workflow;
    if (!job.ended)
        return json;
    json["execution_start_time"] = startOf(*job.ended);
    json["execution_end_time"] = endOf(*job.ended);
    if (const Json& error = messageData(*job.ended, "execution_error"); !error.is_null())
        json["execution_error"] = error;
    if (!outputs.preview.is_null())
        json["preview_output"] = outputs.preview;
    return json;
}

Error wrong(const char* parameter, std::string_view what)
{
    return {ErrorCode::SettingInvalid, std::string("Invalid ") + parameter + ": " + std::string(what), {{"input", parameter}}};
}

Result<std::int64_t> numberOf(const Json& query, const char* name, std::int64_t fallback, std::int64_t least)
{
    const std::string text = stringAt(query, name);
    if (text.empty())
        return fallback;
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number < least)
        return wrong(name, "must be a whole number, at least " + std::to_string(least));
    return number;
}

Result<std::vector<std::string>> statusesOf(const Json& query)
{
    std::vector<std::string> statuses;
    std::string_view rest = memberAt(query, "status").is_string() ? memberAt(query, "status").get_ref<const std::string&>() : std::string_view();
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        statuses.emplace_back(rest.substr(0, comma));
        if (std::ranges::find(kStatuses, statuses.back()) == kStatuses.end())
            return wrong("status", "one of pending, in_progress, completed, failed is allowed");
        rest = comma == rest.npos ? std::string_view() : rest.substr(comma + 1);
    }
    return statuses;
}

Done sort(std::vector<Job>& jobs, const Json& query)
{
    const std::string by = stringAt(query, "sort_by", "created_at");
    const std::string order = stringAt(query, "sort_order", "desc");
    if (by != "created_at" && by != "execution_duration")
        return wrong("sort_by", "created_at or execution_duration is allowed");
    if (order != "asc" && order != "desc")
        return wrong("sort_order", "asc or desc is allowed");
    const auto key = [&](const Job& job) { return by == "created_at" ? job.prompt->created : durationOf(job); };
    if (order == "asc")
        std::ranges::stable_sort(jobs, {}, key);
    else
        std::ranges::stable_sort(jobs, std::ranges::greater(), key);
    return {};
}

} // namespace

Result<Json> jobsOf(const JobSources& sources, const Json& query)
{
    WEFT_TRY(const std::vector<std::string> statuses, statusesOf(query));
    WEFT_TRY(const std::int64_t offset, numberOf(query, "offset", 0, 0));
    WEFT_TRY(const std::int64_t limit, numberOf(query, "limit", std::numeric_limits<std::int64_t>::max(), 1));
    const std::string workflow = stringAt(query, "workflow_id");
    std::vector<Job> jobs = allJobs(sources);
    std::erase_if(jobs, [&](const Job& job) {
        const bool isAsked = statuses.empty() || std::ranges::find(statuses, job.status) != statuses.end();
        return !isAsked || (!workflow.empty() && workflowOf(*job.prompt) != workflow);
    });
    WEFT_CHECK(sort(jobs, query));
    const auto total = static_cast<std::int64_t>(jobs.size());
    const std::int64_t first = std::min(offset, total);
    const std::int64_t last = first + std::min(limit, total - first);
    Json listed = Json::array();
    for (std::int64_t i = first; i < last; ++i)
        listed.push_back(toJson(jobs[static_cast<std::size_t>(i)]));
    const bool isLimited = !stringAt(query, "limit").empty();
    return Json {{"jobs", std::move(listed)},
        {"pagination", {{"offset", offset}, {"limit", isLimited ? Json(limit) : Json()}, {"total", total}, {"has_more", last < total}}}};
}

Json jobOf(const JobSources& sources, const std::string& id)
{
    const std::vector<Job> jobs = allJobs(sources);
    const auto job = std::ranges::find_if(jobs, [&](const Job& each) { return each.prompt->id == id; });
    if (job == jobs.end())
        return {};
    Json json = toJson(*job);
    json["outputs"] = job->ended ? job->ended->outputs : Json::object();
    if (job->ended)
        json["execution_status"] = job->ended->status;
    json["workflow"] = {{"prompt", job->prompt->json}, {"extra_data", job->prompt->extra}};
    return json;
}

} // namespace weft

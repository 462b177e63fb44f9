// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// weft-golden DIR [--models DIR]... [--json] [--require-all]
// Runs the cases of DIR/index.json through the worker's executor and compares with what ComfyUI made of them.
// Exit status: 0 when none failed; with --require-all also none was skipped and at least one passed.
#include "tests/golden/GoldenRun.h"

#include <cstdio>
#include <cstring>

using namespace weft;
using namespace weft::golden;

namespace {

struct Arguments {
    std::string directory;
    std::vector<std::string> models;
    bool json = false;
    bool requireAll = false;
};

std::optional<Arguments> parse(int argc, char** argv)
{
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0)
            arguments.json = true;
        else if (std::strcmp(argv[i], "--require-all") == 0)
            arguments.requireAll = true;
        else if (std::strcmp(argv[i], "--models") == 0 && i + 1 < argc)
            arguments.models.emplace_back(argv[++i]);
        else if (arguments.directory.empty() && argv[i][0] != '-')
            arguments.directory = argv[i];
        else
            return std::nullopt;
    }
    return arguments.directory.empty() ? std::nullopt : std::optional(arguments);
}

const char* wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return "pass";
    case Outcome::Fail:
        return "fail";
    case Outcome::Skipped:
        return "unsupported";
    }
    return "fail";
}

void printLine(const CaseReport& report)
{
    const std::string why = report.why.empty() ? std::string() : " (" + report.why + ")";
    std::printf("%-32s %9.2e  %s%s\n", report.name.c_str(), report.worst, wordOf(report.outcome), why.c_str());
}

} // namespace

int main(int argc, char** argv)
{
    const auto arguments = parse(argc, argv);
    if (!arguments) {
        std::fprintf(stderr, "weft-golden DIR [--models DIR]... [--json] [--require-all]\n");
        return 2;
    }
    const auto cases = readCases(arguments->directory);
    if (!cases) {
        std::fprintf(stderr, "%s: %s\n", arguments->directory.c_str(), cases.error().detail.c_str());
        return 2;
    }
    const worker::Registry& registry = worker::Registry::builtIn();
    worker::Executor executor(registry, {worker::ModelFolders(arguments->models)});
    GoldenRun run(arguments->directory, executor, registry);
    std::map<Outcome, int> counts;
    Json list = Json::array();
    for (const Case& one : *cases) {
        const CaseReport report = run.run(one);
        ++counts[report.outcome];
        if (arguments->json)
            list.push_back({{"name", report.name}, {"error", report.worst}, {"outcome", wordOf(report.outcome)},
                {"why", report.why}});
        else
            printLine(report);
    }
    if (arguments->json)
        std::printf("%s\n", toJsonText(list, 1).c_str());
    std::printf(
        "%d passed, %d failed, %d skipped\n", counts[Outcome::Pass], counts[Outcome::Fail], counts[Outcome::Skipped]);
    const bool whole = counts[Outcome::Skipped] == 0 && counts[Outcome::Pass] > 0;
    return counts[Outcome::Fail] == 0 && (whole || !arguments->requireAll) ? 0 : 1;
}

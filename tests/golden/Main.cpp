// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// weft-golden DIR [--models DIR]... [--device cpu|cuda|auto] [--precision fp32|bf16|fp16] [--sandbox] [--json]
//     [--without MODEL]... [--require-all]
// Runs the cases of DIR/index.json through the worker's executor and compares with what ComfyUI made of them; on the
// CPU unless told otherwise. --sandbox: held as the worker is. --without: leaves out cases that name this file. Exit status: 0 when none failed; with --require-all also
// none was skipped and at least one passed.
#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/sandbox/Sandbox.h"
#include "tests/golden/GoldenRun.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

using namespace weft;
using namespace weft::golden;

namespace {

struct Arguments {
    std::string directory;
    std::vector<std::string> models;
    std::vector<std::string> without;
    worker::DeviceChoice device = worker::DeviceChoice::Cpu;
    Precision precision = Precision::Auto;
    bool sandbox = false;
    bool json = false;
    bool requireAll = false;
};

std::optional<Precision> precisionOf(std::string_view word)
{
    if (word == "fp32")
        return Precision::Fp32;
    if (word == "bf16")
        return Precision::Bf16;
    if (word == "fp16")
        return Precision::Fp16;
    return std::nullopt;
}

/// Options with a value. -> false: unknown, or no such value.
bool apply(Arguments& arguments, std::string_view option, const char* value)
{
    const auto device = worker::deviceChoiceOf(value);
    const auto precision = precisionOf(value);
    if (option == "--models")
        arguments.models.emplace_back(value);
    else if (option == "--without")
        arguments.without.emplace_back(value);
    else if (option == "--device" && device)
        arguments.device = *device;
    else if (option == "--precision" && precision)
        arguments.precision = *precision;
    else
        return false;
    return true;
}

std::optional<Arguments> parse(int argc, char** argv)
{
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--json") == 0)
            arguments.json = true;
        else if (std::strcmp(argv[i], "--require-all") == 0)
            arguments.requireAll = true;
        else if (std::strcmp(argv[i], "--sandbox") == 0)
            arguments.sandbox = true;
        else if (arguments.directory.empty() && argv[i][0] != '-')
            arguments.directory = argv[i];
        else if (i + 1 < argc && apply(arguments, argv[i], argv[i + 1]))
            ++i;
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

/// What the worker does before it computes. Errors: those of chooseDevice.
Result<c10::Device> prepare(const Arguments& arguments)
{
    std::string files = "not asked for";
    if (arguments.sandbox) {
        const bool cards = worker::mayUseCard(arguments.device);
        if (cards)
            worker::makeCardNodes();
        std::vector<std::string> readable = arguments.models;
        readable.push_back(arguments.directory);
        files = worker::denyFiles(readable, cards);
    }
    WEFT_TRY(const c10::Device device, worker::chooseDevice(arguments.device));
    if (arguments.sandbox) {
        worker::warmUp(device);
        const std::string sandbox = worker::describeSandbox(files, worker::denyCalls(device.is_cuda()));
        std::fprintf(stderr, "sandbox: %s\n", sandbox.c_str());
    }
    std::fprintf(stderr, "device: %s\n", worker::deviceName(device).c_str());
    return device;
}

bool namesAny(const Json& prompt, const std::vector<std::string>& files)
{
    for (const Json& node : prompt) {
        for (const Json& input : memberAt(node, "inputs")) {
            if (input.is_string() && std::ranges::find(files, input.get<std::string>()) != files.end())
                return true;
        }
    }
    return false;
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
        std::fprintf(stderr,
            "weft-golden DIR [--models DIR]... [--device cpu|cuda|auto] [--precision fp32|bf16|fp16] [--sandbox]"
            " [--without MODEL]... [--json] [--require-all]\n");
        return 2;
    }
    const auto device = prepare(*arguments);
    if (!device) {
        std::fprintf(stderr, "weft-golden: %s\n", device.error().detail.c_str());
        return 2;
    }
    const auto cases = readCases(arguments->directory);
    if (!cases) {
        std::fprintf(stderr, "%s: %s\n", arguments->directory.c_str(), cases.error().detail.c_str());
        return 2;
    }
    const worker::Registry& registry = worker::Registry::builtIn();
    worker::Executor executor(registry, {.models = worker::ModelFolders(arguments->models), .device = *device});
    GoldenRun run(arguments->directory, arguments->precision, executor, registry);
    std::map<Outcome, int> counts;
    Json list = Json::array();
    for (const Case& one : *cases) {
        if (namesAny(one.prompt, arguments->without))
            continue;
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

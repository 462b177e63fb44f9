// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.desk WORKER [PROMPTS]
// The front door's desk without its sockets, over a real worker: trivial prompts (EmptyImage -> PreviewImage, 16 x 16) a second, each with
// a colour of its own and all with the same; and how long one takes from post() to its end whose result is known. From the
// first post() to the end of the last prompt. Medians.
#include "app/frontdoor/prompts/ControllerRunner.h"
#include "app/frontdoor/prompts/PromptDesk.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace weft;

namespace {

constexpr int kRounds = 3;
constexpr int kTrips = 201;

Json trivialPrompt(int color)
{
    return {{"prompt",
        {{"1", {{"class_type", "EmptyImage"}, {"inputs", {{"width", 16}, {"height", 16}, {"batch_size", 1}, {"color", color}}}}},
            {"2", {{"class_type", "PreviewImage"}, {"inputs", {{"images", Json::array({"1", 0})}}}}}}}};
}

/// Seconds until all of them have ended.
double run(PromptDesk& desk, const std::vector<Json>& prompts)
{
    QElapsedTimer clock;
    clock.start();
    for (const Json& prompt : prompts) {
        if (const Answer answer = desk.post(prompt); answer.status != 200) {
            std::fprintf(stderr, "refused: %s\n", toJsonText(answer.body).c_str());
            std::exit(1);
        }
    }
    QEventLoop loop;
    QObject::connect(&desk, &PromptDesk::settled, &loop, [&] {
        if (desk.execInfo()["exec_info"]["queue_remaining"] == 0)
            loop.quit();
    });
    loop.exec();
    return double(clock.nsecsElapsed()) * 1e-9;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

void measure(PromptDesk& desk, int count)
{
    std::vector<double> distinct, same, trips;
    int color = 0;
    (void)run(desk, {trivialPrompt(color++)}); // the worker starts
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Json> prompts;
        for (int i = 0; i < count; ++i)
            prompts.push_back(trivialPrompt(color++));
        distinct.push_back(count / run(desk, prompts));
        same.push_back(count / run(desk, std::vector<Json>(static_cast<std::size_t>(count), trivialPrompt(1))));
    }
    for (int i = 0; i < kTrips; ++i)
        trips.push_back(1e3 * run(desk, {trivialPrompt(1)}));
    std::printf("distinct: %.0f prompts/s\nthe same: %.0f prompts/s\na known one: %.3f ms\n", median(distinct), median(same), median(trips));
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench.desk WORKER [PROMPTS]\n");
        return 2;
    }
    QTemporaryDir folder;
    const auto in = [&](const char* name) { return folder.filePath(QLatin1String(name)); };
    RunController runs({in("input"), in("output"), {in("models")}, in("cache"), QString::fromLocal8Bit(argv[1])});
    ControllerRunner runner(runs, [] {
        RunOptions options;
        options.policy.privacy = Privacy::OnlyHere;
        return options;
    });
    DeskSettings settings;
    settings.input = in("input");
    settings.output = in("output");
    settings.temp = in("temp");
    PromptDesk desk(runner, settings);
    QEventLoop loop;
    QObject::connect(&runs, &RunController::ready, &loop, &QEventLoop::quit);
    runs.start();
    loop.exec();
    measure(desk, argc > 2 ? std::atoi(argv[2]) : 500);
    return 0;
}

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies of the front door's routes: whatever JSON comes gets an answer of the right form, and what is taken on can be run.
#include "app/frontdoor/prompts/PromptDesk.h"

#include <QCoreApplication>

#include <cstdlib>

using namespace weft;

namespace {

void check(bool good)
{
    if (!good)
        std::abort();
}

/// Ends each prompt at once, after some events that make no sense.
class NoRunner : public PromptRunner {
public:
    NoRunner()
    {
        const auto json = parseJson(R"({"nodes":{
            "L":{"output":["IMAGE"],"input":{"required":{"image":[["a.png"],{"image_upload":true}]}}},
            "K":{"output":["IMAGE","*"],"input":{"required":{"x":["IMAGE"],"seed":["INT",{"min":0,"max":9}],"m":[["p","q"]]},
                "optional":{"f":["FLOAT",{"min":0.5}],"s":["STRING"],"b":["BOOLEAN"],"any":["*"]}}},
            "S":{"output":[],"output_node":true,"input":{"required":{"images":["IMAGE"]}}}}})");
        m_types = *Catalogue::fromJson(*json);
    }

    const Catalogue& catalogue() const override { return m_types; }
    RunOptions options(const QString&) const override { return {}; }
    Result<Money> capOf(const Prompt&, const RunOptions&) const override { return Money {}; }
    bool isRunning() const override { return false; }
    void start(Prompt prompt, RunOptions options, PictureTexts) override
    {
        check(!options.targets.empty());
        check(topologicalOrder(prompt).hasValue());
        for (const auto& [id, node] : prompt.nodes) {
            Q_EMIT runEvent(FragmentProgressed {0, "here", NodeProgress {id, 1, 0}});
            Q_EMIT runEvent(FragmentProgressed {0, "here", NodeFinished {id, {}, false}});
            for (const auto& [name, input] : node.inputs) {
                const auto* link = std::get_if<SlotRef>(&input);
                check(!link || (link->slot >= 0 && prompt.nodes.contains(link->node)));
            }
        }
        RunReport report;
        if (prompt.nodes.size() % 2)
            report.errors.emplace_back(prompt.nodes.begin()->first, Error {ErrorCode::NodeFailed});
        Q_EMIT finished(report);
    }
    void cancel() override { }
    void rest() override { }

private:
    Catalogue m_types;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz";
    static char* argv[] = {name, nullptr};
    static QCoreApplication app(argc, argv);
    const auto body = parseJson({reinterpret_cast<const char*>(data), size});
    if (!body)
        return 0;
    NoRunner runner;
    PromptDesk desk(runner, {});
    for (int i = 0; i < 2; ++i) { // the second one may be known
        const Answer answer = desk.post(*body);
        check(answer.status == 200 || (answer.status == 400 && memberAt(answer.body, "error").is_object()));
        check(memberAt(answer.body, "node_errors").is_object());
        (void)desk.interrupt(*body);
        QCoreApplication::processEvents();
        check(desk.execInfo()["exec_info"]["queue_remaining"] == 0);
    }
    (void)toJsonText(desk.history());
    (void)desk.jobs(*body);
    (void)desk.free(*body);
    (void)desk.editQueue(*body);
    (void)desk.editHistory(*body);
    return 0;
}

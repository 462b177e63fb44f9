// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random edits of a workflow: each byte chooses. All undone, the file is the same again; all redone, too.
#include "core/formats/WorkflowJson.h"
#include "core/graph/History.h"
#include "core/graph/Prompt.h"
#include "tests/core/graph/RandomEdits.h"

#include <cstdlib>

using namespace weft;

namespace {

constexpr int kMostEdits = 200;

Catalogue editCatalogue()
{
    const auto json = parseJson(R"({"nodes":{
        "L":{"output":["IMAGE","MASK"],"output_name":["IMAGE","MASK"],"input":{"required":{"image":[["a.png","b.png"]]}}},
        "K":{"output":["IMAGE"],"output_name":["IMAGE"],"input":{"required":{"x":["IMAGE"],"seed":["INT",{"min":0,"max":99,"control_after_generate":true}]},
            "optional":{"f":["FLOAT",{"default":0.5}],"m":["MASK"]}}},
        "S":{"output":[],"output_node":true,"input":{"required":{"images":["IMAGE"]}}}}})");
    return *Catalogue::fromJson(*json);
}

Graph start(const Catalogue& catalogue)
{
    Graph graph;
    for (const char* type : {"L", "K", "K", "S"})
        (void)graph.addNode(makeNode(*catalogue.find(type), graph.freshNodeId(), 0, 0));
    (void)graph.addLink({1, "1", 0, "2", "x"});
    (void)graph.addLink({2, "2", 0, "3", "x"});
    (void)graph.addLink({3, "3", 0, "4", "images"});
    return graph;
}

void holds(bool good)
{
    if (!good)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Catalogue catalogue = editCatalogue();
    static const Graph first = start(catalogue);
    std::size_t at = 0;
    RandomEdits edits(catalogue, [&](std::size_t below) { return at < size && below > 0 ? data[at++] % below : std::size_t {0}; });
    Graph graph = first;
    History history;
    for (int done = 0; at < size && done < kMostEdits; ++done) {
        const std::size_t was = at;
        Commands commands = edits.next(graph);
        if (!commands.empty())
            (void)history.perform(graph, std::move(commands));
        holds(at > was || at >= size);
    }
    const Graph last = graph;
    const Json saved = writeWorkflow(graph, catalogue);
    const auto again = readWorkflow(saved, catalogue);
    holds(again.hasValue());
    holds(toJsonText(writeWorkflow(*again, catalogue)) == toJsonText(saved));
    (void)toPrompt(graph, catalogue);
    while (history.undo(graph)) { }
    holds(graph == first);
    while (history.redo(graph)) { }
    holds(graph == last);
    return 0;
}

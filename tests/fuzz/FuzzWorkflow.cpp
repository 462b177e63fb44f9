// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Workflow files and API files: whatever opens can be validated, put in order, saved, and opened again as the same.
#include "core/formats/ApiJson.h"
#include "core/formats/OpenWorkflow.h"
#include "core/formats/WorkflowJson.h"

#include <cstdlib>

using namespace weft;

namespace {

Catalogue smallCatalogue()
{
    const auto json = parseJson(R"({"nodes":{
        "L":{"output":["IMAGE"],"input":{"required":{"image":[["a.png"],{"image_upload":true}]}}},
        "K":{"output":["IMAGE","*"],"input":{"required":{"x":["IMAGE"],"seed":["INT",{"min":0,"max":9}],"m":[["p","q"]]},
            "optional":{"f":["FLOAT",{"min":0.5}],"s":["STRING"],"b":["BOOLEAN"],"any":["*"]}}},
        "S":{"output":[],"output_node":true,"input":{"required":{"images":["IMAGE"]}}}}})");
    return *Catalogue::fromJson(*json);
}

void check(bool good)
{
    if (!good)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Catalogue catalogue = smallCatalogue();
    const auto opened = openWorkflow(SharedBytes::copyOf({data, size}), catalogue);
    if (!opened)
        return 0;
    const Json saved = writeWorkflow(opened->graph, catalogue);
    const auto again = readWorkflow(saved, catalogue);
    check(again.hasValue());
    check(toJsonText(writeWorkflow(*again, catalogue)) == toJsonText(saved));
    auto prompt = toPrompt(opened->graph, catalogue);
    if (!prompt)
        return 0;
    const auto problems = validate(*prompt, catalogue);
    const auto targets = goodTargets(*prompt, catalogue, problems);
    check(targets.empty() || topologicalOrder(neededBy(*prompt, targets)).hasValue());
    check(validate(*prompt, catalogue).size() == problems.size());
    (void)graphFromPrompt(*prompt, catalogue);
    check(readApiJson(writeApiJson(*prompt)).hasValue());
    return 0;
}

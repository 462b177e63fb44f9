// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/Options.h"
#include "gpu-worker/link/Serve.h"

#include <cstdio>

using namespace weft::worker;

#if defined(__SANITIZE_ADDRESS__)
/// LeakSanitizer looks at its own process from outside, which the sandbox forbids: it would end every worker with an error.
extern "C" const char* __asan_default_options()
{
    return "detect_leaks=0";
}
#endif

int main(int argc, char** argv)
{
    const auto options = parseOptions({argv + 1, argv + argc});
    if (!options) {
        std::fprintf(stderr, "%s\n%s", options.error().detail.c_str(), kUsage);
        return 2;
    }
    if (options->describe)
        return describe(*options);
    if (options->testSandbox)
        return testSandbox(*options);
    return serve(*options);
}

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// weft-tiny-models DIR [NAME]...
// Makes the small random checkpoints that the golden cases name, in DIR/<folder>/ (about 4.6 GB; with NAMEs such as "tiny_sd15"
// only those). What is there already stays. Made only when named: random_sd15, as large as the real one (2 GB), for benchmarks.
#include "tests/golden/tiny/TinyModels.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

using namespace weft;
using namespace weft::golden;

namespace fs = std::filesystem;

namespace {

bool make(const TinyModel& model, const fs::path& path)
{
    std::error_code error;
    if (fs::exists(path, error))
        return true;
    fs::create_directories(path.parent_path(), error);
    const fs::path part = path.string() + ".part";
    if (!model.make().write(part.string()))
        return false;
    fs::rename(part, path, error);
    return !error;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "weft-tiny-models DIR [NAME]...\n");
        return 2;
    }
    const std::vector<std::string> wanted(argv + 2, argv + argc);
    for (const TinyModel& model : tinyModels()) {
        const fs::path path = fs::path(argv[1]) / model.path;
        const bool isNamed = std::ranges::find(wanted, path.stem().string()) != wanted.end();
        if (!isNamed && (model.isLarge || !wanted.empty()))
            continue;
        if (!make(model, path)) {
            std::fprintf(stderr, "%s can't be written\n", path.c_str());
            return 1;
        }
        std::printf("%s\n", path.c_str());
    }
    return 0;
}

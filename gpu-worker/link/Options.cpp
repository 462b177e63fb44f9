// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/Options.h"

#include <charconv>

namespace weft::worker {

namespace {

Result<std::uint64_t> numberOf(const std::string& option, const std::string& text, std::uint64_t max)
{
    std::uint64_t value = 0;
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || stop != text.data() + text.size() || value < 1 || value > max)
        return Error{ErrorCode::SettingInvalid, option + " needs a number from 1 to " + std::to_string(max),
            {{"input", option}}};
    return value;
}

Done apply(Options& options, const std::string& option, const std::string& value)
{
    constexpr std::uint64_t kMaxThreads = 1024;
    constexpr std::uint64_t kMaxMegabytes = 1u << 24;
    if (option == "--models") {
        options.models.push_back(value);
        return {};
    }
    if (option == "--device") {
        const auto choice = deviceChoiceOf(value);
        if (!choice)
            return Error{ErrorCode::SettingInvalid, option + " needs auto, cpu or cuda", {{"input", option}}};
        options.device = *choice;
        return {};
    }
    if (option == "--threads") {
        WEFT_TRY(const std::uint64_t threads, numberOf(option, value, kMaxThreads));
        options.threads = static_cast<int>(threads);
        return {};
    }
    for (const auto& [name, bytes] : {std::pair {"--memory-limit", &options.cacheBytes},
             std::pair {"--memory-bound", &options.memoryBytes}, std::pair {"--weight-memory", &options.weightBytes}}) {
        if (option != name)
            continue;
        WEFT_TRY(const std::uint64_t megabytes, numberOf(option, value, kMaxMegabytes));
        *bytes = megabytes << 20;
        return {};
    }
    return Error{ErrorCode::SettingInvalid, "unknown option " + option, {{"input", option}}};
}

} // namespace

Result<Options> parseOptions(const std::vector<std::string>& arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& option = arguments[i];
        if (option == "--describe") {
            options.describe = true;
        } else if (option == "--self-test-sandbox") {
            options.testSandbox = true;
        } else {
            const bool hasValue = i + 1 < arguments.size();
            WEFT_CHECK(apply(options, option, hasValue ? arguments[++i] : std::string()));
        }
    }
    return options;
}

} // namespace weft::worker

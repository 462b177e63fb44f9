// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Node.h"

#include <limits>

namespace weft::worker {

namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr const char* kCategory = "utils/primitive";

/// A number, a text or a switch that several nodes share. Source: ComfyUI `PrimitiveInt` and its family.
const bool primitiveInt =
    node("PrimitiveInt", kCategory)
        .title("Int")
        .in<std::int64_t>("value", {.min = -kLargest, .max = kLargest, .more = Json {{"control_after_generate", true}}})
        .out<std::int64_t>("INT")
        .run([](std::int64_t value) -> Result<std::int64_t> { return value; });

const bool primitiveFloat = node("PrimitiveFloat", kCategory)
                                .title("Float")
                                .in<double>("value", {.min = -kLargest, .max = kLargest})
                                .out<double>("FLOAT")
                                .run([](double value) -> Result<double> { return value; });

const bool primitiveString = node("PrimitiveString", kCategory)
                                 .title("String")
                                 .in<std::string>("value", {.more = Json {{"multiline", false}}})
                                 .out<std::string>("STRING")
                                 .run([](const std::string& value) -> Result<std::string> { return value; });

const bool primitiveStringMultiline = node("PrimitiveStringMultiline", kCategory)
                                          .title("String (Multiline)")
                                          .in<std::string>("value", {.multiline = true})
                                          .out<std::string>("STRING")
                                          .run([](const std::string& value) -> Result<std::string> { return value; });

const bool primitiveBoolean = node("PrimitiveBoolean", kCategory)
                                  .title("Boolean")
                                  .in<bool>("value")
                                  .out<bool>("BOOLEAN")
                                  .run([](bool value) -> Result<bool> { return value; });

} // namespace

} // namespace weft::worker

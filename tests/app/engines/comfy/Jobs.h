// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyCatalogue.h"
#include "app/engines/comfy/ComfyPrompt.h"
#include "tests/app/engines/Waited.h"

#include <QFile>

#include <cmath>
#include <limits>

/// Fragments for tests, from prompts in the API form.
namespace weft::testing {

inline Tensor counted(std::vector<std::int64_t> shape, float scale)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(i % 256) / scale);
    return floatTensor(std::move(shape), values);
}

inline FragmentInput inputOf(const Json& json)
{
    if (json.is_object() && json.contains("outside"))
        return BoundaryRef{json["outside"].get<int>()};
    if (json.is_array() && json.size() == 2 && json[0].is_string())
        return SlotRef{json[0].get<std::string>(), json[1].get<int>()};
    return json;
}

/// `prompt`: {"id": {"class_type", "inputs"}}, each node after those it needs. An input {"outside": n} is boundary
/// input n, of which `inputs` holds the items.
inline FragmentJob jobOf(const Json& prompt, std::vector<SlotRef> outputs, std::vector<ValueList> inputs = {})
{
    FragmentJob job;
    for (const auto& [id, node] : prompt.items()) {
        FragmentNode out{id, node["class_type"].get<std::string>(), {}};
        for (const auto& [name, input] : node["inputs"].items())
            out.inputs.emplace(name, inputOf(input));
        job.fragment.nodes.push_back(std::move(out));
    }
    job.fragment.outputs = std::move(outputs);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        job.fragment.inputs.push_back(
            {{"outside", static_cast<int>(i)}, inputs[i].empty() ? "*" : inputs[i].front().type, false});
    job.inputs = std::move(inputs);
    return job;
}

/// Pictures whose numbers are (i % 256) / 255.
inline Value picture(std::int64_t batch, std::int64_t height, std::int64_t width, std::int64_t channels = 3)
{
    return imageValue(counted({batch, height, width, channels}, 255.0F));
}

inline Value mask(std::int64_t batch, std::int64_t height, std::int64_t width)
{
    return maskValue(counted({batch, height, width}, 255.0F));
}

inline Value latent(std::int64_t batch, std::int64_t height, std::int64_t width)
{
    Value value;
    value.type = "LATENT";
    value.tensors.emplace_back("samples", counted({batch, 4, height, width}, 37.0F));
    return value;
}

/// The node types that a real server of 0.3.64 described (tests/data/comfy/object_info.json).
inline ComfyServer server()
{
    QFile file(QStringLiteral(WEFT_TEST_DATA "/comfy/object_info.json"));
    const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT(open);
    const auto info = parseJson(file.readAll().toStdString());
    ComfyServer server;
    server.catalogue = *comfyCatalogue(*info, {{"checkpoints", {"tiny.safetensors"}}});
    return server;
}

/// The largest difference of two F32 tensors; infinite where their shapes differ.
inline double distance(const Tensor& a, const Tensor& b)
{
    if (a.shape != b.shape || a.dtype != DType::F32 || b.dtype != DType::F32)
        return std::numeric_limits<double>::infinity();
    const auto* left = reinterpret_cast<const float*>(a.data.data());
    const auto* right = reinterpret_cast<const float*>(b.data.data());
    double largest = 0;
    for (std::int64_t i = 0; i < a.count(); ++i)
        largest = std::max(largest, static_cast<double>(std::fabs(left[i] - right[i])));
    return largest;
}

} // namespace weft::testing

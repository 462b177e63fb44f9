// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyPrompt.h"

#include <QCoroTask>

#include <optional>

/// Fragments for tests, from prompts in the API form.
namespace weft::testing {

/// `prompt`: {"id": {"class_type", "inputs"}}, each node after those it needs. An input {"outside": n} is boundary input n,
/// of which `inputs` holds the items.
FragmentJob jobOf(const Json& prompt, std::vector<SlotRef> outputs, std::vector<ValueList> inputs = {});

/// Pictures whose numbers are (i % 256) / 255.
Value picture(std::int64_t batch, std::int64_t height, std::int64_t width, std::int64_t channels = 3);
Value mask(std::int64_t batch, std::int64_t height, std::int64_t width);
Value latent(std::int64_t batch, std::int64_t height, std::int64_t width);

/// The node types that a real server of 0.3.64 described (tests/data/comfy/object_info.json).
ComfyServer server();

template <typename T>
QCoro::Task<void> storeInto(std::optional<T>* out, QCoro::Task<T> task)
{
    out->emplace(co_await task);
}
/// What the task returns; the event loop runs meanwhile.
template <typename T>
T waited(QCoro::Task<T> task)
{
    std::optional<T> out;
    QCoro::waitFor(storeInto(&out, std::move(task)));
    return std::move(*out);
}

/// The largest difference of two F32 tensors; infinite where their shapes differ.
double distance(const Tensor& a, const Tensor& b);

} // namespace weft::testing

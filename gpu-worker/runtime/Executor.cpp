// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Executor.h"

#include "gpu-worker/runtime/Device.h"
#include "gpu-worker/runtime/FragmentRun.h"
#include "gpu-worker/runtime/Signature.h"

#include <c10/core/InferenceMode.h>

namespace weft::worker {

std::optional<FragmentFault> Executor::run(const Fragment& fragment, const std::vector<BoundaryItems>& inputs,
    const FragmentEventSink& events, const std::atomic<bool>& cancelled)
{
    const c10::InferenceMode noGradients;
    if (inputs.size() != fragment.inputs.size())
        return FragmentFault {Error {ErrorCode::ValueMissing, "not one list per boundary input"}, {}, {}};
    auto links = linkFragment(fragment, m_registry);
    if (!links)
        return FragmentFault {links.error(), {}, {}};
    const std::string salt = m_settings.device.str() + "/" + std::to_string(static_cast<int>(fragment.precision)) + "/"
        + std::to_string(m_settings.ancestralSeedOffset);
    const std::vector<Hash256> signatures = signaturesOf(*links, inputs, m_settings.models, salt);
    const RunSettings settings {m_settings.models, events, cancelled, fragment.precision, m_settings.device,
        m_settings.ancestralSeedOffset, m_weightRoom};
    if (m_weightRoom)
        m_weightRoom->limitTo(m_settings.weightBytes); // an earlier run may have needed the device for something else
    const auto fault = FragmentRun(fragment, *links, inputs, signatures, settings, m_cache).run();
    dropKeptBlocks();
    constexpr std::uint64_t kWorthIt = std::uint64_t {64} << 20; // handing back takes a few milliseconds
    if (m_cache.droppedBytes() >= kWorthIt)
        giveBack();
    return fault;
}

void Executor::giveBack()
{
    m_cache.forgetDropped();
    giveBackMemory(m_settings.device);
}

void Executor::unload()
{
    m_cache.clear();
    giveBack();
}

Catalogue Executor::describe() const
{
    Catalogue catalogue = m_registry.describe();
    catalogue.setModels(m_settings.models.scan());
    return catalogue;
}

} // namespace weft::worker

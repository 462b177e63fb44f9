// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/link/FragmentReporter.h"

#include "core/protocol/ErrorCodec.h"
#include "core/protocol/Worker.h"

namespace weft::worker {

namespace wire = protocol::worker;

void FragmentReporter::event(const FragmentEvent& event)
{
    if (const auto* started = std::get_if<NodeStarted>(&event))
        m_out.send(wire::NodeStartedEvent{m_run, started->node});
    else if (const auto* progress = std::get_if<NodeProgress>(&event))
        m_out.send(wire::NodeProgressEvent{m_run, progress->node, progress->value, progress->max});
    else if (const auto* preview = std::get_if<NodePreview>(&event))
        m_out.send(wire::NodePreviewEvent{m_run, preview->node, preview->mime, preview->picture});
    else if (const auto* finished = std::get_if<NodeFinished>(&event))
        m_out.send(wire::NodeFinishedEvent{m_run, finished->node, finished->took.count(), finished->cached});
    else if (const auto* output = std::get_if<NodeOutput>(&event))
        sendOutput(*output);
}

void FragmentReporter::sendOutput(const NodeOutput& output)
{
    wire::OutputReady ready{m_run, output.node, output.slot, {}};
    for (const Value& value : output.items) {
        const auto name = m_out.sendValue(value);
        if (!name) {
            if (!m_unsendable)
                m_unsendable = FragmentFault{name.error().with("node", output.node), output.node, {}};
            return;
        }
        ready.items.push_back(*name);
    }
    m_out.send(ready);
}

void FragmentReporter::end(const std::optional<FragmentFault>& fault)
{
    const std::optional<FragmentFault>& first = fault ? fault : m_unsendable;
    if (first)
        m_out.send(wire::FragmentFailed{m_run, first->node, protocol::toWire(first->error), first->needsInputs});
    else
        m_out.send(wire::FragmentEnded{m_run});
}

} // namespace weft::worker

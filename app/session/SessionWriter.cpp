// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/SessionWriter.h"

#include "core/formats/WorkflowJson.h"
#include "core/threads/HandOver.h"

namespace weft {

namespace {

Done writeAll(const SessionStore& store, const SessionState& state, const std::map<QString, Graph>& changed, const Catalogue& catalogue)
{
    for (const auto& [tab, graph] : changed)
        WEFT_CHECK(store.writeWorkflow(tab, QByteArray::fromStdString(toJsonText(weft::writeWorkflow(graph, catalogue)))));
    return store.write(state);
}

} // namespace

SessionWriter::SessionWriter(QString folder, QObject* parent)
    : QObject(parent)
    , m_store(std::move(folder))
{
    m_thread.setMaxThreadCount(1);
}

SessionWriter::~SessionWriter() { finish(); }

void SessionWriter::write(SessionState state, std::map<QString, Graph> changed, std::shared_ptr<const Catalogue> catalogue)
{
    m_thread.start(new PoolCall([this, state = std::move(state), changed = std::move(changed), catalogue = std::move(catalogue)] {
        const Done written = writeAll(m_store, state, changed, *catalogue);
        if (!written)
            callLater(this, [this, error = written.error()] { Q_EMIT failed(error); });
    }));
}

void SessionWriter::finish() { m_thread.waitForDone(); }

} // namespace weft

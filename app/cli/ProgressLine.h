// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/conductor/RunEvents.h"

#include <QString>

namespace weft {

/// One line on stderr that says what is being computed where, redrawn in place. Silent when stderr is no terminal.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine();

    void show(const RunEvent& event);
    void clear();
    /// Any text in its place; cut at the line's end.
    void draw(const QString& text);
    /// What would be shown, for tests.
    const QString& text() const { return m_text; }

private:
    void note(const FragmentProgressed& progressed);

    bool m_isTerminal = false;
    QString m_text;
    std::map<NodeId, std::string> m_types;
    std::map<std::string, std::string> m_machines; // names, by engine
    std::size_t m_nodes = 0;
    std::size_t m_finished = 0;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/conductor/RunEvents.h"

#include <QStringList>

#include <map>

namespace weft {

/// How far a run is and what it has cost, counted from its events.
class RunTally {
public:
    void add(const RunEvent& event);

    /// 0..1, never less than before. A sampler's steps count one each, every other node one.
    double share() const { return m_share; }
    /// From the time that went by; negative: too early to say.
    double secondsLeft(double secondsPassed) const;
    Money charged() const { return m_charged; }
    const QStringList& machines() const { return m_machines; } // names, without this computer

private:
    struct Part {
        double weight = 1;
        double done = 0; // of the weight
    };
    void on(const RunPlanned& event);
    void on(const FragmentStarted& event);
    void on(const FragmentProgressed& event);
    void on(const FragmentFinished& event);
    void on(const NodeAnswered& event);
    template <typename Other> void on(const Other&) { }
    void finish(const NodeId& node);
    void count();

    std::map<NodeId, Part> m_parts;
    QStringList m_machines;
    Money m_charged;
    double m_share = 0;
    bool m_isPlanned = false;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/Engine.h"

#include <QString>

namespace weft {

/// Writes down what a host sees of the fragments that it runs, so that people can look at it: node types, settings, and
/// the values that came in. One folder: fragment-01.json, and each picture as fragment-01-input-0.png,
/// which only this user may read.
class SeenLog {
public:
    explicit SeenLog(QString folder)
        : m_folder(std::move(folder))
    {
    }

    /// Errors: FileUnwritable.
    Done add(const JobId& job, const FragmentJob& fragment);

private:
    QString m_folder;
    int m_count = 0;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/ProviderJob.h"

#include <QString>

namespace weft {

/// The records of hosted jobs, one small file each, so that a job is settled or released after a crash. A record is on
/// the disk when keep() returns. Only the owner can read the files.
class JobStore {
public:
    explicit JobStore(QString folder)
        : m_folder(std::move(folder))
    {
    }

    /// Errors: FileUnwritable (args: path).
    Done keep(const JobRecord& record);
    void forget(const JobId& job);
    /// What a crash left. Broken files are skipped and left where they are.
    std::vector<JobRecord> load() const;

private:
    QString pathOf(const JobId& job) const;

    QString m_folder;
};

} // namespace weft

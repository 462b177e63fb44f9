// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/ProviderJob.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace weft {

/// The records of hosted jobs, one small file each, so that a job is settled or released after a crash. A record is on
/// the disk when keep() returns. Only the owner can read the files. One program has the folder at a time: another would take
/// the jobs that are under way for what a crash left.
class JobStore {
public:
    explicit JobStore(QString folder)
        : m_folder(std::move(folder))
    {
    }

    /// The folder is this program's from here on, until leave() or the end. Errors: FileUnwritable (args: path, reason: sharing,
    /// another program has it).
    Done take();
    void leave() { m_lock.reset(); }

    /// Errors: FileUnwritable (args: path).
    Done keep(const JobRecord& record);
    void forget(const JobId& job);
    /// What a crash left. Broken files are skipped and left where they are.
    std::vector<JobRecord> load() const;

private:
    QString pathOf(const JobId& job) const;

    QString m_folder;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace weft

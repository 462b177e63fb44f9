// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"

#include <QFile>

namespace weft::relay {

/// For tests and demonstrations only: what a curious relay could write down of the forwarded bytes, which is
/// ciphertext. Off unless the operator names a file.
class Capture {
public:
    /// Errors: FileUnwritable (args: path).
    Done open(const QString& path);
    void add(ByteView bytes);

private:
    QFile m_file;
};

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values/Sha256.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <memory>

namespace weft {

// What a download does with the disk besides writing. All block; each is called on a thread.

/// The hash of a file's first bytes, not finished, so that more can be added. Null when it can't be read or `stop` is set.
std::shared_ptr<Sha256> hashSoFar(const QString& path, qint64 bytes, const std::atomic<bool>& stop);
/// Null when it can't be read or `stop` is set.
Hash256 hashWhole(const QString& path, const std::atomic<bool>& stop);
/// Whether a file begins as safetensors files do: a page of HTML that came in a model's place doesn't.
bool looksLikeSafetensors(const QString& path);
constexpr qint64 kMaxValidatorBytes = 1024;
/// What was kept of a server's ETag or Last-Modified; empty when there is none.
QByteArray readValidator(const QString& path);
/// An empty text removes the file. Whoever loses it only starts over, so errors don't matter.
void writeValidator(const QString& path, const QByteArray& text);
/// Writes what the system still holds back, then gives the file its name; a file of that name is replaced.
/// Errors: FileUnwritable (args: path).
Done putInPlace(const QString& part, const QString& target);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/wallet/WalletModel.h"

#include <QByteArray>

#include <functional>

namespace weft {

/// What the user called the run that a job belongs to; empty: nobody here knows it.
using RunNames = std::function<QString(const JobId&)>;

/// Lines as CSV (RFC 4180, UTF-8): a header, then time (UTC), kind, account, credits, transfer, job, run. Amounts are
/// decimal text; a text that a spreadsheet would take for a formula gets an apostrophe before it.
QByteArray statementCsv(const std::vector<WalletLine>& lines, const RunNames& names = {});
/// The same as a JSON list; amounts are decimal text.
QByteArray statementJson(const std::vector<WalletLine>& lines, const RunNames& names = {});

/// One cell, quoted where it must be, and harmless in a spreadsheet.
QByteArray csvCell(const QString& text);

} // namespace weft

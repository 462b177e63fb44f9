// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/StatementExport.h"

#include "app/wallet/WalletText.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr std::array kColumns{"time", "kind", "account", "credits", "transfer", "job", "run"};

/// In the columns' order.
std::array<QString, kColumns.size()> cellsOf(const WalletLine& line, const RunNames& names)
{
    const bool hasJob = !line.job.isNull();
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(line.createdUnixMillis, Qt::UTC);
    return {time.toString(Qt::ISODateWithMs), lineKindWord(line.kind),
        line.ofEarnings ? QStringLiteral("earnings") : QStringLiteral("credits"),
        QString::fromStdString(toCreditString(line.amount)), QString::fromStdString(line.transfer.hex()),
        hasJob ? QString::fromStdString(line.job.hex()) : QString(), hasJob && names ? names(line.job) : QString()};
}

/// "-12.5" begins like a formula, but is none.
bool isNumber(const QString& text)
{
    const QString digits = text.startsWith(u'-') ? text.mid(1) : text;
    return parseCredits(digits.toStdString()).hasValue();
}

} // namespace

QByteArray csvCell(const QString& text)
{
    static const QString kFormula = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");
    QString cell = text;
    if (!cell.isEmpty() && kFormula.contains(cell.front()) && !isNumber(cell))
        cell.prepend(u'\'');
    const bool isPlain = std::ranges::none_of(
        cell, [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r' || c == u';'; });
    if (isPlain)
        return cell.toUtf8();
    return '"' + cell.replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"';
}

QByteArray statementCsv(const std::vector<WalletLine>& lines, const RunNames& names)
{
    QByteArrayList header;
    for (const char* column : kColumns)
        header << column;
    QByteArray csv = header.join(',') + "\r\n";
    for (const WalletLine& line : lines) {
        QByteArrayList row;
        for (const QString& cell : cellsOf(line, names))
            row << csvCell(cell);
        csv += row.join(',') + "\r\n";
    }
    return csv;
}

QByteArray statementJson(const std::vector<WalletLine>& lines, const RunNames& names)
{
    QJsonArray all;
    for (const WalletLine& line : lines) {
        QJsonObject row;
        const auto cells = cellsOf(line, names);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i].isEmpty())
                row[QLatin1String(kColumns[i])] = cells[i];
        }
        all.append(row);
    }
    return QJsonDocument(all).toJson();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics/DiagnosticsReport.h"

#include "app/diagnostics/Redaction.h"
#include "core/files/ReplaceFile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <QSysInfo>
#include <QThread>

namespace weft {

namespace {

/// Switches and sizes; no path, no name, no address.
const QStringList& harmlessSettings()
{
    static const QStringList names {QStringLiteral("window/dark"), QStringLiteral("window/theme"), QStringLiteral("window/language"),
        QStringLiteral("window/wireColours"), QStringLiteral("run/privacy"), QStringLiteral("run/cap"), QStringLiteral("share/price"),
        QStringLiteral("window/tray")};
    return names;
}

QString lineOf(const QString& name, const QString& value) { return name + QStringLiteral(": ") + redacted(value) + QLatin1Char('\n'); }

QString systemLines()
{
    return lineOf(QStringLiteral("version"), QCoreApplication::applicationVersion())
        + lineOf(QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate))
        + lineOf(QStringLiteral("system"), QSysInfo::prettyProductName())
        + lineOf(QStringLiteral("kernel"), QSysInfo::kernelType() + QLatin1Char(' ') + QSysInfo::kernelVersion())
        + lineOf(QStringLiteral("processor"), QSysInfo::currentCpuArchitecture())
        + lineOf(QStringLiteral("threads"), QString::number(QThread::idealThreadCount()))
        + lineOf(QStringLiteral("qt"), QLatin1String(qVersion())) + lineOf(QStringLiteral("locale"), QLocale::system().name());
}

} // namespace

QString diagnosticsReport(const DiagnosticsFacts& facts, const QSettings& settings)
{
    QString report = QStringLiteral("Weft diagnostics. Read it before you send it: no prompt, workflow or key should be in it.\n\n");
    report += systemLines();
    for (const auto& [name, value] : facts.lines)
        report += lineOf(name, value);
    report += QStringLiteral("\nSettings\n");
    for (const QString& name : harmlessSettings()) {
        if (settings.contains(name))
            report += lineOf(name, settings.value(name).toString());
    }
    report += QStringLiteral("\nLog\n");
    for (const QByteArray& line : facts.log.split('\n'))
        report += redacted(QString::fromUtf8(line)) + QLatin1Char('\n');
    return report;
}

Done writeDiagnostics(const QString& path, const QString& report)
{
    return replaceFile(path, report.toUtf8());
}

} // namespace weft

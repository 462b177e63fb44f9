// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/WorkerEngine.h"

#include "app/engines/WorkerState.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace weft {

QString defaultWorkerProgram()
{
    const QString named = qEnvironmentVariable("WEFT_WORKER");
    if (!named.isEmpty())
        return named;
#ifdef Q_OS_WIN
    const QString name = QStringLiteral("weft-worker.exe");
#else
    const QString name = QStringLiteral("weft-worker");
#endif
    return QDir(QCoreApplication::applicationDirPath()).filePath(name);
}

WorkerEngine::WorkerEngine(WorkerSettings settings)
    : d(std::make_shared<State>(std::move(settings)))
{
}

WorkerEngine::~WorkerEngine() { d->close(); }

std::string WorkerEngine::id() const { return d->settings.id; }

std::string WorkerEngine::displayName() const
{
    if (!d->settings.displayName.empty())
        return d->settings.displayName;
    return d->ready.device.empty() ? "This computer" : "This computer (" + d->ready.device + ")";
}

std::string WorkerEngine::device() const { return d->ready.device; }
std::string WorkerEngine::sandbox() const { return d->ready.sandbox; }

QCoro::Task<Result<Catalogue>> WorkerEngine::catalogue() { return d->catalogue(); }

QCoro::Task<FragmentReport> WorkerEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    return d->run(std::move(job), std::move(events), std::move(cancel));
}

void WorkerEngine::rest() { d->rest(); }

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelsController.h"

#include <QDir>
#include <QFileInfo>

namespace weft {

namespace {

constexpr std::size_t kMostAtOnce = 2;

} // namespace

ModelsController::ModelsController(ModelCatalogue catalogue, QString home, ModelSettings settings, QObject* parent)
    : QObject(parent)
    , m_catalogue(std::move(catalogue))
    , m_home(std::move(home))
    , m_settings(std::move(settings))
    , m_index(std::make_unique<ModelIndex>(allModelRoots(m_home, m_settings.folders), QString()))
    , m_noted(QDir(m_home).filePath(QStringLiteral("noted-hashes.json")))
{
    QDir().mkpath(ownFolder()); // a worker that starts now may read what comes later
}

ModelsController::~ModelsController()
{
    for (auto& [id, download] : m_running)
        delete download.data();
}

ModelRow ModelsController::row(const QString& id) const
{
    ModelRow row;
    row.model = m_catalogue.find(id);
    if (!row.model)
        return row;
    if (const auto error = m_errors.find(id); error != m_errors.end())
        row.error = error->second;
    if (m_running.contains(id)) {
        row.state = ModelRow::State::Downloading;
        if (const auto progress = m_progress.find(id); progress != m_progress.end())
            row.progress = progress->second;
        return row;
    }
    if (m_queue.contains(id)) {
        row.state = ModelRow::State::Waiting;
        return row;
    }
    row.path = m_index->pathOf(row.model->folder.toStdString(), row.model->file.toStdString());
    const bool fits = !row.path.isEmpty() && (!row.model->sizeBytes || QFileInfo(row.path).size() == *row.model->sizeBytes);
    row.state = fits ? ModelRow::State::Here : ModelRow::State::Available;
    row.hasPart = QFileInfo::exists(targetOf(*row.model) + QStringLiteral(".part"));
    return row;
}

QString ModelsController::targetOf(const CuratedModel& model) const
{
    return QDir(ownFolder()).filePath(model.folder + u'/' + model.file); // both are checked when the list is read
}

DownloadJob ModelsController::jobFor(const CuratedModel& model) const
{
    DownloadJob job;
    job.url = mirrored(model.url, mirrorsFrom(m_settings.mirrors));
    job.target = targetOf(model);
    job.sizeBytes = model.sizeBytes;
    job.sha256 = model.sha256;
    if (job.sha256.isNull())
        job.sha256 = Hash256::fromHex(m_noted.find(model.id).toStdString()).valueOr({});
    if (model.mustAccept && job.url == model.url)
        job.token = m_token; // neither mirrors nor sites that don't ask for one get to see it
    job.site = model.mustAccept ? model.url.adjusted(QUrl::RemoveQuery) : QUrl();
    if (const qsizetype resolve = model.url.path().indexOf(QStringLiteral("/resolve/")); model.mustAccept && resolve > 0)
        job.site.setPath(model.url.path().left(resolve)); // the model's page
    return job;
}

void ModelsController::get(const QString& id)
{
    const ModelRow now = row(id);
    if (!now.model || now.state != ModelRow::State::Available)
        return;
    m_errors.erase(id);
    m_queue << id;
    Q_EMIT rowChanged(id);
    startNext();
}

void ModelsController::startNext()
{
    while (m_running.size() < kMostAtOnce && !m_queue.isEmpty()) {
        const QString id = m_queue.takeFirst();
        auto* download = new Download(m_network, jobFor(*m_catalogue.find(id)), m_limits, m_freeBytes, this);
        m_running[id] = download;
        connect(download, &Download::progressed, this, [this, id](const DownloadProgress& progress) {
            m_progress[id] = progress;
            Q_EMIT rowChanged(id);
        });
        connect(download, &Download::finished, this, [this, id](const Result<Hash256>& result) { onFinished(id, result); });
        download->start();
        Q_EMIT rowChanged(id);
    }
}

void ModelsController::cancel(const QString& id)
{
    if (m_queue.removeAll(id) > 0) {
        Q_EMIT rowChanged(id);
        Q_EMIT failed(id, Error {ErrorCode::Cancelled, "taken from the queue"});
    }
    const auto running = m_running.find(id);
    if (running != m_running.end() && running->second)
        running->second->cancel();
}

void ModelsController::onFinished(const QString& id, const Result<Hash256>& result)
{
    const auto running = m_running.find(id);
    if (running == m_running.end())
        return;
    if (running->second)
        running->second->deleteLater();
    m_running.erase(running);
    m_progress.erase(id);
    if (result && m_catalogue.find(id)->sha256.isNull())
        m_noted.note(id, QString::fromStdString(result->hex()));
    if (!result && result.error().code != ErrorCode::Cancelled)
        m_errors[id] = result.error();
    Q_EMIT rowChanged(id);
    if (result)
        Q_EMIT got(id);
    else
        Q_EMIT failed(id, result.error());
    startNext();
}

void ModelsController::setSettings(ModelSettings settings)
{
    m_settings = std::move(settings);
    m_index = std::make_unique<ModelIndex>(allModelRoots(m_home, m_settings.folders), QString());
    Q_EMIT settingsChanged();
}

} // namespace weft

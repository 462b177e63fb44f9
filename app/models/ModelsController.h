// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/Download.h"
#include "app/models/ModelCatalogue.h"
#include "app/models/ModelIndex.h"
#include "app/models/ModelSettings.h"

#include <QNetworkAccessManager>

#include <map>

namespace weft {

/// An entry of the list, and how it stands with it on this computer.
struct ModelRow {
    enum class State { Available, Waiting, Downloading, Here };

    const CuratedModel* model = nullptr;
    State state = State::Available;
    QString path; // of the file, when it is here
    bool hasPart = false; // an earlier download was left unfinished
    DownloadProgress progress; // while it downloads
    std::optional<Error> error; // of the last try
};

/// Gets models of the curated list into `home`/models, at most two at a time, and knows which are here. For the window and
/// the command line alike; no widgets.
class ModelsController : public QObject {
    Q_OBJECT
public:
    ModelsController(ModelCatalogue catalogue, QString home, ModelSettings settings, QObject* parent = nullptr);
    ~ModelsController() override;

    const ModelCatalogue& catalogue() const { return m_catalogue; }
    ModelRow row(const QString& id) const;
    /// What is asked for to get it. The token goes only to the site itself, and only where a licence must be accepted.
    DownloadJob jobFor(const CuratedModel& model) const;
    /// Nothing happens when it is here or on its way.
    void get(const QString& id);
    /// Ends the download or takes it from the queue; what has arrived is kept.
    void cancel(const QString& id);
    bool isBusy() const { return !m_running.empty() || !m_queue.isEmpty(); }

    const ModelSettings& settings() const { return m_settings; }
    void setSettings(ModelSettings settings);
    /// Where models are looked for; downloads go to the first.
    QStringList roots() const { return m_index->roots(); }
    QString ownFolder() const { return ownModelFolder(m_home); }
    qint64 freeBytes() const { return m_freeBytes(ownFolder()); }

    void setToken(const QByteArray& token) { m_token = token; } // for sites that ask for an account
    void setLimits(const DownloadLimits& limits) { m_limits = limits; }
    void setFreeBytes(FreeBytes freeBytes) { m_freeBytes = std::move(freeBytes); }

Q_SIGNALS:
    void rowChanged(const QString& id);
    void settingsChanged();
    void got(const QString& id);
    void failed(const QString& id, const weft::Error& error);

private:
    QString targetOf(const CuratedModel& model) const;
    void startNext();
    void onFinished(const QString& id, const Result<Hash256>& result);

    ModelCatalogue m_catalogue;
    QString m_home;
    ModelSettings m_settings;
    std::unique_ptr<ModelIndex> m_index; // of the settings' folders
    QNetworkAccessManager m_network;
    NotedHashes m_noted;
    QByteArray m_token;
    DownloadLimits m_limits;
    FreeBytes m_freeBytes = freeBytesOf;
    QStringList m_queue;
    std::map<QString, QPointer<Download>> m_running;
    std::map<QString, DownloadProgress> m_progress;
    std::map<QString, Error> m_errors;
};

} // namespace weft

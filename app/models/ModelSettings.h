// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/Mirror.h"

#include <QSettings>
#include <QStringList>

#include <memory>

namespace weft {

/// What the user has set for models, as it was written.
struct ModelSettings {
    QStringList folders; // besides Weft's own: folders of models, or of ComfyUI, A1111, InvokeAI
    QStringList mirrors; // "HOST=URL"

    static ModelSettings read(const QSettings& settings);
    void write(QSettings& settings) const;
};

/// The user's settings, which the window and the command line share.
std::unique_ptr<QSettings> openUserSettings();

/// Where downloads go: `home`/models.
QString ownModelFolder(const QString& home);
/// Every root that models are looked for in, the first ones first: Weft's own, the user's, those that come with Weft.
QStringList allModelRoots(const QString& home, const QStringList& folders);

/// The same where folders were asked for instead of the settings': these first. Downloads are found there too.
QStringList askedModelRoots(const QString& home, const QStringList& asked);

/// The hashes of files whose entries name none, as they were at the first download.
class NotedHashes {
public:
    explicit NotedHashes(QString file)
        : m_file(std::move(file))
    {
    }
    /// Null: not noted yet.
    QString find(const QString& id) const;
    /// Whoever can't keep it only asks again.
    void note(const QString& id, const QString& hex);

private:
    QString m_file;
};

} // namespace weft

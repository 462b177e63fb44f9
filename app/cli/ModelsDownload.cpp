// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ModelsDownload.h"

#include "app/cli/Cli.h"
#include "app/cli/ProgressLine.h"
#include "app/language/ErrorText.h"
#include "app/models/ModelText.h"

#include <QCoreApplication>
#include <QTimer>

namespace weft {

namespace {

/// Follows the downloads to their end.
class Downloads : public QObject {
public:
    Downloads(ModelsController& models, QStringList ids)
        : m_models(models)
        , m_ids(std::move(ids))
    {
        connect(&models, &ModelsController::rowChanged, this, [this] { showProgress(); });
        connect(&models, &ModelsController::got, this, [this](const QString& id) {
            tellHere(id);
            oneLess();
        });
        connect(&models, &ModelsController::failed, this, [this](const QString& id, const Error& error) {
            m_line.clear();
            printError(id + QStringLiteral(": ") + sentenceFor(error));
            m_status = 1;
            oneLess();
        });
    }

    int run()
    {
        m_left = int(m_ids.size());
        for (const QString& id : m_ids) {
            if (m_models.row(id).state == ModelRow::State::Here) {
                tellHere(id);
                oneLess();
            } else {
                m_models.get(id);
            }
        }
        QTimer watch;
        connect(&watch, &QTimer::timeout, this, [this, &watch] {
            if (!wasInterrupted())
                return;
            watch.stop();
            for (const QString& id : m_ids)
                m_models.cancel(id);
        });
        watch.start(50);
        return m_left > 0 ? QCoreApplication::exec() : m_status;
    }

private:
    void tellHere(const QString& id)
    {
        m_line.clear();
        const ModelRow row = m_models.row(id);
        printLine(QStringLiteral("%1  %2").arg(id, row.path));
    }

    void oneLess()
    {
        if (--m_left == 0)
            QCoreApplication::exit(m_status);
    }

    void showProgress()
    {
        QStringList texts;
        for (const QString& id : m_ids) {
            const ModelRow row = m_models.row(id);
            if (row.state == ModelRow::State::Downloading)
                texts << id + QStringLiteral(": ") + modelStateText(row);
        }
        if (!texts.isEmpty())
            m_line.draw(texts.join(QStringLiteral("  ")));
    }

    ModelsController& m_models;
    QStringList m_ids;
    ProgressLine m_line;
    int m_left = 0;
    int m_status = 0;
};

} // namespace

int getModels(ModelsController& models, const QStringList& ids)
{
    watchInterrupts();
    return Downloads(models, ids).run();
}

} // namespace weft

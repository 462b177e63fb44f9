// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelText.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace weft {

namespace {

struct NamePair {
    const char* key;
    const char* text;
};

constexpr std::array kKindTexts {NamePair {"checkpoints", QT_TRANSLATE_NOOP("Models", "Checkpoint")},
    NamePair {"loras", QT_TRANSLATE_NOOP("Models", "LoRA")}, NamePair {"vae", QT_TRANSLATE_NOOP("Models", "VAE")},
    NamePair {"vae_approx", QT_TRANSLATE_NOOP("Models", "Small VAE")},
    NamePair {"text_encoders", QT_TRANSLATE_NOOP("Models", "Text encoder")},
    NamePair {"controlnet", QT_TRANSLATE_NOOP("Models", "ControlNet")},
    NamePair {"upscale_models", QT_TRANSLATE_NOOP("Models", "Upscaler")},
    NamePair {"embeddings", QT_TRANSLATE_NOOP("Models", "Embedding")}};

/// Proper names, the same in every language.
constexpr std::array kLicenceNames {NamePair {"creativeml-openrail-m", "CreativeML Open RAIL-M"},
    NamePair {"openrail++", "CreativeML Open RAIL++-M"}, NamePair {"openrail", "Open RAIL"},
    NamePair {"stability-community", "Stability AI Community License"}, NamePair {"mit", "MIT"},
    NamePair {"apache-2.0", "Apache 2.0"}, NamePair {"bsd-3-clause", "BSD 3-Clause"},
    NamePair {"cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"}};

QString inWords(std::chrono::seconds time)
{
    const qint64 seconds = time.count();
    if (seconds < 60)
        return QCoreApplication::translate("Models", "%1 s left").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("Models", "%1 min left").arg((seconds + 59) / 60);
    return QCoreApplication::translate("Models", "%1 h left").arg(double(seconds) / 3600, 0, 'f', 1);
}

QString progressText(const DownloadProgress& progress)
{
    QString text = progress.total
        ? QCoreApplication::translate("Models", "%1 of %2").arg(modelSizeText(progress.received), modelSizeText(progress.total))
        : modelSizeText(progress.received);
    if (progress.isWaiting)
        return text + QStringLiteral(" · ") + QCoreApplication::translate("Models", "broke off, tries again");
    if (progress.bytesPerSecond > 0)
        text += QStringLiteral(" · ") + modelSizeText(progress.bytesPerSecond) + QStringLiteral("/s");
    if (progress.remaining)
        text += QStringLiteral(" · ") + inWords(*progress.remaining);
    return text;
}

} // namespace

QString modelSizeText(std::optional<qint64> bytes)
{
    if (!bytes)
        return QCoreApplication::translate("Models", "size not known");
    return QLocale::c().formattedDataSize(*bytes, *bytes < 10'000'000 && *bytes >= 1'000'000 ? 1 : *bytes < 1'000'000'000 ? 0 : 1,
        QLocale::DataSizeSIFormat);
}

QString modelKindText(const QString& folder)
{
    for (const NamePair& kind : kKindTexts) {
        if (folder == QLatin1String(kind.key))
            return QCoreApplication::translate("Models", kind.text);
    }
    return folder;
}

QString modelStateText(const ModelRow& row)
{
    switch (row.state) {
    case ModelRow::State::Here:
        return QCoreApplication::translate("Models", "here");
    case ModelRow::State::Waiting:
        return QCoreApplication::translate("Models", "waits for its turn");
    case ModelRow::State::Downloading:
        return progressText(row.progress);
    case ModelRow::State::Available:
        break;
    }
    return row.hasPart ? QCoreApplication::translate("Models", "begun, can go on") : QCoreApplication::translate("Models", "available");
}

QString modelLicenceText(const CuratedModel& model)
{
    QString name = model.licence == QStringLiteral("other") ? QCoreApplication::translate("Models", "licence: see its page") : model.licence;
    for (const NamePair& licence : kLicenceNames) {
        if (model.licence == QLatin1String(licence.key))
            name = QLatin1String(licence.text);
    }
    return model.mustAccept ? QCoreApplication::translate("Models", "%1, to be accepted on the site").arg(name) : name;
}

QString modelHashText(const CuratedModel& model)
{
    return model.sha256.isNull() ? QCoreApplication::translate("Models", "not verified: the hash is noted at first download")
                                 : QCoreApplication::translate("Models", "verified by its SHA-256");
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ModelsCommand.h"

#include "app/cli/Cli.h"
#include "app/cli/ModelsArguments.h"
#include "app/cli/ModelsDownload.h"
#include "app/language/ErrorText.h"
#include "app/models/CatalogueCheck.h"
#include "app/models/ForeignFolders.h"
#include "app/models/LocalModels.h"
#include "app/models/ModelText.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

namespace weft {

namespace {

QString shown(const CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Same:
        return QCoreApplication::translate("Cli", "same size and checksum");
    case CheckVerdict::SameSize:
        return QCoreApplication::translate("Cli", "same size; the site tells no checksum");
    case CheckVerdict::NotSaid:
        return QCoreApplication::translate("Cli", "there, but nothing to compare");
    case CheckVerdict::SizeDiffers:
        return QCoreApplication::translate("Cli", "ANOTHER SIZE");
    case CheckVerdict::HashDiffers:
        return QCoreApplication::translate("Cli", "ANOTHER CHECKSUM");
    case CheckVerdict::NotAsked:
        return QCoreApplication::translate("Cli", "not checked: the site asks for an account that accepted the licence (--token-file)");
    case CheckVerdict::Failed:
        break;
    }
    return {};
}

bool isSameOrUnknown(CheckVerdict verdict)
{
    return verdict == CheckVerdict::Same || verdict == CheckVerdict::SameSize || verdict == CheckVerdict::NotSaid
        || verdict == CheckVerdict::NotAsked;
}

Json toJsonRow(const ModelRow& row)
{
    const CuratedModel& model = *row.model;
    Json json {{"id", model.id.toStdString()}, {"name", model.name.toStdString()}, {"folder", model.folder.toStdString()},
        {"file", model.file.toStdString()}, {"license", model.licence.toStdString()}, {"accept", model.mustAccept},
        {"here", row.state == ModelRow::State::Here}, {"verified", !model.sha256.isNull()}};
    json["size"] = model.sizeBytes ? Json(*model.sizeBytes) : Json();
    return json;
}

int list(const ModelsController& models, bool asJson)
{
    Json all = Json::array();
    for (const CuratedModel& model : models.catalogue().models()) {
        const ModelRow row = models.row(model.id);
        if (asJson) {
            all.push_back(toJsonRow(row));
            continue;
        }
        const QString note = model.sha256.isNull() ? QStringLiteral("; ") + modelHashText(model) : QString();
        printLine(QStringLiteral("%1 %2 %3 %4 %5 (%6)").arg(model.id, -30).arg(modelKindText(model.folder), -13)
                      .arg(modelSizeText(model.sizeBytes), 14).arg(modelStateText(row), -17).arg(model.name, modelLicenceText(model) + note));
    }
    if (asJson)
        printLine(QString::fromStdString(toJsonText(all, 2)));
    return 0;
}

QString ownerText(FolderOwner owner)
{
    switch (owner) {
    case FolderOwner::ComfyUi:
        return QStringLiteral("ComfyUI");
    case FolderOwner::A1111:
        return QStringLiteral("A1111");
    case FolderOwner::InvokeAi:
        return QStringLiteral("InvokeAI");
    case FolderOwner::Models:
        break;
    }
    return QCoreApplication::translate("Cli", "folders of models");
}

int listFolders(const ModelsController& models, bool asJson)
{
    if (asJson) {
        Json roots = Json::array();
        for (const QString& root : models.roots())
            roots.push_back(root.toStdString());
        printLine(QString::fromStdString(toJsonText(roots, 2)));
        return 0;
    }
    printLine(QCoreApplication::translate("Cli", "%1  (downloads, %2 free)").arg(models.ownFolder(), modelSizeText(models.freeBytes())));
    for (const QString& folder : models.settings().folders) {
        const ForeignFolders found = foreignFolders(folder);
        printLine(QStringLiteral("%1  (%2)").arg(folder, ownerText(found.owner)));
        for (const QString& root : found.roots) {
            if (found.owner != FolderOwner::Models)
                printLine(QStringLiteral("    ") + root);
        }
    }
    return 0;
}

int changeFolders(ModelsController& models, QString folder, bool add)
{
    folder = QDir::cleanPath(QDir::current().absoluteFilePath(folder));
    const auto kept = openUserSettings();
    ModelSettings settings = ModelSettings::read(*kept); // without what only this command line says
    const bool wasListed = settings.folders.removeAll(folder) > 0;
    if (add ? !QFileInfo(folder).isDir() : !wasListed) {
        printError(add ? sentenceFor(Error {ErrorCode::FileNotFound, {}, {{"path", folder.toStdString()}}})
                       : QCoreApplication::translate("Cli", "“%1” isn't one of the folders; weft models folders lists them.").arg(folder));
        return 1;
    }
    if (add)
        settings.folders << folder;
    settings.write(*kept);
    models.setSettings(settings);
    if (kept->status() != QSettings::NoError) {
        printError(sentenceFor(Error {ErrorCode::FileUnwritable, {}, {{"path", kept->fileName().toStdString()}}}));
        return 1;
    }
    return listFolders(models, false);
}

QCoro::Task<void> checkAll(const ModelsController* models, QStringList ids, bool* done, int* status)
{
    QNetworkAccessManager network;
    for (const QString& id : ids) {
        const CuratedModel& model = *models->catalogue().find(id);
        const DownloadJob job = models->jobFor(model);
        auto asking = askSite(&network, job.url, job.token);
        const SiteWord word = co_await asking;
        const CheckVerdict verdict = verdictOf(model, word);
        const QString text = verdict == CheckVerdict::Failed ? sentenceFor(*word.error) : shown(verdict);
        const QString said = word.sha256.isNull() ? QString() : QString::fromStdString(word.sha256.hex());
        printLine(QStringLiteral("%1 %2 %3 %4").arg(id, -30).arg(modelSizeText(word.sizeBytes), 14).arg(text, said));
        if (!isSameOrUnknown(verdict))
            *status = 1;
    }
    *done = true;
    QCoreApplication::exit(*status);
}

QCoro::Task<void> showDuplicates(QStringList roots, QString indexFile, bool asJson, bool* done)
{
    auto index = std::make_shared<ModelIndex>(QStringList(), indexFile);
    auto finding = findDuplicates(index, localModels(roots));
    const std::vector<DuplicateGroup> groups = co_await finding;
    Json all = Json::array();
    qint64 wasted = 0;
    for (const DuplicateGroup& group : groups) {
        wasted += group.sizeBytes * (group.paths.size() - 1);
        Json paths = Json::array();
        if (!asJson)
            printLine(QStringLiteral("%1  %2").arg(modelSizeText(group.sizeBytes), QString::fromStdString(group.sha256.hex())));
        for (const QString& path : group.paths) {
            paths.push_back(path.toStdString());
            if (!asJson)
                printLine(QStringLiteral("    ") + path);
        }
        all.push_back({{"sha256", group.sha256.hex()}, {"size", group.sizeBytes}, {"paths", paths}});
    }
    printLine(asJson ? QString::fromStdString(toJsonText(all, 2))
                     : QCoreApplication::translate("Cli", "Files that are there more than once: %1; without the copies %2 would be free.")
                           .arg(groups.size())
                           .arg(modelSizeText(wasted)));
    *done = true;
    QCoreApplication::exit(0);
}

/// Ids of these models, all for none. Says which word is none, and gives none back.
std::optional<QStringList> idsOf(const ModelsController& models, const ModelsArguments& arguments)
{
    QStringList ids;
    for (const QString& name : arguments.names) {
        const CuratedModel* model = models.catalogue().find(name);
        if (!model) {
            printError(QCoreApplication::translate("Cli", "Weft knows no model “%1”; weft models list tells their names.").arg(name));
            return {};
        }
        ids << model->id;
        if (arguments.withCompanions)
            ids << model->companions;
    }
    if (arguments.names.isEmpty()) {
        for (const CuratedModel& model : models.catalogue().models())
            ids << model.id;
    }
    ids.removeDuplicates();
    return ids;
}

int act(ModelsController& models, const ModelsArguments& arguments)
{
    using Action = ModelsArguments::Action;
    const auto ids = idsOf(models, arguments.action == Action::Get || arguments.action == Action::Check ? arguments : ModelsArguments());
    if (!ids)
        return 2;
    bool done = false;
    int status = 0;
    switch (arguments.action) {
    case Action::List:
        return list(models, arguments.asJson);
    case Action::Folders:
        return listFolders(models, arguments.asJson);
    case Action::AddFolder:
    case Action::RemoveFolder:
        return changeFolders(models, arguments.names.first(), arguments.action == Action::AddFolder);
    case Action::Get:
        return getModels(models, *ids);
    case Action::Check:
        checkAll(&models, *ids, &done, &status);
        break;
    case Action::Duplicates:
        showDuplicates(models.roots(), QDir(arguments.home).filePath(QStringLiteral("cache/models.json")), arguments.asJson, &done);
        break;
    }
    return done ? status : QCoreApplication::exec();
}

} // namespace

int runModels(const QStringList& words)
{
    auto parsed = parseModelsArguments(words);
    if (const auto* usage = std::get_if<Usage>(&parsed))
        return showUsage(*usage);
    const auto& arguments = std::get<ModelsArguments>(parsed);
    ModelSettings settings = ModelSettings::read(*openUserSettings());
    settings.mirrors = arguments.mirrors + settings.mirrors; // of those that fit, the first counts
    ModelsController models(ModelCatalogue::shipped(), arguments.home, settings);
    if (!arguments.tokenFile.isEmpty()) {
        QFile file(arguments.tokenFile);
        if (!file.open(QIODevice::ReadOnly)) {
            printError(sentenceFor(Error {ErrorCode::FileUnreadable, {}, {{"path", arguments.tokenFile.toStdString()}}}));
            return 1;
        }
        models.setToken(file.read(4096).trimmed());
    }
    return act(models, arguments);
}

} // namespace weft

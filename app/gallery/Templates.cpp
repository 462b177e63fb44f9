// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/Templates.h"

#include "app/models/ShippedFiles.h"
#include "core/formats/WorkflowJson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <array>

namespace weft {

namespace {

struct Entry {
    const char* id;
    const char* name;
    const char* line;
    bool asForm;
};

constexpr std::array kTemplates {
    Entry {kFirstTemplate, QT_TRANSLATE_NOOP("Template", "Words to picture"),
        QT_TRANSLATE_NOOP("Template", "Say what you want to see."), true},
    Entry {"picture-to-picture", QT_TRANSLATE_NOOP("Template", "Picture to picture"),
        QT_TRANSLATE_NOOP("Template", "A rough drawing becomes what your words say."), true},
    Entry {"inpaint", QT_TRANSLATE_NOOP("Template", "Fill in a part"),
        QT_TRANSLATE_NOOP("Template", "Words fill what is missing; the rest stays."), true},
    Entry {"upscale", QT_TRANSLATE_NOOP("Template", "Enlarge a photograph"),
        QT_TRANSLATE_NOOP("Template", "Four times as wide and high, with a model."), true},
    Entry {"upscale-two-machines", QT_TRANSLATE_NOOP("Template", "Two machines"),
        QT_TRANSLATE_NOOP("Template", "One graph, shared out over two computers."), false},
};

/// Titles, labels and words that stand in the files.
[[maybe_unused]] constexpr std::array kTexts {
    QT_TRANSLATE_NOOP("Template", "What you want to see"),
    QT_TRANSLATE_NOOP("Template", "What you don't want to see"),
    QT_TRANSLATE_NOOP("Template", "Seed"),
    QT_TRANSLATE_NOOP("Template", "Your picture"),
    QT_TRANSLATE_NOOP("Template", "Your picture, transparent where it is painted anew"),
    QT_TRANSLATE_NOOP("Template", "How much may change"),
    QT_TRANSLATE_NOOP("Template", "Photograph"),
    QT_TRANSLATE_NOOP("Template", "Sprout's size"),
    QT_TRANSLATE_NOOP("Template", "Only the hole"),
    QT_TRANSLATE_NOOP("Template", "Four times as large"),
    QT_TRANSLATE_NOOP("Template", "Enlarge with a model"),
    QT_TRANSLATE_NOOP("Template", "Enlarge plainly (another machine)"),
    QT_TRANSLATE_NOOP("Template", "Side by side"),
    QT_TRANSLATE_NOOP("Template", "This computer"),
    QT_TRANSLATE_NOOP("Template", "Another machine"),
    QT_TRANSLATE_NOOP("Template", "Either machine: where it is best"),
    QT_TRANSLATE_NOOP("Template", "What this shows"),
    QT_TRANSLATE_NOOP("Template",
        "One graph, two machines. The photograph is enlarged four times in two ways at once: by a Real-ESRGAN model, and "
        "plainly (bicubic) on another machine. The plain one comes back, is sharpened here, and both are saved side by side."
        "\n\nNothing but pixels crosses from one machine to the other."),
    QT_TRANSLATE_NOOP("Template", "a red apple"),
    QT_TRANSLATE_NOOP("Template", "an orange cat"),
    QT_TRANSLATE_NOOP("Template", "a red apple and a house"),
};

Json translated(const Json& text)
{
    if (!text.is_string() || text.get_ref<const std::string&>().empty())
        return text;
    return QCoreApplication::translate("Template", text.get_ref<const std::string&>().c_str()).toStdString();
}

QString fileOf(const QString& id)
{
    const QString folder = shippedFolder(QStringLiteral("workflows"));
    return folder.isEmpty() ? QString() : QStringLiteral("%1/%2.json").arg(folder, id);
}

Result<Json> readTemplate(const QString& id)
{
    QFile file(fileOf(id));
    if (templateOf(id).id.isEmpty() || !file.open(QIODevice::ReadOnly))
        return Error {ErrorCode::FileNotFound, "", {{"path", (id + QStringLiteral(".json")).toStdString()}}};
    return parseJson(file.readAll().toStdString());
}

} // namespace

QList<Template> templates()
{
    QList<Template> all;
    for (const Entry& entry : kTemplates) {
        all.append({QLatin1String(entry.id), QCoreApplication::translate("Template", entry.name),
            QCoreApplication::translate("Template", entry.line), entry.asForm});
    }
    return all;
}

Template templateOf(const QString& id)
{
    for (const Template& one : templates()) {
        if (one.id == id)
            return one;
    }
    return {};
}

QImage templatePicture(const QString& id)
{
    return QImage(QStringLiteral("%1/thumbnails/%2.png").arg(shippedFolder(QStringLiteral("workflows")), id));
}

Result<Graph> openTemplate(const QString& id, const Catalogue& catalogue)
{
    WEFT_TRY(Json workflow, readTemplate(id));
    if (!isWorkflowJson(workflow))
        return Error {ErrorCode::JsonNotAWorkflow};
    for (Json& node : workflow["nodes"]) {
        if (node.contains("title"))
            node["title"] = translated(node["title"]);
        const std::string type = stringAt(node, "type");
        const bool isWords = type == "CLIPTextEncode" || type == "Note"; // other strings name files and choices
        if (isWords && memberAt(node, "widgets_values").is_array() && !node["widgets_values"].empty())
            node["widgets_values"][0] = translated(node["widgets_values"][0]);
    }
    if (workflow.contains("groups")) {
        for (Json& frame : workflow["groups"])
            frame["title"] = translated(frame["title"]);
    }
    return readWorkflow(workflow, catalogue);
}

Done placeTemplatePictures(const QString& id, const QString& inputFolder)
{
    WEFT_TRY(const Json workflow, readTemplate(id));
    const QDir photos(shippedFolder(QStringLiteral("photos")));
    const QDir input(inputFolder);
    for (const Json& node : memberAt(workflow, "nodes")) {
        const Json& values = memberAt(node, "widgets_values");
        if (stringAt(node, "type") != "LoadImage" || !values.is_array() || values.empty() || !values[0].is_string())
            continue;
        const QString name = QString::fromStdString(values[0].get<std::string>());
        if (input.exists(name) || !photos.exists(name))
            continue;
        const QString target = input.filePath(name);
        if (!QDir().mkpath(inputFolder) || !QFile::copy(photos.filePath(name), target))
            return Error {ErrorCode::FileUnwritable, "", {{"path", target.toStdString()}}};
        QFile::setPermissions(target, QFile::permissions(target) | QFileDevice::WriteOwner); // an installed one is read-only
    }
    return {};
}

} // namespace weft

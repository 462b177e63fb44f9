// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ForeignFolders.h"

#include "core/catalogue/ModelKinds.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <iterator>

namespace weft {

namespace {

constexpr qint64 kMaxYaml = 1 << 20;

struct Mapped {
    const char* kind;
    const char* directory;
};

/// Below the root of the web UI.
constexpr Mapped kA1111[] {{"checkpoints", "models/Stable-diffusion"}, {"vae", "models/VAE"}, {"loras", "models/Lora"},
    {"loras", "models/LyCORIS"}, {"embeddings", "embeddings"}, {"upscale_models", "models/ESRGAN"},
    {"upscale_models", "models/RealESRGAN"}, {"controlnet", "models/ControlNet"},
    {"controlnet", "extensions/sd-webui-controlnet/models"}, {"hypernetworks", "models/hypernetworks"},
    {"vae_approx", "models/VAE-approx"}, {"text_encoders", "models/text_encoder"}};

/// Below each of InvokeAI's folders of a base model ("sd-1", "sdxl", ...).
constexpr Mapped kInvokeAi[] {{"checkpoints", "main"}, {"vae", "vae"}, {"loras", "lora"}, {"controlnet", "controlnet"},
    {"controlnet", "t2i_adapter"}, {"embeddings", "embedding"}, {"clip_vision", "clip_vision"},
    {"text_encoders", "clip_embed"}, {"text_encoders", "t5_encoder"}, {"upscale_models", "spandrel_image_to_image"}};
constexpr const char* kInvokeBases[] {"sd-1", "sd-2", "sd-3", "sdxl", "sdxl-refiner", "flux", "any"};

bool isFolder(const QDir& root, const char* below) { return QFileInfo(root.filePath(QLatin1String(below))).isDir(); }

void map(const QDir& root, const Mapped& mapped, QStringList& roots)
{
    if (isFolder(root, mapped.directory))
        roots << QLatin1String(mapped.kind) + u'=' + QDir::cleanPath(root.absoluteFilePath(QLatin1String(mapped.directory)));
}

/// Whether Weft's own data, keys among them, lie below it: no folder of models, whoever names it so.
bool isTooWide(const QString& place)
{
    const QString real = QFileInfo(place).canonicalFilePath();
    const QString below = real.endsWith(u'/') ? real : real + u'/';
    for (const QString& home : {QDir::homePath(), QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)}) {
        if ((QDir::cleanPath(home) + u'/').startsWith(below))
            return true;
    }
    return false;
}

/// A key of extra_model_paths.yaml is a folder's newer or older name. Empty: another key.
QString kindOfKey(const QString& key)
{
    for (const ModelKind& kind : modelKinds()) {
        for (const std::string_view name : {kind.name, kind.directories[0], kind.directories[1]}) {
            if (!name.empty() && key == QLatin1String(name.data(), qsizetype(name.size())))
                return QString::fromUtf8(kind.name.data(), qsizetype(kind.name.size()));
        }
    }
    return {};
}

QString unquoted(QString text)
{
    text = text.trimmed();
    const bool isQuoted = text.size() >= 2 && (text.front() == u'"' || text.front() == u'\'') && text.back() == text.front();
    return isQuoted ? text.mid(1, text.size() - 2) : text;
}

/// The part of YAML that ComfyUI's example uses: sections of "key: value", where "|" is followed by one path a line.
class ExtraPaths {
public:
    explicit ExtraPaths(const QDir& folder)
        : m_folder(folder)
        , m_base(folder)
    {
    }

    QStringList read(const QString& text)
    {
        for (const QString& line : text.split(u'\n')) {
            const QString plain = line.section(QStringLiteral(" #"), 0, 0);
            if (!plain.trimmed().isEmpty() && !plain.trimmed().startsWith(u'#'))
                readLine(plain);
        }
        return m_roots;
    }

private:
    void readLine(const QString& line)
    {
        qsizetype indent = 0;
        while (indent < line.size() && line[indent].isSpace())
            ++indent;
        const qsizetype colon = line.indexOf(QStringLiteral(":"));
        if (!m_listKind.isEmpty() && indent > m_listIndent)
            return add(m_listKind, line);
        m_listKind.clear();
        if (colon < 0)
            return;
        const QString key = line.left(colon).trimmed();
        const QString value = unquoted(line.mid(colon + 1));
        if (indent == 0)
            m_base = m_folder; // the next section
        else if (key == QStringLiteral("base_path"))
            m_base = QDir(placeOf(m_folder, value));
        else if (const QString kind = kindOfKey(key); value == QStringLiteral("|")) {
            m_listKind = kind.isEmpty() ? QStringLiteral("?") : kind;
            m_listIndent = indent;
        } else if (!kind.isEmpty() && !value.isEmpty()) {
            add(kind, value);
        }
    }

    static QString placeOf(const QDir& base, const QString& path)
    {
        const QString known = path.startsWith(QStringLiteral("~/")) ? QDir::homePath() + path.mid(1) : path;
        return QDir::cleanPath(base.absoluteFilePath(known));
    }

    void add(const QString& kind, const QString& path)
    {
        const QString place = placeOf(m_base, unquoted(path));
        if (kind != QStringLiteral("?") && QFileInfo(place).isDir() && !isTooWide(place))
            m_roots << kind + u'=' + place;
    }

    QDir m_folder;
    QDir m_base;
    QString m_listKind; // of the list that is being read; "?": one that doesn't matter
    qsizetype m_listIndent = 0;
    QStringList m_roots;
};

QStringList extraPaths(const QDir& root)
{
    QFile file(root.filePath(QStringLiteral("extra_model_paths.yaml")));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxYaml)
        return {};
    return ExtraPaths(root).read(QString::fromUtf8(file.readAll()));
}

} // namespace

ForeignFolders foreignFolders(const QString& folder)
{
    const QDir root(folder);
    ForeignFolders found;
    if (isFolder(root, "models/Stable-diffusion")) {
        found.owner = FolderOwner::A1111;
        for (const Mapped& mapped : kA1111)
            map(root, mapped, found.roots);
        return found;
    }
    for (const char* base : kInvokeBases) {
        for (const Mapped& mapped : kInvokeAi)
            map(QDir(root.filePath(QStringLiteral("models/") + QLatin1String(base))), mapped, found.roots);
    }
    if (!found.roots.isEmpty()) {
        found.owner = FolderOwner::InvokeAi;
        return found;
    }
    if (isFolder(root, "models/checkpoints") || (isFolder(root, "models") && QFileInfo::exists(root.filePath(QStringLiteral("comfy"))))) {
        found.owner = FolderOwner::ComfyUi;
        found.roots << QDir::cleanPath(root.absoluteFilePath(QStringLiteral("models"))) << extraPaths(root);
        return found;
    }
    found.roots << QDir::cleanPath(root.absolutePath());
    return found;
}

QStringList modelRoots(const QStringList& folders)
{
    QStringList roots;
    for (const QString& folder : folders)
        roots << (modelRootOf(folder.toStdString()).kind.empty() ? foreignFolders(folder).roots : QStringList {folder});
    roots.removeDuplicates();
    return roots;
}

} // namespace weft

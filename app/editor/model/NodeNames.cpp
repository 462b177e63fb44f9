// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodeNames.h"

#include "app/editor/model/NodeTypeNames.h"
#include "core/graph/SubgraphTypes.h"

#include <QCoreApplication>
#include <QHash>
#include <QTranslator>

namespace weft {

namespace {

/// The Chinese translator, beside whatever language is installed.
const QTranslator& chinese()
{
    static const QTranslator* translator = [] {
        auto* made = new QTranslator; // lives as long as the program
        if (!made->load(QStringLiteral(":/i18n/weft_zh_CN.qm")))
            qWarning("the Chinese translation is missing");
        return made;
    }();
    return *translator;
}

/// "ImageSharpen" -> "Image Sharpen", "VAEDecode" -> "VAE Decode".
QString spaced(const QString& name)
{
    QString text;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const bool up = name[i].isUpper() && i > 0;
        if (up && (name[i - 1].isLower() || (name[i - 1].isUpper() && i + 1 < name.size() && name[i + 1].isLower())))
            text += QLatin1Char(' ');
        text += name[i];
    }
    return text;
}

/// "images.image0" -> "image0", "resize_type.width" -> "width": before the dot stands the input that they belong to.
QString withoutOwner(const QString& name)
{
    const QStringList parts = name.split(QLatin1Char('.'));
    return parts.size() == 2 && !parts[1].isEmpty() && parts[1][0].isLetter() ? parts[1] : name;
}

QString translatedPort(const QString& name)
{
    return QCoreApplication::translate("Port", name.toUtf8().constData());
}

QString lookedUpLabel(std::string_view name)
{
    const QString whole = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    const QString shown = withoutOwner(whole);
    if (shown.size() == 1 && shown != whole)
        return shown; // a variable of a formula
    const QString label = translatedPort(shown);
    qsizetype stem = shown.size();
    while (stem > 0 && shown[stem - 1].isDigit())
        --stem;
    if (label != shown || stem == 0 || stem == shown.size())
        return label;
    return translatedPort(shown.left(stem)) + shown.mid(stem);
}

} // namespace

QString englishName(const NodeType& type)
{
    if (const char* ownName = nodeTypeName(type.name))
        return QString::fromLatin1(ownName);
    if (type.displayName.empty() || type.displayName == type.name)
        return spaced(QString::fromStdString(type.name));
    return QString::fromStdString(type.displayName);
}

QString displayName(const NodeType& type)
{
    return QCoreApplication::translate("NodeType", englishName(type).toUtf8().constData());
}

QString chineseName(const NodeType& type)
{
    return chinese().translate("NodeType", englishName(type).toUtf8().constData());
}

QString titleOf(const Node& node, const NodeType* type)
{
    if (isBorder(node))
        return node.id == kSubgraphInputs ? QCoreApplication::translate("NodeFace", "Subgraph inputs")
                                          : QCoreApplication::translate("NodeFace", "Subgraph outputs");
    if (type && (node.title.empty() || QString::fromStdString(node.title) == englishName(*type)
            || node.title == type->displayName || node.title == type->name))
        return displayName(*type);
    return QString::fromStdString(node.title.empty() ? node.type : node.title);
}

QString titleInRun(const Graph& workflow, const NodeId& idInRun, const Catalogue& catalogue)
{
    const Graph* graph = &workflow;
    std::string_view rest = idInRun;
    while (graph && !graph->findNode(rest)) { // an API file's own ids may hold colons
        const auto colon = rest.find(':');
        const Node* const instance = colon == rest.npos ? nullptr : graph->findNode(rest.substr(0, colon));
        graph = instance ? workflow.findSubgraph(instance->type) : nullptr;
        rest.remove_prefix(instance ? colon + 1 : 0);
    }
    const Node* const node = graph ? graph->findNode(rest) : nullptr;
    return node ? QCoreApplication::translate("NodeFace", "“%1”").arg(titleOf(*node, catalogue.find(node->type))) : QString();
}

Error withNodeTitle(Error error, const Graph& workflow, const Catalogue& catalogue)
{
    const auto node = error.args.find("node");
    if (node == error.args.end())
        return error;
    if (const QString title = titleInRun(workflow, node->second, catalogue); !title.isEmpty())
        node->second = title.toStdString();
    return error;
}

QString portLabel(std::string_view name)
{
    static QHash<QByteArray, QString> known;
    static QString language; // as it calls one of them
    const QString now = translatedPort(QStringLiteral("seed"));
    if (language != now) {
        known.clear();
        language = now;
    }
    const QByteArray key(name.data(), static_cast<qsizetype>(name.size()));
    const auto it = known.constFind(key);
    return it != known.constEnd() ? *it : *known.insert(key, lookedUpLabel(name));
}

QString categoryLabel(const QString& part)
{
    return QCoreApplication::translate("Category", part.toUtf8().constData());
}

QString typeLabel(std::string_view type) { return portLabel(type); }

} // namespace weft

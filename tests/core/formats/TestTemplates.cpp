// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// ComfyUI's published templates, fetched from PyPI (not committed): each opens, is saved, and opens again as the same.
// WEFT_TEMPLATES=DIR takes them from there instead.
#include "core/formats/WorkflowJson.h"
#include "core/graph/Prompt.h"
#include "core/values/MappedFile.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QtTest>

using namespace weft;

namespace {

constexpr int kFetchMs = 90'000;
constexpr int kFewest = 50;
constexpr qsizetype kSample = 5; // where one in five says enough

Json readJson(const QString& path)
{
    const auto bytes = readFile(path.toStdString(), 1u << 25);
    const auto json = bytes ? parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()}) : Result<Json>(bytes.error());
    return json ? *json : Json();
}

const Catalogue& comfy()
{
    static const Catalogue catalogue
        = *Catalogue::fromJson({{"nodes", readJson(QStringLiteral(WEFT_TEST_DATA "/comfyui/object_info.json"))}});
    return catalogue;
}

QString run(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("python3"), arguments);
    const bool ended = process.waitForStarted() && process.waitForFinished(kFetchMs);
    const QString said = QString::fromUtf8(process.readAll()).trimmed().section(u'\n', -1);
    return ended && process.exitCode() == 0 ? QString() : said.isEmpty() ? QStringLiteral("no answer") : said;
}

/// Into a folder of the build that later runs find again. What went wrong, or nothing.
QString fetchInto(const QString& folder)
{
    if (QDir(folder).exists(QStringLiteral("comfyui_workflow_templates_json")))
        return {};
    const QString wheels = folder + QStringLiteral("/wheels");
    QDir().mkpath(wheels);
    const QString problem = run({QStringLiteral("-m"), QStringLiteral("pip"), QStringLiteral("download"), QStringLiteral("--quiet"),
        QStringLiteral("--no-deps"), QStringLiteral("--dest"), wheels, QStringLiteral("comfyui-workflow-templates-json")});
    const QStringList found = QDir(wheels).entryList({QStringLiteral("*.whl")});
    if (!problem.isEmpty() || found.isEmpty())
        return problem.isEmpty() ? QStringLiteral("pip brought nothing") : problem;
    return run({QStringLiteral("-m"), QStringLiteral("zipfile"), QStringLiteral("-e"), wheels + u'/' + found.first(), folder});
}

/// Every node, link and widget of a workflow must be in the graph, in the subgraphs too.
bool keepsAll(const Json& json, const Graph& graph)
{
    std::size_t borders = 0;
    for (const Node& node : graph.nodes())
        borders += node.type == kSubgraphBorder ? 1 : 0;
    const Json& inner = memberAt(memberAt(json, "definitions"), "subgraphs");
    if (graph.nodes().size() - borders != json["nodes"].size() || graph.subgraphs().size() != inner.size()
        || graph.links().size() + graph.leftovers().links.size() != json["links"].size())
        return false;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (!keepsAll(inner[i], graph.subgraphs()[i]))
            return false;
    }
    return true;
}

} // namespace

class TestTemplates : public QObject {
    Q_OBJECT

    QStringList m_files;

private Q_SLOTS:
    void initTestCase()
    {
        QString folder = qEnvironmentVariable("WEFT_TEMPLATES");
        if (folder.isEmpty()) {
            folder = QStringLiteral(WEFT_BINARY_DIR "/comfyui-templates");
            if (const QString problem = fetchInto(folder); !problem.isEmpty())
                QSKIP(qPrintable(QStringLiteral("SKIPPED: the templates can't be fetched from PyPI: ") + problem));
        }
        QDirIterator files(folder, {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            if (isWorkflowJson(readJson(path)))
                m_files << path;
        }
        QVERIFY2(m_files.size() >= kFewest, qPrintable(QString::number(m_files.size())));
    }

    void openAndSaveGiveTheSame()
    {
        for (const QString& path : std::as_const(m_files)) {
            const Json json = readJson(path);
            const auto graph = readWorkflow(json, comfy());
            QVERIFY2(graph, qPrintable(path));
            QVERIFY2(keepsAll(json, *graph), qPrintable(path));
            const Json saved = writeWorkflow(*graph, comfy());
            QVERIFY2(toJsonText(saved) == toJsonText(json), qPrintable(path)); // the order of keys too
            const auto again = readWorkflow(saved, comfy());
            QVERIFY2(again && *again == *graph, qPrintable(path));
        }
        qInfo("%d templates", int(m_files.size()));
    }

    void unknownTypesChangeNothing()
    {
        for (qsizetype i = 0; i < m_files.size(); i += kSample) {
            const QString& path = m_files[i];
            const Json json = readJson(path);
            const auto graph = readWorkflow(json, Catalogue());
            QVERIFY2(graph && keepsAll(json, *graph), qPrintable(path));
            QVERIFY2(writeWorkflow(*graph, Catalogue()) == json, qPrintable(path));
        }
    }

    void allCanBeLaidOpen()
    {
        for (qsizetype i = 0; i < m_files.size(); i += kSample) {
            const QString& path = m_files[i];
            const auto graph = readWorkflow(readJson(path), comfy());
            const auto prompt = toPrompt(*graph, comfy());
            QVERIFY2(prompt, qPrintable(path));
            for (const auto& [id, node] : prompt->nodes) {
                QVERIFY2(!graph->findSubgraph(node.type), qPrintable(path));
                for (const auto& [name, input] : node.inputs) {
                    const auto* ref = std::get_if<SlotRef>(&input);
                    QVERIFY2(!ref || prompt->nodes.contains(ref->node), qPrintable(path + u' ' + QString::fromStdString(id)));
                }
            }
        }
    }

    /// One setting more: one value changes, and nothing else.
    void anEditTouchesOnlyItsNode()
    {
        int edited = 0;
        for (qsizetype i = 0; i < m_files.size(); i += kSample) {
            const QString& path = m_files[i];
            const Json json = readJson(path);
            Graph graph = *readWorkflow(json, comfy());
            const auto sampler = std::ranges::find(graph.nodes(), "KSampler", &Node::type);
            if (sampler == graph.nodes().end())
                continue;
            const std::size_t at = std::size_t(sampler - graph.nodes().begin());
            graph.editNode(sampler->id)->settings["steps"] = 12345;
            Json expected = json;
            Json saved = writeWorkflow(graph, comfy());
            QVERIFY2(toJsonText(saved["nodes"][at]).find("12345") != std::string::npos, qPrintable(path));
            saved["nodes"][at] = expected["nodes"][at] = nullptr;
            QVERIFY2(saved == expected, qPrintable(path));
            ++edited;
        }
        QVERIFY(edited > 0);
    }
};

QTEST_GUILESS_MAIN(TestTemplates)
#include "TestTemplates.moc"

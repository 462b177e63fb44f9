// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/CallGraph.h"
#include "app/apis/CallLines.h"
#include "app/apis/ParameterTable.h"
#include "core/formats/ApiJson.h"
#include "tests/app/apis/PaintNodes.h"

#include <QSignalSpy>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

int rowOf(const ApiDraft& draft, const std::string& name)
{
    for (std::size_t i = 0; i < draft.parameters.size(); ++i) {
        if (draft.parameters[i].parameter.spec.name == name)
            return static_cast<int>(i);
    }
    return -1;
}

ApiDraft painting()
{
    auto draft = ApiDraft::of(paintGraph(), paintNodes(), {});
    draft->name = "paint";
    return *draft;
}

DraftProblem::Part partOf(const std::optional<DraftProblem>& problem) { return problem ? problem->part : DraftProblem::Part(-1); }

} // namespace

class TestApiDraft : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsOfferedAtFirst()
    {
        const ApiDraft draft = painting();
        QVERIFY(!draft.problem({}));
        const int text = rowOf(draft, "text"), steps = rowOf(draft, "steps"), style = rowOf(draft, "style"), sketch = rowOf(draft, "sketch");
        QVERIFY(text >= 0 && steps >= 0 && style >= 0 && sketch >= 0);
        const auto row = [&](int at) { return draft.parameters[static_cast<std::size_t>(at)]; };
        QVERIFY(row(text).isOffered); // as a form would show it
        QVERIFY(!row(steps).isOffered);
        QVERIFY(row(sketch).isOffered && row(sketch).isFixed); // the author's file is the caller's to bring
        QCOMPARE(row(steps).where, QStringLiteral("Paint · steps"));
        const PublishedApi api = draft.finished();
        QCOMPARE(api.parameters.size(), std::size_t {2});
        QCOMPARE(api.parameters[0].spec.name, std::string("sketch"));
        QVERIFY(std::get<Json>(api.prompt.nodes.at("2").inputs.at("steps")) == Json(20));
    }

    void oneNodeAlone()
    {
        const auto draft = ApiDraft::of(paintGraph(), paintNodes(), {"2"});
        QVERIFY(draft);
        for (const DraftParameter& one : draft->parameters)
            QVERIFY2(one.isOffered, one.parameter.spec.name.c_str());
        QVERIFY(!ApiDraft::of(paintGraph(), paintNodes(), {"1"}));
    }

    void namesOfTitles()
    {
        QCOMPARE(apiNameFor(QStringLiteral("Words to picture"), {}), std::string("words-to-picture"));
        QCOMPARE(apiNameFor(QStringLiteral("4× Upscale (SD 1.5)"), {}), std::string("upscale-sd-1-5"));
        QCOMPARE(apiNameFor(QStringLiteral("Café"), {"cafe", "cafe-2"}), std::string("cafe-3"));
        QCOMPARE(apiNameFor(QStringLiteral("文生图"), {}), std::string());
        QVERIFY(isApiName(apiNameFor(QString(80, u'a'), {std::string(36, 'a')})));
    }

    void rangesAndDefaults()
    {
        ApiDraft draft = painting();
        const int steps = rowOf(draft, "steps"), style = rowOf(draft, "style"), text = rowOf(draft, "text");
        QCOMPARE(rangeText(draft.parameters[static_cast<std::size_t>(steps)].parameter.spec), QStringLiteral("1 – 100"));
        for (const char* good : {"5-50", "5 – 50", "5..50", "5 to 50", "5 至 50"})
            QVERIFY2(draft.setRange(steps, QString::fromUtf8(good)).isEmpty(), good);
        for (const char* bad : {"0 – 50", "5 – 101", "50 – 5", "many", "5"})
            QVERIFY2(!draft.setRange(steps, QString::fromUtf8(bad)).isEmpty(), bad);
        QVERIFY(draft.setDefault(steps, QStringLiteral("30")).isEmpty());
        for (const char* bad : {"4", "51", "a few"})
            QVERIFY2(!draft.setDefault(steps, QString::fromLatin1(bad)).isEmpty(), bad);
        QVERIFY(draft.setRange(style, QStringLiteral("oil, ink")).isEmpty());
        QVERIFY(!draft.setRange(style, QStringLiteral("oil, crayon")).isEmpty());
        QVERIFY(!draft.setRange(style, QStringLiteral(" , ")).isEmpty());
        QVERIFY(!draft.setDefault(style, QStringLiteral("chalk")).isEmpty()); // not among those that are left
        QVERIFY(draft.setDefault(text, QStringLiteral("a dog")).isEmpty());
        draft.parameters[static_cast<std::size_t>(style)].isOffered = true;
        QVERIFY(!draft.problem({}));
        QVERIFY(draft.setRange(style, QStringLiteral("ink")).isEmpty()); // the graph says oil
        QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Parameter);
    }

    void whatMustBeSaid()
    {
        ApiDraft draft = painting();
        const int text = rowOf(draft, "text");
        draft.setNeeded(text, true);
        const NodeType type = apiNodeType(draft.finished(), "1");
        const InputSpec* spec = type.findInput("text");
        QVERIFY(spec && mustBeGiven(*spec) && memberAt(spec->options, "default").is_null());
        QVERIFY(!callGraph(type, {{"sketch", Json("a.png")}}, "paint"));
        QVERIFY(callGraph(type, {{"sketch", Json("a.png")}, {"text", Json("a dog")}}, "paint"));
        const auto asFile = apiFromJson(toJson(draft.finished()));
        QVERIFY(asFile && mustBeGiven(asFile->parameters.at(1).spec));
        draft.setNeeded(text, false);
        QVERIFY(memberAt(draft.parameters[static_cast<std::size_t>(text)].parameter.spec.options, "default") == Json("a cat"));
    }

    void problems()
    {
        ApiDraft draft = painting();
        for (const char* bad : {"", "Paint", "1a", "a b"}) {
            draft.name = bad;
            QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Name);
        }
        draft.name = "paint";
        QCOMPARE(partOf(draft.problem({"paint"})), DraftProblem::Part::Name);
        draft.price = Money {-1};
        QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Price);
        draft.price = credits(2);
        draft.spend = Money {-1};
        QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Spend);
        draft.spend.reset();
        draft.parameters.front().parameter.spec.name = "my sketch";
        QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Parameter);
        draft.parameters.front().parameter.spec.name = "text";
        QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Parameter); // twice
        draft = painting();
        draft.outputs.front().isOffered = false;
        QCOMPARE(partOf(draft.problem({})), DraftProblem::Part::Output);
    }

    void whyNot()
    {
        Graph muted = paintGraph();
        muted.editNode("2")->mode = NodeMode::Muted;
        const auto nothing = ApiDraft::of(muted, paintNodes(), {"2"});
        QVERIFY(!nothing);
        QVERIFY(whyNotPublished(nothing.error()).contains(QStringLiteral("muted")));
        const auto file = ApiDraft::of(paintGraph(), paintNodes(), {"1"});
        QVERIFY(!file && whyNotPublished(file.error()).contains(QStringLiteral("Nothing here")));
        Graph strange = paintGraph();
        strange.editNode("2")->type = "NobodyHasIt";
        const auto unknown = ApiDraft::of(strange, paintNodes(), {"2"});
        QVERIFY(!unknown);
        QVERIFY(whyNotPublished(unknown.error()).isEmpty()); // the usual sentence says it
    }

    void theTable()
    {
        ApiDraft draft = painting();
        ParameterTable table(draft);
        QSignalSpy refused(&table, &ParameterTable::refused);
        QCOMPARE(table.rowCount(), static_cast<int>(draft.parameters.size()));
        const int steps = rowOf(draft, "steps"), sketch = rowOf(draft, "sketch");
        const auto at = [&](int row, ParameterTable::Column column) { return table.index(row, column); };
        QVERIFY(table.setData(at(steps, ParameterTable::Name), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(draft.parameters[static_cast<std::size_t>(steps)].isOffered);
        QVERIFY(table.setData(at(steps, ParameterTable::Name), QStringLiteral("effort"), Qt::EditRole));
        QVERIFY(table.setData(at(steps, ParameterTable::Range), QStringLiteral("1 - 30"), Qt::EditRole));
        QVERIFY(!table.setData(at(steps, ParameterTable::Default), QStringLiteral("31"), Qt::EditRole));
        QCOMPARE(refused.count(), 1);
        QVERIFY(table.setData(at(steps, ParameterTable::Needed), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(!(table.flags(at(steps, ParameterTable::Default)) & Qt::ItemIsEditable));
        QVERIFY(!(table.flags(at(sketch, ParameterTable::Name)) & Qt::ItemIsUserCheckable));
        QVERIFY(!(table.flags(at(sketch, ParameterTable::Range)) & Qt::ItemIsEditable));
        QCOMPARE(table.data(at(steps, ParameterTable::Range), Qt::AccessibleTextRole).toString(), QStringLiteral("Allowed values: 1 – 30"));
        const PublishedApi api = draft.finished();
        QCOMPARE(api.parameters.size(), std::size_t {3});
    }

    void lines()
    {
        ApiDraft draft = painting();
        draft.setDefault(rowOf(draft, "text"), QStringLiteral("it's a cat"));
        const NodeType type = apiNodeType(draft.finished(), "1");
        QCOMPARE(commandLine(type, "paint"), std::string("weft call paint sketch=picture.png 'text=it'\\''s a cat'"));
        QCOMPARE(curlLine(type, "http://127.0.0.1:8188/v1/paint"),
            std::string("curl http://127.0.0.1:8188/v1/paint -H 'Content-Type: application/json' -d '{\"sketch\":\"picture.png\",\"text\":\"it'\\''s a cat\"}'"));
        QVERIFY(curlLine(type, "https://x/v1/paint", true).find("-H 'Authorization: Bearer TOKEN'") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestApiDraft)
#include "TestApiDraft.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunController.h"

#include <QTest>

using namespace weft;

namespace {

Catalogue catalogue()
{
    NodeType type;
    type.name = "Scale";
    for (const char* name : {"width", "text", "image"}) {
        InputSpec input;
        input.name = name;
        input.type = std::string(name) == "width" ? "INT" : std::string(name) == "text" ? "STRING" : "IMAGE";
        type.inputs.push_back(input);
    }
    type.outputs.push_back({"IMAGE", "IMAGE", false, false, {}});
    Catalogue all;
    all.add(type);
    return all;
}

Graph graph()
{
    Graph result;
    for (const char* id : {"1", "2", "3"}) {
        Node node;
        node.id = id;
        node.type = "Scale";
        node.title = std::string(id) == "3" ? "Last one" : "";
        (void)result.addNode(node);
    }
    (void)result.addLink({1, "1", 0, "2", "image"});
    return result;
}

} // namespace

class TestSetSetting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void setsByIdAndTitle_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("json"); // of node 3; empty: refused
        QTest::addColumn<int>("code");
        QTest::newRow("number") << QStringLiteral("3.width") << QStringLiteral("12") << QByteArray("12") << 0;
        QTest::newRow("by title") << QStringLiteral("Last one.width") << QStringLiteral("12") << QByteArray("12") << 0;
        QTest::newRow("64 bits") << QStringLiteral("3.width") << QStringLiteral("18446744073709551615") << QByteArray("18446744073709551615") << 0;
        QTest::newRow("text that looks like a number") << QStringLiteral("3.text") << QStringLiteral("12") << QByteArray("\"12\"") << 0;
        QTest::newRow("quoted text") << QStringLiteral("3.text") << QStringLiteral("\"a b\"") << QByteArray("\"a b\"") << 0;
        QTest::newRow("text with =") << QStringLiteral("3.text") << QStringLiteral("a=b") << QByteArray("\"a=b\"") << 0;
        QTest::newRow("no such node") << QStringLiteral("9.width") << QStringLiteral("1") << QByteArray() << int(ErrorCode::NodeMissing);
        QTest::newRow("a type that several have") << QStringLiteral("Scale.width") << QStringLiteral("1") << QByteArray() << int(ErrorCode::NodeMissing);
        QTest::newRow("no such setting") << QStringLiteral("3.depth") << QStringLiteral("1") << QByteArray() << int(ErrorCode::SettingInvalid);
        QTest::newRow("linked") << QStringLiteral("2.image") << QStringLiteral("1") << QByteArray() << int(ErrorCode::LinkInvalid);
    }
    void setsByIdAndTitle()
    {
        QFETCH(QString, target);
        QFETCH(QString, text);
        QFETCH(QByteArray, json);
        QFETCH(int, code);
        const auto changed = RunController::withSetting(graph(), catalogue(), target, text);
        QCOMPARE(changed.hasValue(), code == 0);
        if (!changed) {
            QCOMPARE(int(changed.error().code), code);
            return;
        }
        const std::string input = target.mid(target.lastIndexOf(u'.') + 1).toStdString();
        QCOMPARE(QByteArray::fromStdString(toJsonText(changed->findNode("3")->settings.at(input))), json);
    }
};

QTEST_GUILESS_MAIN(TestSetSetting)
#include "TestSetSetting.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ModelsArguments.h"

#include <QTest>

using namespace weft;

class TestModelsArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void actions_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("action"); // -1: a mistake
        QTest::addColumn<int>("names");
        using Action = ModelsArguments::Action;
        const auto row = [](const char* line, int action, int names) { QTest::newRow(line) << QString::fromLatin1(line) << action << names; };
        row("", int(Action::List), 0);
        row("list --json", int(Action::List), 0);
        row("get sdxl-base sd15 --with-companions", int(Action::Get), 2);
        row("check", int(Action::Check), 0);
        row("check sd15", int(Action::Check), 1);
        row("folders", int(Action::Folders), 0);
        row("folders add /a", int(Action::AddFolder), 1);
        row("folders remove /a", int(Action::RemoveFolder), 1);
        row("duplicates", int(Action::Duplicates), 0);
        row("get", -1, 0);
        row("fetch x", -1, 0);
        row("list x", -1, 0);
        row("folders add", -1, 0);
        row("folders move /a", -1, 0);
        row("folders add /a /b", -1, 0);
        row("get x --mirror huggingface.co=http://insecure.example", -1, 0);
        row("get x --mirror nothing", -1, 0);
        row("get x --what", -1, 0);
    }
    void actions()
    {
        QFETCH(QString, line);
        QFETCH(int, action);
        const auto parsed = parseModelsArguments(line.split(u' ', Qt::SkipEmptyParts));
        const auto* arguments = std::get_if<ModelsArguments>(&parsed);
        QCOMPARE(arguments ? int(arguments->action) : -1, action);
        if (arguments)
            QTEST(int(arguments->names.size()), "names");
        else
            QVERIFY(std::get<Usage>(parsed).isMistake && !std::get<Usage>(parsed).text.isEmpty());
    }

    void options()
    {
        const auto parsed = parseModelsArguments(
            QStringLiteral("get x --home h --mirror a.example=b.example --mirror c.example=https://d.example/e --token-file t").split(u' '));
        const auto& arguments = std::get<ModelsArguments>(parsed);
        QCOMPARE(arguments.home, QStringLiteral("h"));
        QCOMPARE(arguments.mirrors.size(), 2);
        QCOMPARE(arguments.tokenFile, QStringLiteral("t"));
        QVERIFY(!arguments.withCompanions);
    }
};

QTEST_GUILESS_MAIN(TestModelsArguments)
#include "TestModelsArguments.moc"

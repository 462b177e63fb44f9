// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ReportJson.h"
#include "app/cli/RunArguments.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestRunArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingIsRead()
    {
        const QString line = QStringLiteral("a.json b.png --set 3.text=a=b.c --input in --output out --models m1 --models m2 "
                                            "--relay ws://127.0.0.1:7 --max-credits 2.5 --precision fp32 --save 7:0=x.safetensors "
                                            "--save Title:with:IMAGE=y.safetensors --report r.json --home h");
        const auto parsed = parseRunArguments(line.split(u' '));
        const auto* arguments = std::get_if<RunArguments>(&parsed);
        QVERIFY2(arguments, arguments ? "" : qPrintable(std::get<Usage>(parsed).text));
        QCOMPARE(arguments->files, (QStringList {QStringLiteral("a.json"), QStringLiteral("b.png")}));
        QCOMPARE(arguments->settings.at(0).target, QStringLiteral("3.text"));
        QCOMPARE(arguments->settings.at(0).value, QStringLiteral("a=b.c"));
        QCOMPARE(arguments->saves.at(1).node, QStringLiteral("Title:with"));
        QCOMPARE(arguments->saves.at(1).slot, QStringLiteral("IMAGE"));
        QCOMPARE(arguments->saves.at(0).file, QStringLiteral("x.safetensors"));
        QCOMPARE(arguments->folders.models.size(), 2);
        QCOMPARE(arguments->folders.cache, QStringLiteral("h/cache"));
        QCOMPARE(arguments->options.policy.cap.micro, 2'500'000);
        QVERIFY(arguments->options.policy.privacy == Privacy::AnyMachine);
        QVERIFY(arguments->options.precision == Precision::Fp32);
        QCOMPARE(arguments->relay.port(), 7);
    }

    void blindCredits()
    {
        const auto parsed = parseRunArguments(QStringLiteral("a.json --relay ws://x:1 --blind --proxy socks5://127.0.0.1:9050").split(u' '));
        QVERIFY(std::get<RunArguments>(parsed).blind);
        QCOMPARE(qEnvironmentVariable("WEFT_PROXY"), QStringLiteral("socks5://127.0.0.1:9050"));
        qunsetenv("WEFT_PROXY");
    }

    void onlyHere()
    {
        const auto parsed = parseRunArguments({QStringLiteral("a.json"), QStringLiteral("--only-here")});
        QVERIFY(std::get<RunArguments>(parsed).options.policy.privacy == Privacy::OnlyHere);
    }

    void comfy()
    {
        const auto named = parseRunArguments(QStringLiteral("a.json --comfy box:7").split(u' '));
        QCOMPARE(std::get<RunArguments>(named).comfy.server.toString(), QStringLiteral("http://box:7"));
        QVERIFY(std::get<RunArguments>(named).comfy.isNamed);
        const auto usual = parseRunArguments({QStringLiteral("a.json")});
        QCOMPARE(std::get<RunArguments>(usual).comfy.server.port(), 8188);
        QVERIFY(!std::get<RunArguments>(usual).comfy.isNamed && !std::get<RunArguments>(usual).comfy.isOff);
        QVERIFY(std::get<RunArguments>(parseRunArguments(QStringLiteral("a.json --comfy none").split(u' '))).comfy.isOff);
    }

    void language()
    {
        QTemporaryDir folder;
        const auto write = [&](const char* name, const QByteArray& text) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
        };
        const auto parsed = [](const QStringList& more) { return parseRunArguments(QStringList {QStringLiteral("a.json")} + more); };
        const QStringList box {QStringLiteral("--language"), QStringLiteral("box:7/v1")};
        const auto named = parsed(box + QStringList {QStringLiteral("--language-key"), write("key", "sk-1\n")});
        QCOMPARE(std::get<RunArguments>(named).language.server.toString(), QStringLiteral("http://box:7"));
        QCOMPARE(std::get<RunArguments>(named).language.key, std::string("sk-1"));
        qputenv(kLanguageKeyVariable, "sk-2");
        QCOMPARE(std::get<RunArguments>(parsed(box)).language.key, std::string("sk-2"));
        QVERIFY(std::get<RunArguments>(parsed({})).language.key.empty()); // no key for whoever listens at a usual address
        QVERIFY(std::get<RunArguments>(parsed({})).language.server.isEmpty());
        const auto off = parsed({QStringLiteral("--language"), QStringLiteral("none")});
        QVERIFY(std::get<RunArguments>(off).language.isOff);
        qputenv(kLanguageKeyVariable, "two words");
        const auto wrong = parsed(box);
        QVERIFY(std::get<Usage>(wrong).isMistake && !std::get<Usage>(wrong).text.contains(QStringLiteral("words ")));
        qunsetenv(kLanguageKeyVariable);
        const auto missing = parsed(box + QStringList {QStringLiteral("--language-key"), folder.filePath(QStringLiteral("none"))});
        QVERIFY(std::get<Usage>(missing).isMistake);
    }

    void mistakesAreSaid_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("no file") << QStringLiteral("--only-here");
        QTest::newRow("unknown option") << QStringLiteral("a.json --fast");
        QTest::newRow("set without value") << QStringLiteral("a.json --set 3.x");
        QTest::newRow("set without input") << QStringLiteral("a.json --set 3=x");
        QTest::newRow("save without slot") << QStringLiteral("a.json --save 3=x.safetensors");
        QTest::newRow("save elsewhere") << QStringLiteral("a.json --save 3:0=x.png");
        QTest::newRow("credits") << QStringLiteral("a.json --max-credits much");
        QTest::newRow("negative credits") << QStringLiteral("a.json --max-credits=-1");
        QTest::newRow("precision") << QStringLiteral("a.json --precision fp8");
        QTest::newRow("comfy") << QStringLiteral("a.json --comfy ftp://x");
        QTest::newRow("language") << QStringLiteral("a.json --language ftp://x");
        QTest::newRow("relay") << QStringLiteral("a.json --relay http://x");
        QTest::newRow("blind without a relay") << QStringLiteral("a.json --blind");
        QTest::newRow("proxy") << QStringLiteral("a.json --relay ws://x:1 --proxy http://x:1");
    }
    void mistakesAreSaid()
    {
        QFETCH(QString, line);
        const auto parsed = parseRunArguments(line.split(u' '));
        const auto* usage = std::get_if<Usage>(&parsed);
        QVERIFY(usage && usage->isMistake && !usage->text.isEmpty());
    }

    void theReportAddsUp()
    {
        FileRun run;
        run.workflow = QStringLiteral("a.json");
        run.report.nodes["3"] = {"Scale", {"aa"}, {"Smith's machine"}, std::chrono::microseconds(1'500'000), false, microCredits(1)};
        run.report.nodes["4"] = {"Save", {}, {}, {}, true, {}};
        run.report.files["4"] = {};
        run.report.held = run.report.charged = microCredits(1);
        run.files["4"] = {QStringLiteral("out/x.png")};
        const Json json = reportJson(std::vector<FileRun> {run});
        QCOMPARE(boolAt(json, "ok"), true);
        QCOMPARE(stringAt(json["nodes"][0], "class"), std::string("Scale"));
        QCOMPARE(numberAt(json["nodes"][0], "seconds"), 1.5);
        QCOMPARE(stringAt(json["nodes"][0], "credits"), std::string("0.000001"));
        QCOMPARE(stringAt(json["totals"], "charged"), std::string("0.000001"));
        QCOMPARE(boolAt(json["nodes"][1], "cached"), true);
        QCOMPARE(QString::fromStdString(json["outputs"][0]["files"][0].get<std::string>()),
            QDir::current().absoluteFilePath(QStringLiteral("out/x.png")));
        run.report.errors.emplace_back("3", Error {ErrorCode::NodeFailed, "why"});
        const Json two = reportJson(std::vector<FileRun> {run, run});
        QCOMPARE(two["runs"].size(), std::size_t {2});
        QCOMPARE(boolAt(two["runs"][0], "ok", true), false);
        QCOMPARE(stringAt(two["runs"][0]["errors"][0], "code"), std::string("NodeFailed"));
    }
};

QTEST_GUILESS_MAIN(TestRunArguments)
#include "TestRunArguments.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/RunHistory.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

RunRecord named(const char* name)
{
    RunRecord record;
    record.name = QString::fromUtf8(name);
    record.prompts = {QStringLiteral("a cat in a box")};
    record.seed = QStringLiteral("18446744073709551615");
    return record;
}

RunFile picture(const QString& path)
{
    return {"9", QStringLiteral("My pictures"), QStringLiteral("SaveImage"), path, QStringLiteral("image/png"),
        QSize(64, 32), {}};
}

QByteArray textOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A history whose clock goes on by a second each time it is asked.
struct HistoryFixture {
    std::unique_ptr<RunHistory> open(int most = RunHistory::kMostRuns)
    {
        auto opened = RunHistory::open(folder.path(), most, [this] { return now = now.addSecs(1); });
        return opened ? std::move(*opened) : nullptr;
    }
    QString log() const { return folder.filePath(QStringLiteral("runs.jsonl")); }
    QStringList workflows() const { return QDir(folder.filePath(QStringLiteral("workflows"))).entryList(QDir::Files); }

    QTemporaryDir folder;
    QDateTime now{QDate(2026, 2, 3), QTime(4, 5, 6)};
};

} // namespace

class TestRunHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBack()
    {
        HistoryFixture f;
        QString id;
        {
            auto history = f.open();
            id = history->begin(named("astronaut"), "{\"nodes\": []}");
            history->addFile(id, picture(QStringLiteral("/tmp/a.png")));
            history->note(id, microCredits(100'000), {QStringLiteral("RTX 4090")});
            history->end(id, RunState::Failed, Error{ErrorCode::OutOfMemory, "detail", {{"node", "9"}}},
                microCredits(250'000), microCredits(750'000));
        }
        auto again = f.open();
        QCOMPARE(again->runs().size(), 1);
        const RunRecord& run = *again->find(id);
        QCOMPARE(run.name, QStringLiteral("astronaut"));
        QCOMPARE(run.prompts, QStringList{QStringLiteral("a cat in a box")});
        QCOMPARE(run.seed, QStringLiteral("18446744073709551615"));
        QCOMPARE(run.files.size(), 1);
        QCOMPARE(run.files[0].path, QStringLiteral("/tmp/a.png"));
        QCOMPARE(run.files[0].size, QSize(64, 32));
        QVERIFY(run.state == RunState::Failed);
        QVERIFY(run.error->code == ErrorCode::OutOfMemory);
        QCOMPARE(run.error->args.at("node"), std::string("9"));
        QCOMPARE(run.charged.micro, qint64(250'000));
        QCOMPARE(run.released.micro, qint64(750'000));
        QCOMPARE(run.machines, QStringList{QStringLiteral("RTX 4090")});
        QVERIFY(run.milliseconds >= 2000);
        QCOMPARE(*again->workflowOf(run), QByteArray("{\"nodes\": []}"));
    }

    void aRunThatDidNotEndIsInterruptedAndKeepsItsFiles()
    {
        HistoryFixture f;
        {
            auto history = f.open();
            const QString id = history->begin(named("a"), "{}");
            history->addFile(id, picture(QStringLiteral("/tmp/a.png")));
            history->note(id, microCredits(5), {});
        }
        auto again = f.open();
        const RunRecord& run = again->runs().first();
        QVERIFY(run.state == RunState::Interrupted);
        QCOMPARE(run.files.size(), 1);
        QCOMPARE(run.charged.micro, qint64(5));
    }

    void aTornLastLineLosesNothingElse_data()
    {
        QTest::addColumn<int>("cut");
        for (int cut : {1, 2, 20, 60})
            QTest::addRow("%d bytes", cut) << cut;
    }

    void aTornLastLineLosesNothingElse()
    {
        QFETCH(int, cut);
        HistoryFixture f;
        {
            auto history = f.open();
            const QString id = history->begin(named("a"), "{}");
            history->addFile(id, picture(QStringLiteral("/tmp/first.png")));
            history->addFile(id, picture(QStringLiteral("/tmp/second.png")));
        }
        QFile file(f.log());
        QVERIFY(file.resize(file.size() - cut));
        {
            auto torn = f.open();
            QCOMPARE(torn->runs().size(), 1);
            QCOMPARE(torn->runs().first().files.first().path, QStringLiteral("/tmp/first.png"));
            QCOMPARE(torn->runs().first().files.size(), cut == 1 ? 2 : 1); // only the line's end was missing
            torn->addFile(torn->runs().firstKey(), picture(QStringLiteral("/tmp/third.png")));
        }
        QCOMPARE(f.open()->runs().first().files.last().path,
            QStringLiteral("/tmp/third.png")); // isn't glued to what was torn
    }

    void nonsenseIsLeftOut()
    {
        HistoryFixture f;
        const QString id = f.open()->begin(named("a"), "{}");
        QFile file(f.log());
        QVERIFY(file.open(QIODevice::Append));
        file.write(
            "nonsense\n[1,2]\n{\"what\":\"run\"}\n{\"what\":\"file\",\"id\":\"nobody\"}\n{\"what\":7,\"id\":[]}\n\n");
        file.close();
        auto again = f.open();
        QCOMPARE(again->runs().keys(), QStringList{id});
    }

    void theOldestGo()
    {
        HistoryFixture f;
        {
            auto history = f.open(3);
            QSignalSpy reset(history.get(), &RunHistory::reset);
            for (int i = 0; i < 5; ++i)
                history->begin(named(qPrintable(QString::number(i))), QByteArray::number(i));
            QCOMPARE(history->runs().size(), 3);
            QCOMPARE(reset.size(), 2);
        }
        auto again = f.open(3);
        QCOMPARE(again->runs().size(), 3);
        QCOMPARE(again->runs().first().name, QStringLiteral("2"));
        QCOMPARE(f.workflows().size(), 3); // those of the others are gone
    }

    void equalWorkflowsAreKeptOnce()
    {
        HistoryFixture f;
        auto history = f.open();
        history->begin(named("a"), "{\"same\": 1}");
        history->begin(named("b"), "{\"same\": 1}");
        history->begin(named("c"), "{\"same\": 2}");
        QCOMPARE(f.workflows().size(), 2);
    }

    void whatIsForgottenIsGoneFromTheDiskButItsFilesStay()
    {
        HistoryFixture f;
        const QString made = f.folder.filePath(QStringLiteral("made.png"));
        QVERIFY(QFile::copy(QStringLiteral(WEFT_SOURCE_DIR "/resources/photos/coffee.png"), made));
        auto history = f.open();
        const QString first = history->begin(named("a"), "{\"secret\": 1}");
        history->addFile(first, picture(made));
        const QString second = history->begin(named("b"), "{}");
        QVERIFY(textOf(f.log()).contains(first.toUtf8()));
        history->remove(first);
        QVERIFY(!history->find(first));
        QVERIFY(!textOf(f.log()).contains(first.toUtf8()));
        QCOMPARE(f.workflows().size(), 1);
        QVERIFY(QFile::exists(made));
        history->removeAll();
        QVERIFY(textOf(f.log()).isEmpty());
        QVERIFY(f.workflows().isEmpty());
        history->begin(named("c"), "{}"); // goes on
        QVERIFY(!history->find(second));
        history.reset();
        QCOMPARE(f.open()->runs().size(), 1);
    }

    void aFileCanBeForgottenAndListedAgain()
    {
        HistoryFixture f;
        auto history = f.open();
        const QString id = history->begin(named("a"), "{}");
        history->addFile(id, picture(QStringLiteral("/tmp/a.png")));
        history->addFile(id, picture(QStringLiteral("/tmp/b.png")));
        const RunFile first = history->find(id)->files.first();
        history->removeFile(id, first.path);
        QCOMPARE(history->find(id)->files.size(), 1);
        history->addFile(id, first);
        history.reset();
        QCOMPARE(f.open()->find(id)->files.size(), 2);
    }

    void theSecondProcessWritesTooButTidiesNothing()
    {
        HistoryFixture f;
        auto first = f.open();
        auto second = f.open();
        const QString id = second->begin(named("from the second"), "{}");
        second->remove(id);
        first->begin(named("from the first"), "{}");
        QVERIFY(!textOf(f.log()).isEmpty());
        second.reset();
        first.reset();
        auto both = f.open();
        QCOMPARE(both->runs().size(), 1);
        QCOMPARE(both->runs().first().name, QStringLiteral("from the first"));
    }

    void aFolderThatCannotBeWrittenSaysSo()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("file"));
        QFile made(file);
        QVERIFY(made.open(QIODevice::WriteOnly));
        const auto opened = RunHistory::open(file + QStringLiteral("/history"));
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::FileUnwritable);
    }

    void aDamagedWorkflowIsAnError()
    {
        HistoryFixture f;
        auto history = f.open();
        const QString id = history->begin(named("a"), "{\"nodes\": []}");
        QFile file(f.folder.filePath(QStringLiteral("workflows/")) + history->find(id)->workflow);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromHex("7fffffff00112233")); // claims two gigabytes
        file.close();
        QVERIFY(history->workflowOf(*history->find(id)).error().code == ErrorCode::FileUnreadable);
        QVERIFY(history->workflowOf(RunRecord()).error().code == ErrorCode::FileNotFound);
    }
};

QTEST_GUILESS_MAIN(TestRunHistory)
#include "TestRunHistory.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/model/StatusText.h"
#include "app/shell/RunPresenter.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

Node plainNode(const char* id)
{
    Node node;
    node.id = id;
    node.type = "Any";
    node.outputs = {{"IMAGE", "IMAGE", Json::object()}};
    node.inputs = {{"image", "IMAGE", Json::object()}};
    return node;
}

/// "1" runs on another machine, "2" here; a link goes from 1 to 2.
struct RunFixture {
    RunFixture()
    {
        Graph graph;
        (void)graph.addNode(plainNode("1"));
        (void)graph.addNode(plainNode("2"));
        (void)graph.addLink({1, "1", 0, "2", "image"});
        document.open(std::move(graph));
        presenter.follow(&document);
        PlannedFragment there;
        there.engine = "ab12cd34ef";
        there.nodes = {"1"};
        there.fragment.nodes = {{"1", "Any", {}}};
        there.estimate.amount = microCredits(500'000);
        there.exposure = {Exposure::Encoding, Exposure::Latents};
        PlannedFragment here;
        here.engine = kHere;
        here.nodes = {"2"};
        here.fragment.nodes = {{"2", "Any", {}}};
        here.fragment.inputs = {{{"1", 0}, "IMAGE", false}};
        here.inputBytes = {4096};
        presenter.onEvent(RunPlanned {Plan {{there, here}, {}, microCredits(500'000), microCredits(900'000)}});
        presenter.onEvent(FragmentStarted {0, "ab12cd34ef", "RTX 4090", {{}, microCredits(500'000)}, 1});
    }

    Catalogue catalogue;
    QTemporaryDir folder;
    RunController runs {RunFolders {folder.path(), folder.path(), {}, folder.path(), QStringLiteral("no-such-worker")}};
    CanvasDocument document {catalogue};
    RunPresenter presenter {runs};
};

} // namespace

class TestRunPresenter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlanShowsPlacesAndPrices()
    {
        RunFixture f;
        QCOMPARE(f.document.status("1").machine, QStringLiteral("RTX 4090"));
        QCOMPARE(f.document.status("1").cost->micro, qint64(500'000));
        QVERIFY(f.document.status("1").costIsEstimate);
        QCOMPARE(f.document.status("1").exposure, QStringLiteral("sees: encoded words, latents")); // and not the words
        QVERIFY(f.document.status("1").exposureWhy.contains(QStringLiteral("can be guessed")));
        QVERIFY(f.document.isEstimated(f.document.graph().links().front()));
        QCOMPARE(f.document.transfer(f.document.graph().links().front()), qint64(4096));
        QVERIFY(!f.document.status("2").isRemote());
        QCOMPARE(int(f.document.status("2").state), int(NodeStatus::State::Waiting));
    }

    void progressAndTheEndAreShown()
    {
        RunFixture f;
        f.presenter.onEvent(FragmentProgressed {0, "ab12cd34ef", NodeStarted {"1"}});
        f.presenter.onEvent(FragmentProgressed {0, "ab12cd34ef", NodeProgress {"1", 3, 12}});
        QCOMPARE(f.document.status("1").progress(), 0.25);
        f.presenter.onEvent(FragmentProgressed {0, "ab12cd34ef", NodeFinished {"1", std::chrono::milliseconds(1500), false}});
        QCOMPARE(int(f.document.status("1").state), int(NodeStatus::State::Done));
        QCOMPARE(f.document.status("1").seconds, 1.5);
        f.presenter.onEvent(FragmentFinished {0, "ab12cd34ef", microCredits(500'000), microCredits(420'000)});
        QCOMPARE(f.document.status("1").cost->micro, qint64(420'000));
        QVERIFY(!f.document.status("1").costIsEstimate);
        QCOMPARE(f.presenter.charged().micro, qint64(420'000));
    }

    void aPictureBecomesPreviewAndSizeTag()
    {
        RunFixture f;
        const Value picture = imageValue(floatTensor({1, 1, 2, 3}, {1, 0, 0, 0, 0, 1}));
        f.presenter.onEvent(SlotReady {{"1", 0}, {picture}});
        QTRY_COMPARE(f.document.status("1").preview.size(), QSize(2, 1));
        QCOMPARE(f.document.status("1").preview.whole().pixel(0, 0), qRgb(255, 0, 0));
        QCOMPARE(f.document.status("1").preview.whole().pixel(1, 0), qRgb(0, 0, 255));
        QCOMPARE(f.document.transfer(f.document.graph().links().front()), qint64(24));
    }

    void aFailureIsRedAndSaysWhyAndNothingWaits()
    {
        RunFixture f;
        FragmentFailure failure;
        failure.error = Error {ErrorCode::OutOfMemory, "no memory", {{"node", "1"}}};
        failure.node = "1";
        f.presenter.onEvent(FragmentFailedOn {0, "ab12cd34ef", failure, microCredits(500'000), false});
        QCOMPARE(int(f.document.status("1").state), int(NodeStatus::State::Failed));
        QVERIFY2(f.document.status("1").error.contains(QStringLiteral("“Any”")), qPrintable(f.document.status("1").error)); // by its title
        RunReport report;
        report.errors = {{"1", failure.error}};
        f.presenter.onFinished(report);
        QCOMPARE(int(f.document.status("2").state), int(NodeStatus::State::Idle));
    }

    void whatNeverRanIsNotDone()
    {
        RunFixture f;
        FragmentFailure failure;
        failure.error = Error {ErrorCode::OutOfMemory, "no memory"};
        failure.node = "1";
        f.presenter.onEvent(FragmentFailedOn {0, "ab12cd34ef", failure, {}, false});
        RunReport report;
        report.errors = {{"1", failure.error}};
        report.nodes["2"] = NodeReport {"Any", {}, {}, {}, false, {}}; // it would have been charged
        f.presenter.onFinished(report);
        QCOMPARE(int(f.document.status("2").state), int(NodeStatus::State::Idle));
    }

    void aLoaderNamesEveryMachineThatRepeatsIt()
    {
        RunFixture f;
        PlannedFragment there;
        there.engine = "ab12cd34ef";
        there.nodes = {"1", "2"};
        there.fragment.nodes = {{"1", "Any", {}}, {"2", "Any", {}}};
        PlannedFragment here;
        here.engine = kHere;
        here.nodes = {"1"};
        here.fragment.nodes = {{"1", "Any", {}}};
        f.presenter.onEvent(RunPlanned {Plan {{there, here}, {}, {}, {}}});
        f.presenter.onEvent(FragmentStarted {0, "ab12cd34ef", "RTX 4090", {}, 1});
        QCOMPARE(placeText(f.document.status("1")), QStringLiteral("This PC + RTX 4090"));
        QCOMPARE(placeText(f.document.status("2")), QStringLiteral("RTX 4090"));
        QVERIFY(!f.document.status("2").receivesFrom(f.document.status("1"))); // it is made there, too
        QVERIFY(f.document.status("1").receivesFrom(f.document.status("2")));
        there.nodes = {"2"};
        there.fragment.nodes = {{"2", "Any", {}}};
        f.presenter.onEvent(RunPlanned {Plan {{there}, {}, {}, {}}});
        QVERIFY(!f.document.status("1").isRemote());
    }

    void whatTheCacheAnsweredBeforeThePlanStaysAnswered()
    {
        RunFixture f;
        f.presenter.onEvent(NodeAnswered {"1"});
        f.presenter.onEvent(RunPlanned {Plan {}});
        QCOMPARE(int(f.document.status("1").state), int(NodeStatus::State::Cached));
        f.presenter.onFinished({});
        f.presenter.onEvent(RunPlanned {Plan {}});
        QCOMPARE(int(f.document.status("1").state), int(NodeStatus::State::Idle));
    }

    void aRetryIsNoFailure()
    {
        RunFixture f;
        FragmentFailure failure;
        failure.error = Error {ErrorCode::ProviderLost};
        f.presenter.onEvent(FragmentFailedOn {0, "ab12cd34ef", failure, microCredits(500'000), true});
        f.presenter.onEvent(FragmentStarted {0, "ff", "A6000", {{}, microCredits(600'000)}, 2});
        QVERIFY(f.document.status("1").state != NodeStatus::State::Failed);
        QCOMPARE(f.document.status("1").machine, QStringLiteral("A6000"));
    }

    void whatIsNoPictureHasNoPreview_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("latent") << 0;
        QTest::newRow("wrong rank") << 1;
        QTest::newRow("empty") << 2;
    }

    void whatIsNoPictureHasNoPreview()
    {
        QFETCH(int, which);
        Value value = imageValue(floatTensor({1, 1, 1, 3}, {0, 0, 0}));
        if (which == 0)
            value.type = "LATENT";
        if (which == 1)
            value.tensors[0].second.shape = {3};
        if (which == 2)
            value.tensors[0].second.shape = {0, 1, 1, 3};
        QVERIFY(previewOf(value).isNull());
    }
};

QTEST_MAIN(TestRunPresenter)
#include "TestRunPresenter.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "tests/app/editor/model/OpenDocument.h"

#include <QSignalSpy>
#include <QTest>

using namespace weft;

/// What runs and plans say about nodes.
class TestCanvasRunState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void statusOfInstances()
    {
        OpenDocument opened("subgraphs.json");
        CanvasDocument& document = opened.document;
        NodeStatus status;
        status.state = NodeStatus::State::Done;
        status.seconds = 2;
        status.cost = credits(1);
        document.setStatus("2:10:20", status);
        status.state = NodeStatus::State::Failed;
        status.error = QStringLiteral("why");
        document.setStatus("2:10:21:30", status);
        QCOMPARE(document.status("2").state, NodeStatus::State::Failed);
        QCOMPARE(document.status("2").seconds, 4.0);
        QCOMPARE(document.status("2").cost->micro, credits(2).micro);
        QVERIFY(document.enter("2"));
        QCOMPARE(document.status("10").error, QStringLiteral("why"));
        QVERIFY(document.enter("10"));
        QCOMPARE(document.status("20").state, NodeStatus::State::Done);
        QSignalSpy changed(&document, &CanvasDocument::statusChanged);
        document.setStatus("2:10:20", {});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toString(), QStringLiteral("20"));
    }

    /// What the last run said goes, also where the next one plans nothing; previews stay.
    void aPlanTakesTheLastRunsPlace()
    {
        OpenDocument opened("subgraphs.json");
        CanvasDocument& document = opened.document;
        NodeStatus failed;
        failed.state = NodeStatus::State::Failed;
        failed.error = QStringLiteral("why");
        failed.preview = PreviewPicture(QImage(4, 4, QImage::Format_RGB32));
        document.setStatus("2:10:20", failed);
        document.setStatus("2:10:21:30", failed);
        document.setTransfer("2:10:20", 0, "2:10:21:30", 500);
        QSignalSpy changed(&document, &CanvasDocument::statusChanged);
        QSignalSpy transfers(&document, &CanvasDocument::transfersChanged);
        NodeStatus waiting;
        waiting.state = NodeStatus::State::Waiting;
        waiting.cost = credits(1);
        document.clearRun({{"2:10:21:30", waiting}});
        QCOMPARE(document.status("2").state, NodeStatus::State::Waiting);
        QCOMPARE(document.status("2").cost->micro, credits(1).micro);
        QCOMPARE(document.statusInRun("2:10:20").state, NodeStatus::State::Idle);
        QVERIFY(document.statusInRun("2:10:20").error.isEmpty());
        for (const char* id : {"2:10:20", "2:10:21:30"})
            QCOMPARE(document.statusInRun(id).preview.size(), QSize(4, 4));
        QCOMPARE(changed.count(), 1); // only node 2 is shown
        QCOMPARE(transfers.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCanvasRunState)
#include "TestCanvasRunState.moc"

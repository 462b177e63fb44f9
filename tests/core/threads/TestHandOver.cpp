// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/threads/OnThread.h"

#include <QCoroTask>
#include <QTest>
#include <QThread>

#include <thread>

using namespace weft;

class TestHandOver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void workRunsOnThePoolAndComesBack()
    {
        QThreadPool pool;
        std::vector<int> given(1000, 1); // what one thread wrote the other reads: ThreadSanitizer watches
        Qt::HANDLE worker = nullptr;
        std::function<std::vector<int>()> work = [&] {
            worker = QThread::currentThreadId();
            std::vector<int> made = given;
            made.push_back(2);
            return made;
        };
        const std::vector<int> made = QCoro::waitFor(onThread<std::vector<int>>(&pool, std::move(work)));
        QCOMPARE(made.size(), std::size_t(1001));
        QCOMPARE(made.back(), 2);
        pool.waitForDone();
        QVERIFY(worker != QThread::currentThreadId());
    }

    void aCallFromAnyThreadRunsLaterInOrderOnTheContextsThread()
    {
        QObject context;
        std::vector<int> seen; // no lock: only the context's thread touches it
        std::thread sender([&] {
            for (int n = 0; n < 100; ++n) {
                callLater(&context, [&seen, n, text = std::string(100, 'x')] {
                    seen.push_back(n + static_cast<int>(text.size()));
                });
            }
        });
        sender.join();
        QVERIFY(seen.empty());
        QTRY_COMPARE(seen.size(), std::size_t(100));
        for (int n = 0; n < 100; ++n)
            QCOMPARE(seen[static_cast<std::size_t>(n)], n + 100);
    }

    void aCallWithoutItsContextIsDropped()
    {
        auto context = std::make_unique<QObject>();
        const auto token = std::make_shared<int>(1);
        bool called = false;
        callLater(context.get(), [&called, token] { called = true; });
        QCOMPARE(token.use_count(), 2L);
        context.reset();
        QCoreApplication::sendPostedEvents();
        QVERIFY(!called);
        QCOMPARE(token.use_count(), 1L); // and what it held is let go
    }

    void whatACallHoldsEndsWithTheCallNotWithItsLastOwner()
    {
        const auto token = std::make_shared<int>(1);
        long during = 0;
        LaterCall made([token, &during] { during = token.use_count(); });
        LaterCall kept(std::move(made)); // into Qt's object, which the sender may let go last
        QCOMPARE(token.use_count(), 2L);
        kept();
        QCOMPARE(during, 2L);
        QCOMPARE(token.use_count(), 1L);
    }
};

QTEST_GUILESS_MAIN(TestHandOver)
#include "TestHandOver.moc"

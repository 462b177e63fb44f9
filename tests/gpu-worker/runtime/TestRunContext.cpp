// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/RunContext.h"

#include <ATen/ops/ones.h>

#include <QTest>

#include <thread>

using namespace weft;
using namespace weft::worker;

namespace {

constexpr std::chrono::milliseconds kCostly {20}; // of which 2 % of the time can hold one in a second

/// A context that counts what it forwards.
struct Heard {
    ModelFolders models;
    std::atomic<bool> cancelled {false};
    int previews = 0;
    FragmentEventSink sink = [this](const FragmentEvent& event) {
        if (std::holds_alternative<NodePreview>(event))
            ++previews;
    };
    RunSettings settings {models, sink, cancelled};
    RunContext context {settings, "1"};
};

const Image kPicture {at::ones({1, 8, 8, 3})};

} // namespace

class TestRunContext : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void previewsComeOneAtATime()
    {
        Heard heard;
        QVERIFY(heard.context.wantsPreview());
        heard.context.preview(kPicture);
        QVERIFY(!heard.context.wantsPreview());
        heard.context.preview(kPicture); // unasked
        QCOMPARE(heard.previews, 1);
        QTRY_VERIFY(heard.context.wantsPreview());
        heard.context.preview(kPicture);
        QCOMPARE(heard.previews, 2);
    }

    /// One that took long is followed by a long rest: fifty times as long.
    void costlyPreviewsAreRare()
    {
        Heard heard;
        QVERIFY(heard.context.wantsPreview());
        std::this_thread::sleep_for(kCostly);
        heard.context.preview(kPicture);
        const auto end = std::chrono::steady_clock::now();
        while (!heard.context.wantsPreview())
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        QVERIFY(std::chrono::steady_clock::now() - end >= 49 * kCostly);
    }
};

QTEST_GUILESS_MAIN(TestRunContext)
#include "TestRunContext.moc"

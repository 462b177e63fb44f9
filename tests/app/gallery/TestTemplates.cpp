// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/CanvasView.h"
#include "app/gallery/Templates.h"
#include "app/theme/Theme.h"
#include "core/values/MappedFile.h"

#include <QImage>
#include <QTest>

using namespace weft;

namespace {

const Catalogue& comfy()
{
    static const Catalogue catalogue = [] {
        const auto bytes = readFile(WEFT_TEST_DATA "/comfyui/object_info.json", 1u << 25);
        return *Catalogue::fromJson({{"nodes", *parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()})}});
    }();
    return catalogue;
}

constexpr double kTitle = 31; // of a frame; its font is 22, and ComfyUI gives a title 1.4 times as much

} // namespace

class TestTemplates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nodesLieWholeInFramesAndNotOverEachOther_data()
    {
        QTest::addColumn<QString>("id");
        for (const Template& one : templates())
            QTest::newRow(qPrintable(one.id)) << one.id;
    }

    /// As large as they become with a picture on them.
    void nodesLieWholeInFramesAndNotOverEachOther()
    {
        QFETCH(const QString, id);
        CanvasDocument document(comfy());
        document.open(*openTemplate(id, comfy()));
        const CanvasView view(document, Theme::dark());
        for (const Node& node : document.graph().nodes()) {
            if (node.type != "LoadImage" && node.type != "SaveImage")
                continue;
            NodeStatus status;
            status.preview = PreviewPicture(QImage(451, 300, QImage::Format_RGB32));
            document.setStatus(node.id, std::move(status));
        }
        for (const Node& node : document.graph().nodes()) {
            const QRectF rect = view.canvas().rectOf({node.id});
            for (const Node& other : document.graph().nodes())
                QVERIFY2(other.id == node.id || !rect.intersects(view.canvas().rectOf({other.id})), (node.id + " lies over " + other.id).c_str());
            for (const Group& frame : document.graph().groups()) {
                const QRectF all(frame.x, frame.y, frame.width, frame.height);
                QVERIFY2(!rect.intersects(all) || all.adjusted(0, kTitle, 0, 0).contains(rect), (node.id + " lies partly in " + frame.title).c_str());
            }
        }
    }
};

QTEST_MAIN(TestTemplates)
#include "TestTemplates.moc"

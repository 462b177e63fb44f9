// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/Minimap.h"
#include "app/editor/WiresItem.h"

#include <QApplication>
#include <QRandomGenerator>
#include <QScreen>
#include <QTest>

#include <cmath>
#include <iterator>

using namespace weft;

namespace {

constexpr int kTurns = 10; // of the event loop
constexpr int kSeam = 32; // pixels that may be blended a little differently where a part ends within a pixel of a scaled screen

constexpr int kOthers = 13; // doings that are no keys

/// Chosen by a seed: what a user, a run and the document do to a canvas.
class Doings {
public:
    Doings(CanvasFixture& canvas, quint32 seed)
        : m_canvas(canvas)
        , m_random(seed)
    {
    }

    QByteArray next()
    {
        CanvasView& view = m_canvas.view;
        const QPoint spot(below(view.viewport()->width()), below(view.viewport()->height()));
        const std::vector<NodeItem*> items = view.canvas().nodeItems();
        if (items.size() < 3)
            return add();
        const NodeItem* item = items[std::size_t(below(int(items.size())))];
        static constexpr Keys kKeys[] = {
            {"push", Qt::Key_Right, Qt::ShiftModifier},
            {"mute", Qt::Key_M, Qt::ControlModifier},
            {"collapse", Qt::Key_C, Qt::AltModifier},
            {"undo", Qt::Key_Z, Qt::ControlModifier},
            {"group", Qt::Key_G, Qt::ControlModifier},
        };
        const int which = below(kOthers + int(std::size(kKeys)));
        if (which >= kOthers) {
            const Keys& keys = kKeys[which - kOthers];
            m_canvas.key(keys.key, keys.modifiers);
            return keys.name;
        }
        switch (which) {
        case 0:
            return add();
        case 1:
            connectSome(item->id());
            return "connect";
        case 2:
            m_canvas.document.setStatus(item->id(), someStatus());
            return "status";
        case 3:
            QTest::mouseMove(view.viewport(), spot);
            return "hover";
        case 4:
            QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::NoModifier, m_canvas.headerAt(item->id()));
            return "select";
        case 5:
            QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::NoModifier, spot);
            return "click";
        case 6:
            m_canvas.drag(m_canvas.headerAt(item->id()), spot);
            return "drag";
        case 7:
            QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::NoModifier, m_canvas.headerAt(item->id()));
            QTest::mouseMove(view.viewport(), spot);
            m_canvas.key(Qt::Key_Escape);
            QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::NoModifier, spot);
            return "give-up";
        case 8:
            view.setZoom(0.1 + below(20) / 10.0, spot);
            return "zoom";
        case 9:
            view.pan({below(200) - 100, below(200) - 100});
            return "pan";
        case 10:
            view.canvas().setTintsMachines(!view.canvas().tintsMachines());
            return "tint";
        case 11:
            return bend();
        default:
            m_canvas.document.setTransfer(item->id(), 0, items.front()->id(), 1000 * below(900));
            return "transfer";
        }
    }

private:
    struct Keys {
        const char* name;
        Qt::Key key;
        Qt::KeyboardModifier modifiers;
    };

    int below(int limit) { return int(m_random.bounded(quint32(limit))); }

    QByteArray add()
    {
        m_canvas.add(below(2) ? "ImageInvert" : "KSampler", {double(below(1500)), double(below(800))});
        return "add";
    }

    QByteArray bend()
    {
        const auto& links = m_canvas.document.graph().links();
        if (!links.empty())
            (void)m_canvas.document.addReroute(links[std::size_t(below(int(links.size())))].id, {double(below(1500)), double(below(800))}, 0);
        return "bend";
    }

    void connectSome(const NodeId& from)
    {
        for (const NodeItem* to : m_canvas.view.canvas().nodeItems()) {
            if (to->id() != from && to->face().input("image") && m_canvas.document.connectPorts(from, 0, to->id(), "image"))
                return;
        }
    }

    NodeStatus someStatus()
    {
        NodeStatus status;
        status.state = static_cast<NodeStatus::State>(below(6));
        status.step = below(5);
        status.steps = 5;
        if (below(3) == 0)
            status.exposure = QStringLiteral("sees: pictures");
        status.seconds = below(100);
        if (status.state == NodeStatus::State::Failed)
            status.error = QStringLiteral("It broke.");
        if (below(2))
            status.machine = QStringLiteral("Lin's PC");
        if (below(2)) {
            QImage picture(64 << below(3), 64 << below(3), QImage::Format_RGB32);
            picture.fill(m_random.generate());
            status.preview = PreviewPicture(picture);
        }
        return status;
    }

    CanvasFixture& m_canvas;
    QRandomGenerator m_random;
};

/// They are windows of their own, over the canvas.
void hideTips()
{
    for (QWidget* window : QApplication::topLevelWidgets()) {
        if (window->windowType() == Qt::ToolTip)
            window->hide();
    }
}

/// How many pixels of two pictures of one size differ.
int differing(const QImage& a, const QImage& b)
{
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        const auto* one = reinterpret_cast<const QRgb*>(a.constScanLine(y));
        const auto* other = reinterpret_cast<const QRgb*>(b.constScanLine(y));
        for (int x = 0; x < a.width(); ++x) {
            const auto isFar = [](int c, int d) { return std::abs(c - d) > 6; };
            count += isFar(qRed(one[x]), qRed(other[x])) || isFar(qGreen(one[x]), qGreen(other[x])) || isFar(qBlue(one[x]), qBlue(other[x])) ? 1 : 0;
        }
    }
    return count;
}

/// How many may differ.
int seamOf(const CanvasView& view)
{
    const double ratio = view.devicePixelRatio();
    return ratio == std::round(ratio) ? 0 : kSeam;
}

/// How many of a view's pixels on the screen aren't as they would be painted anew; negative: it can't be told here.
int stalePixels(CanvasView& view)
{
    hideTips();
    QCoreApplication::processEvents();
    const QPixmap onScreen = QGuiApplication::primaryScreen()->grabWindow(view.winId(), 0, 0, view.width(), view.height());
    const QImage seen = onScreen.toImage().convertToFormat(QImage::Format_RGB32);
    const QImage anew = view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    return seen.size() == anew.size() ? differing(seen, anew) : -1;
}

} // namespace

/// The canvas paints only what changed; nothing stale stays.
class TestCanvasRepaint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatManyNodesAreToldIsSeenSoon()
    {
        constexpr int kNodes = 60; // several turns of RepaintTurns
        CanvasFixture canvas;
        Minimap map;
        map.setView(&canvas.view);
        for (int i = 0; i < kNodes; ++i)
            canvas.add("ImageInvert", {(i % 10) * 260.0, (i / 10) * 200.0});
        canvas.view.canvas().select({});
        canvas.view.fitAll();
        const int seam = seamOf(canvas.view);
        if (stalePixels(canvas.view) < 0)
            QSKIP("what is on this platform's screen can't be had at this scale");
        QTRY_VERIFY(stalePixels(canvas.view) <= seam);
        const QImage mapBefore = map.grab().toImage();
        NodeStatus there;
        there.state = NodeStatus::State::Done;
        there.machine = QStringLiteral("Lin's PC");
        for (int round = 0; round < 3; ++round) {
            there.seconds = round;
            for (const NodeItem* item : canvas.view.canvas().nodeItems())
                canvas.document.setStatus(item->id(), there);
            for (const NodeItem* item : canvas.view.canvas().nodeItems())
                QCOMPARE(item->status().seconds, double(round)); // only the painting waits
            QTRY_VERIFY(map.grab().toImage() != mapBefore);
            if (round == 1)
                canvas.view.pan({-150, 0});
            if (round == 2)
                canvas.view.setZoom(0.2, {100, 100});
            QTRY_VERIFY(stalePixels(canvas.view) <= seam);
        }
    }
    void whatIsSeenIsWhatWouldBePaintedAnew_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 6; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    void whatIsSeenIsWhatWouldBePaintedAnew()
    {
        QFETCH(quint32, seed);
        CanvasFixture canvas;
        const int seam = seamOf(canvas.view);
        Doings doings(canvas, seed);
        QByteArrayList done;
        for (int i = 0; i < 120; ++i) {
            done << doings.next();
            int pixels = seam + 1;
            for (int turn = 0; turn < kTurns && pixels > seam; ++turn) { // what is asked for comes a few turns later; what is stale stays
                pixels = stalePixels(canvas.view);
                if (pixels < 0)
                    QSKIP("what is on this platform's screen can't be had at this scale");
            }
            QVERIFY2(pixels <= seam, (QByteArray::number(pixels) + " pixels are stale after " + done.join(' ')).constData());
        }
    }
};

QTEST_MAIN(TestCanvasRepaint)
#include "TestCanvasRepaint.moc"

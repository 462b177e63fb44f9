// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/mask/MaskDialog.h"

#include <QApplication>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace weft;

namespace {

QImage picture()
{
    QImage made(200, 150, QImage::Format_RGB32);
    made.fill(qRgb(80, 90, 100));
    return made;
}

void drag(QWidget& widget, QPointF from, QPointF to, Qt::MouseButton button)
{
    QTest::mousePress(&widget, button, {}, from.toPoint());
    QMouseEvent move(QEvent::MouseMove, to, widget.mapToGlobal(to), Qt::NoButton, button, {});
    QApplication::sendEvent(&widget, &move);
    QTest::mouseRelease(&widget, button, {}, to.toPoint());
}

} // namespace

class TestMaskDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dialog = std::make_unique<MaskDialog>(picture());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
        m_dialog->canvas().setFocus();
    }

    void theMousePaintsAndUndoTakesBack()
    {
        MaskCanvas& canvas = m_dialog->canvas();
        drag(canvas, canvas.toWidget({40, 40}), canvas.toWidget({120, 40}), Qt::LeftButton);
        QCOMPARE(qAlpha(m_dialog->masked().pixel(80, 40)), 0);
        QCOMPARE(qAlpha(m_dialog->masked().pixel(80, 120)), 255);
        drag(canvas, canvas.toWidget({80, 40}), canvas.toWidget({82, 40}), Qt::RightButton); // erases
        QCOMPARE(qAlpha(m_dialog->masked().pixel(80, 40)), 255);
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(qAlpha(m_dialog->masked().pixel(80, 40)), 0);
        QTest::keyClick(&canvas, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(canvas.painting().isEmpty());
    }

    void keysChooseTools()
    {
        MaskCanvas& canvas = m_dialog->canvas();
        QTest::keyClick(&canvas, Qt::Key_E);
        QVERIFY(canvas.brush().erases);
        QTest::keyClick(&canvas, Qt::Key_B);
        QVERIFY(!canvas.brush().erases);
        const double size = canvas.brush().size;
        QTest::keyClick(&canvas, Qt::Key_BracketRight);
        QVERIFY(canvas.brush().size > size);
        QTest::keyClick(&canvas, Qt::Key_F);
        QCOMPARE(qAlpha(m_dialog->masked().pixel(1, 1)), 0);
        QTest::keyClick(&canvas, Qt::Key_I, Qt::ControlModifier);
        QVERIFY(canvas.painting().isEmpty());
    }

    void hardnessIsTheSliders()
    {
        auto* slider = m_dialog->findChild<QSlider*>(u"hardness"_qs);
        QVERIFY(slider);
        slider->setValue(0);
        MaskCanvas& canvas = m_dialog->canvas();
        canvas.setBrushSize(60);
        drag(canvas, canvas.toWidget({100, 75}), canvas.toWidget({100, 75}), Qt::LeftButton);
        const int edge = qAlpha(m_dialog->masked().pixel(100, 75 + 18));
        QVERIFY(edge > 30 && edge < 250);
    }

    void theWheelZoomsAtTheMouse()
    {
        MaskCanvas& canvas = m_dialog->canvas();
        const QPointF point = canvas.toWidget({50, 60});
        const double zoom = canvas.zoom();
        QWheelEvent wheel(point, canvas.mapToGlobal(point), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas, &wheel);
        QVERIFY(canvas.zoom() > zoom);
        const QPointF now = canvas.toPicture(point);
        QVERIFY(std::abs(now.x() - 50) < 0.01 && std::abs(now.y() - 60) < 0.01);
        canvas.fit();
        QCOMPARE(canvas.zoom(), zoom);
    }

    void everyToolHasAName()
    {
        for (const QToolButton* tool : m_dialog->findChildren<QToolButton*>())
            QVERIFY(!tool->accessibleName().isEmpty());
    }

    void pictureOfTheDialog()
    {
        const QString folder = qEnvironmentVariable("WEFT_SCREENSHOTS");
        if (folder.isEmpty())
            QSKIP("WEFT_SCREENSHOTS names no folder");
        MaskCanvas& canvas = m_dialog->canvas();
        drag(canvas, canvas.toWidget({40, 40}), canvas.toWidget({120, 90}), Qt::LeftButton);
        QVERIFY(m_dialog->grab().save(folder + u"/mask.png"_qs));
    }

private:
    std::unique_ptr<MaskDialog> m_dialog;
};

QTEST_MAIN(TestMaskDialog)
#include "TestMaskDialog.moc"

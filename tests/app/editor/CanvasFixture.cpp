// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/PickPopup.h"
#include "app/editor/SettingEditor.h"
#include "core/formats/OpenWorkflow.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QTest>

#include <algorithm>

namespace weft {

namespace {

/// Letters come as keys; others as an input method commits them.
void typeInto(QWidget* field, const QString& text)
{
    const bool isPlain = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 128; });
    if (isPlain) {
        QTest::keyClicks(field, text);
        return;
    }
    QInputMethodEvent event;
    event.setCommitString(text);
    QApplication::sendEvent(field, &event);
}

} // namespace

const Catalogue& testCatalogue()
{
    static const Catalogue catalogue = [] {
        QFile file(QStringLiteral(WEFT_TEST_DATA "/comfyui/object_info.json"));
        const bool opened = file.open(QIODevice::ReadOnly);
        Q_ASSERT(opened);
        Q_UNUSED(opened);
        const Result<Json> json = parseJson(file.readAll().toStdString());
        Catalogue made;
        for (const auto& [name, entry] : json->items())
            made.add(*fromObjectInfo(name, entry));
        made.setModels({});
        return made;
    }();
    return catalogue;
}

QString demoWorkflowPath() { return QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/upscale-two-machines.json"); }

Result<Graph> openTestFile(const QString& path)
{
    WEFT_TRY(Opened opened, openWorkflow(path.toStdString(), testCatalogue()));
    return std::move(opened.graph);
}

CanvasFixture::CanvasFixture()
    : document(testCatalogue())
    , view(document, Theme::dark())
{
    view.resize(1600, 900);
    view.show();
    (void)QTest::qWaitForWindowExposed(&view);
    view.activateWindow();
    view.setFocus();
    view.centerOn(800, 450);
}

QPoint CanvasFixture::outputAt(const NodeId& id, int slot) const
{
    const NodeItem* item = view.canvas().item(id);
    return at(item->portPos(*item->face().output(slot)));
}

QPoint CanvasFixture::inputAt(const NodeId& id, const std::string& name) const
{
    const NodeItem* item = view.canvas().item(id);
    return at(item->portPos(*item->face().input(name)));
}

QPoint CanvasFixture::settingAt(const NodeId& id, const std::string& name) const
{
    const NodeItem* item = view.canvas().item(id);
    return at(item->pos() + item->face().setting(name)->rect.center());
}

void CanvasFixture::drag(QPoint from, QPoint to, Qt::KeyboardModifiers keys)
{
    QWidget* port = view.viewport();
    QTest::mouseMove(port, from);
    QTest::mousePress(port, Qt::LeftButton, keys, from);
    for (int i = 1; i <= 4; ++i) { // QTest::mouseMove tells of no held button
        const QPointF point = from + (to - from) * (i / 4.0);
        QMouseEvent move(QEvent::MouseMove, point, port->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, keys);
        QApplication::sendEvent(port, &move);
    }
    QTest::mouseRelease(port, Qt::LeftButton, keys, to);
}

NodeId CanvasFixture::addBySearch(QPoint where, const QString& text)
{
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, where);
    auto* popup = view.findChild<PickPopup*>(QStringLiteral("pickPopup"));
    if (!popup)
        return {};
    typeInto(popup->field(), text);
    QTest::keyClick(popup->field(), Qt::Key_Return);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const NodeIds& selection = view.canvas().selection();
    return selection.size() == 1 ? *selection.begin() : NodeId();
}

void CanvasFixture::typeIntoSetting(const NodeId& id, const std::string& name, const QString& text)
{
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, settingAt(id, name));
    QWidget* editor = view.editor().widget();
    if (!editor)
        return;
    if (auto* popup = qobject_cast<PickPopup*>(editor))
        editor = popup->field();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void CanvasFixture::chooseControl(const NodeId& id, const QString& word)
{
    const NodeItem* item = view.canvas().item(id);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at(controlRect(*item->face().setting("seed")).center() + item->pos()));
    auto* popup = view.findChild<PickPopup*>(QStringLiteral("pickPopup"));
    if (!popup)
        return;
    QTest::keyClicks(popup->field(), word);
    QTest::keyClick(popup->field(), Qt::Key_Return);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void CanvasFixture::key(int key, Qt::KeyboardModifiers keys) { QTest::keyClick(&view, Qt::Key(key), keys); }

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/CanvasDocument.h"
#include "app/editor/model/NodeFace.h"

#include <QObject>
#include <QPointer>

namespace weft {

class CanvasView;

/// The one editor widget that floats over the canvas while a setting is edited.
class SettingEditor : public QObject {
    Q_OBJECT
public:
    explicit SettingEditor(CanvasView& view);

    /// Opens the editor that fits the setting; a toggle is switched at once.
    void open(const NodeId& id, const std::string& setting);
    /// Takes over what was typed and closes.
    void commit();
    void cancel();
    bool isOpen() const { return m_widget; }
    QWidget* widget() const { return m_widget; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void openLine(const QString& text);
    void openLines(const QString& text);
    void openColor(const QColor& color);
    void openCurve(const Json& value);
    void openChoices();
    void openPictures();
    void choosePictureFile();
    void openNext(bool backwards);
    void show(QWidget* widget, bool isTall);
    void put(Json value);
    const InputSpec* spec() const;
    Json valueNow(const InputSpec& spec) const;

    CanvasView& m_view;
    QPointer<QWidget> m_widget;
    NodeId m_node;
    std::string m_setting;
};

} // namespace weft

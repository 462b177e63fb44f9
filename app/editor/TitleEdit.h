// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QRectF>

#include <functional>

namespace weft {

class CanvasView;

/// A line that is typed where it stands on the canvas: a group's title, a port's name. Enter or a click elsewhere takes it
/// over, Escape doesn't; then it deletes itself.
class TitleEdit : public QLineEdit {
    Q_OBJECT
public:
    using Take = std::function<void(const QString& text)>;
    /// `place`: in the scene.
    static TitleEdit* open(CanvasView& view, const QRectF& place, const QString& text, const QString& accessibleName, Take take);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    TitleEdit(CanvasView& view, const QString& text, Take take);
    void close(bool takes);

    CanvasView& m_view;
    Take m_take;
    bool m_isClosed = false;
};

} // namespace weft

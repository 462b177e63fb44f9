// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/mask/MaskCanvas.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QSlider;
class QToolButton;
QT_END_NAMESPACE

namespace weft {

/// Paints a mask over a picture. When it is accepted, masked() is the picture to keep.
class MaskDialog : public QDialog {
    Q_OBJECT
public:
    explicit MaskDialog(const QImage& picture, QWidget* parent = nullptr);

    MaskCanvas& canvas() const { return *m_canvas; }
    QImage masked() const;

private:
    QToolButton* addTool(QBoxLayout& row, const QString& icon, const QString& text, const QKeySequence& keys);
    QSlider* addSlider(QBoxLayout& row, const QString& text, int least, int most, int value);
    void addTools(QBoxLayout& row);
    void addChanges(QBoxLayout& row);
    void showState();

    QImage m_picture; // with its own colours, whatever was transparent
    MaskCanvas* m_canvas;
    QSlider* m_size = nullptr;
    QToolButton* m_undo = nullptr;
    QToolButton* m_redo = nullptr;
};

} // namespace weft

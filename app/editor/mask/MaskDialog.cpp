// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/mask/MaskDialog.h"

#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSlider>
#include <QToolButton>

#include <algorithm>

namespace weft {

MaskDialog::MaskDialog(const QImage& picture, QWidget* parent)
    : QDialog(parent)
    , m_picture(picture)
    , m_canvas(new MaskCanvas(picture, this))
{
    setWindowTitle(tr("Paint a mask"));
    resize(960, 720);
    auto* column = new QVBoxLayout(this);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    column->addLayout(row);
    column->addWidget(m_canvas, 1);
    m_canvas->setBrushSize(std::clamp(std::min(picture.width(), picture.height()) / 10.0, 8.0, 300.0));
    addTools(*row);
    row->addStretch(1);
    addChanges(*row);
    auto* hint = new QLabel(tr("Left paints, right erases, the wheel zooms; [ and ] change the brush."), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Use this mask"));
    buttons->button(QDialogButtonBox::Save)->setProperty("isPrimary", true);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    auto* below = new QHBoxLayout;
    below->addWidget(hint, 1);
    below->addWidget(buttons);
    column->addLayout(below);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_canvas, &MaskCanvas::painted, this, &MaskDialog::showState);
    connect(m_canvas, &MaskCanvas::brushChanged, this, [this] { m_size->setValue(int(m_canvas->brush().size)); });
    m_canvas->setFocus();
    showState();
}

QImage MaskDialog::masked() const { return m_canvas->painting().applied(m_picture); }

QToolButton* MaskDialog::addTool(QBoxLayout& row, const QString& icon, const QString& text, const QKeySequence& keys)
{
    auto* button = new QToolButton(this);
    button->setIcon(themedIcon(icon, Theme::of(this).text));
    button->setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    row.addWidget(button);
    if (!keys.isEmpty())
        connect(new QShortcut(keys, this), &QShortcut::activated, button, &QToolButton::click);
    return button;
}

QSlider* MaskDialog::addSlider(QBoxLayout& row, const QString& text, int least, int most, int value)
{
    auto* label = new QLabel(text, this);
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setRange(least, most);
    slider->setValue(value);
    slider->setFixedWidth(110);
    slider->setAccessibleName(text);
    label->setBuddy(slider);
    row.addWidget(label);
    row.addWidget(slider);
    return slider;
}

void MaskDialog::addTools(QBoxLayout& row)
{
    auto* brush = addTool(row, QStringLiteral("brush"), tr("Brush"), QKeySequence(Qt::Key_B));
    auto* eraser = addTool(row, QStringLiteral("eraser"), tr("Eraser"), QKeySequence(Qt::Key_E));
    for (QToolButton* tool : {brush, eraser}) {
        tool->setCheckable(true);
        tool->setAutoExclusive(true);
    }
    brush->setObjectName(QStringLiteral("brush"));
    eraser->setObjectName(QStringLiteral("eraser"));
    brush->setChecked(true);
    connect(eraser, &QToolButton::toggled, this, [this](bool on) { m_canvas->brush().erases = on; });
    m_size = addSlider(row, tr("Size"), 1, 500, int(m_canvas->brush().size));
    connect(m_size, &QSlider::valueChanged, this, [this](int size) {
        if (int(m_canvas->brush().size) != size)
            m_canvas->setBrushSize(size);
    });
    QSlider* hardness = addSlider(row, tr("Hardness"), 0, 100, int(m_canvas->brush().hardness * 100));
    hardness->setObjectName(QStringLiteral("hardness"));
    connect(hardness, &QSlider::valueChanged, this, [this](int percent) { m_canvas->brush().hardness = percent / 100.0; });
}

void MaskDialog::addChanges(QBoxLayout& row)
{
    const auto on = [this](QToolButton* button, void (MaskPainting::*change)()) {
        connect(button, &QToolButton::clicked, m_canvas, [this, change] { m_canvas->change([change](MaskPainting& p) { (p.*change)(); }); });
    };
    m_undo = addTool(row, QStringLiteral("undo-2"), tr("Undo"), QKeySequence::Undo);
    m_redo = addTool(row, QStringLiteral("redo-2"), tr("Redo"), QKeySequence::Redo);
    on(m_undo, &MaskPainting::undo);
    on(m_redo, &MaskPainting::redo);
    on(addTool(row, QStringLiteral("paint-bucket"), tr("Mask everything"), QKeySequence(Qt::Key_F)), &MaskPainting::fill);
    on(addTool(row, QStringLiteral("trash-2"), tr("Mask nothing"), QKeySequence(Qt::Key_Delete)), &MaskPainting::clear);
    on(addTool(row, QStringLiteral("contrast"), tr("Invert"), QKeySequence(Qt::CTRL | Qt::Key_I)), &MaskPainting::invert);
    const auto zoom = [this](double factor) { m_canvas->setZoom(m_canvas->zoom() * factor, QRectF(m_canvas->rect()).center()); };
    connect(addTool(row, QStringLiteral("zoom-in"), tr("Zoom in"), QKeySequence(Qt::Key_Plus)), &QToolButton::clicked, this, [zoom] { zoom(1.25); });
    connect(addTool(row, QStringLiteral("zoom-out"), tr("Zoom out"), QKeySequence(Qt::Key_Minus)), &QToolButton::clicked, this, [zoom] { zoom(0.8); });
    connect(addTool(row, QStringLiteral("maximize"), tr("Fit"), QKeySequence(Qt::Key_0)), &QToolButton::clicked, m_canvas, &MaskCanvas::fit);
}

void MaskDialog::showState()
{
    m_undo->setEnabled(m_canvas->painting().canUndo());
    m_redo->setEnabled(m_canvas->painting().canRedo());
}

} // namespace weft

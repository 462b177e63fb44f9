// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/CompareView.h"

#include "app/gallery/PictureCanvas.h"
#include "app/gallery/model/PictureMath.h"
#include "app/theme/Theme.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace weft {

namespace {

constexpr double kGrip = 8; // px beside the line that still take it
constexpr double kStep = 0.02; // of the width, by key
constexpr int kMostGain = 32;

} // namespace

CompareArea::CompareArea(QImage left, QImage right, QWidget* parent)
    : ZoomArea(parent)
    , m_left(std::move(left))
    , m_right(std::move(right))
{
}

void CompareArea::setMode(Mode mode)
{
    m_mode = mode;
    if (mode == Mode::Difference && m_difference.isNull())
        m_difference = difference(m_left, m_right, m_gain);
    update();
}

void CompareArea::setGain(int gain)
{
    m_gain = gain;
    m_difference = {};
    setMode(m_mode);
}

void CompareArea::setSplit(double split)
{
    m_split = std::clamp(split, 0.0, 1.0);
    update();
    Q_EMIT splitChanged(m_split);
}

void CompareArea::paintContent(QPainter& painter, const QRectF& target)
{
    if (m_mode == Mode::Difference) {
        painter.drawImage(target, m_difference);
        return;
    }
    const double x = m_split * width();
    const auto side = [&](const QImage& image, const QRectF& clip) {
        painter.save();
        painter.setClipRect(clip);
        if (image.hasAlphaChannel())
            paintChecks(painter, target & clip);
        painter.drawImage(target, image);
        painter.restore();
    };
    side(m_left, QRectF(0, 0, x, height()));
    side(m_right, QRectF(x, 0, width() - x, height()));
    paintLine(painter, x);
}

void CompareArea::paintLine(QPainter& painter, double x) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const double y = height() / 2.0;
    painter.setPen(QPen(QColor(0, 0, 0, 140), 4));
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    painter.setPen(QPen(Qt::white, 2));
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    painter.setPen(QPen(QColor(0, 0, 0, 140), 1));
    painter.setBrush(Qt::white);
    painter.drawEllipse(QPointF(x, y), 14, 14);
    painter.setPen(QPen(QColor(0x20, 0x24, 0x2a), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    for (const double to : {-1.0, 1.0})
        painter.drawPolyline(QPolygonF{{x + to * 4, y - 4}, {x + to * 8, y}, {x + to * 4, y + 4}});
}

bool CompareArea::isOnLine(QPointF position) const
{
    return m_mode == Mode::Slider
        && std::abs(position.x() - m_split * width()) <= kGrip + (std::abs(position.y() - height() / 2.0) < 14 ? 6 : 0);
}

void CompareArea::mousePressEvent(QMouseEvent* event)
{
    m_isSplitting = event->button() == Qt::LeftButton && isOnLine(event->position());
    if (!m_isSplitting)
        ZoomArea::mousePressEvent(event);
}

void CompareArea::mouseMoveEvent(QMouseEvent* event)
{
    if (m_isSplitting) {
        setSplit(event->position().x() / std::max(1, width()));
        return;
    }
    if (event->buttons() == Qt::NoButton)
        setCursor(isOnLine(event->position()) ? Qt::SplitHCursor : Qt::ArrowCursor);
    ZoomArea::mouseMoveEvent(event);
}

void CompareArea::mouseReleaseEvent(QMouseEvent* event)
{
    m_isSplitting = false;
    ZoomArea::mouseReleaseEvent(event);
}

void CompareArea::keyPressEvent(QKeyEvent* event)
{
    if (m_mode == Mode::Slider && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
        setSplit(m_split + (event->key() == Qt::Key_Left ? -kStep : kStep));
    else
        ZoomArea::keyPressEvent(event);
}

CompareView::CompareView(Side left, Side right, QWidget* parent)
    : QDialog(parent)
    , m_area(new CompareArea(std::move(left.picture), std::move(right.picture), this))
    , m_mode(new QComboBox(this))
    , m_gain(new QSlider(Qt::Horizontal, this))
    , m_gainLabel(new QLabel(this))
    , m_number(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(parent ? parent->window()->size() * 0.85 : QSize(1000, 700));
    setWindowTitle(tr("Compare"));
    m_area->setAccessibleName(
        tr("%1 on the left, %2 on the right. Arrow keys move the line.").arg(left.name, right.name));
    m_mode->addItem(tr("Slider"));
    m_mode->addItem(tr("Difference"));
    m_mode->setAccessibleName(tr("How they are compared (D)"));
    m_mode->setFocusPolicy(Qt::TabFocus);
    m_gain->setRange(1, kMostGain);
    m_gain->setValue(4);
    m_gain->setFixedWidth(120);
    m_gain->setAccessibleName(tr("Brightness of the difference"));
    const double apart = meanDifference(m_area->left(), m_area->right());
    m_number->setText(m_area->left().size() != m_area->right().size()
            ? tr("mean difference %1 of 255 · the right one is scaled").arg(apart, 0, 'f', 2)
            : apart == 0 ? tr("identical")
                         : tr("mean difference %1 of 255").arg(apart, 0, 'f', 2));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
    bar->setSpacing(space::kMedium);
    auto* names = new QHBoxLayout;
    names->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
    auto* leftName = new QLabel(left.name, this);
    auto* rightName = new QLabel(right.name, this);
    rightName->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (QLabel* name : {leftName, rightName}) {
        name->setTextFormat(Qt::PlainText);
        names->addWidget(name, 1);
    }
    auto* fit = new QPushButton(tr("Fit"), this);
    auto* pixels = new QPushButton(QStringLiteral("100 %"), this);
    for (QPushButton* button : {fit, pixels})
        button->setAutoDefault(false);
    bar->addWidget(m_mode);
    bar->addWidget(m_gainLabel);
    bar->addWidget(m_gain);
    bar->addWidget(m_number);
    bar->addStretch(1);
    bar->addWidget(fit);
    bar->addWidget(pixels);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(names);
    column->addWidget(m_area, 1);
    column->addLayout(bar);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &CompareView::showMode);
    connect(m_gain, &QSlider::valueChanged, this, [this](int gain) {
        m_area->setGain(gain);
        showMode();
    });
    connect(fit, &QPushButton::clicked, m_area, &ZoomArea::showAll);
    connect(pixels, &QPushButton::clicked, m_area, &ZoomArea::showPixels);
    showMode();
    m_area->setFocus();
}

void CompareView::showMode()
{
    const bool isDifference = m_mode->currentIndex() == 1;
    m_area->setMode(isDifference ? CompareArea::Mode::Difference : CompareArea::Mode::Slider);
    m_gain->setVisible(isDifference);
    m_gainLabel->setVisible(isDifference);
    m_gainLabel->setText(tr("× %1").arg(m_gain->value()));
}

void CompareView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_D:
        m_mode->setCurrentIndex(1 - m_mode->currentIndex());
        break;
    case Qt::Key_F:
        m_area->showAll();
        break;
    case Qt::Key_1:
        m_area->showPixels();
        break;
    default:
        QDialog::keyPressEvent(event);
    }
}

} // namespace weft

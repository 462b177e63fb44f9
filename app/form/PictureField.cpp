// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/form/PictureField.h"

#include "app/editor/model/InputPreview.h"
#include "app/theme/Theme.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLayout>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>

namespace weft {

namespace {

constexpr int kHeight = 170;
constexpr int kCaption = 26;
constexpr int kSquare = 8; // px of the chequers that stand for transparent

} // namespace

class PictureField::Frame : public QAbstractButton {
public:
    explicit Frame(PictureField& owner)
        : QAbstractButton(&owner)
        , m_owner(owner)
    {
        setFixedHeight(kHeight);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        setAcceptDrops(true);
    }

    void setPicture(const QImage& picture, const QString& name)
    {
        m_picture = picture;
        setText(name);
        update();
    }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QAbstractButton::keyPressEvent(event);
    }

    void dragEnterEvent(QDragEnterEvent* event) override
    {
        if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile())
            event->acceptProposedAction();
    }

    void dropEvent(QDropEvent* event) override
    {
        event->acceptProposedAction();
        Q_EMIT m_owner.fileChosen(event->mimeData()->urls().first().toLocalFile());
    }

    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        const QRectF body = QRectF(rect()).adjusted(1, 1, -1, -1);
        QPainterPath shape;
        shape.addRoundedRect(body, space::kRadius, space::kRadius);
        painter.fillPath(shape, theme.field);
        painter.setClipPath(shape);
        const QRectF room = body.adjusted(0, 0, 0, -kCaption);
        if (!m_picture.isNull()) {
            const QSizeF size = QSizeF(m_picture.size()).scaled(room.size(), Qt::KeepAspectRatio);
            const QRectF target(room.center() - QPointF(size.width() / 2, size.height() / 2), size);
            if (m_picture.hasAlphaChannel())
                paintChequers(painter, target.toAlignedRect(), theme);
            painter.drawImage(target, m_picture);
        }
        painter.setClipping(false);
        painter.setFont(uiFont(11));
        painter.setPen(theme.secondary);
        const QRect caption = rect().adjusted(10, height() - kCaption, -10, 0);
        painter.drawText(caption, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, caption.width() / 2));
        painter.setPen(theme.accent);
        painter.drawText(caption, Qt::AlignVCenter | Qt::AlignRight, PictureField::tr("Choose…"));
        painter.setPen(QPen(hasFocus() ? theme.accent : underMouse() ? theme.border : theme.fieldBorder, hasFocus() ? 2 : 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(shape);
    }

private:
    static void paintChequers(QPainter& painter, const QRect& area, const Theme& theme)
    {
        painter.fillRect(area, theme.node);
        for (int y = area.top(); y <= area.bottom(); y += kSquare) {
            for (int x = area.left() + ((y - area.top()) / kSquare % 2) * kSquare; x <= area.right(); x += 2 * kSquare)
                painter.fillRect(QRect(x, y, kSquare, kSquare).intersected(area), theme.header);
        }
    }

    PictureField& m_owner;
    QImage m_picture;
};

PictureField::PictureField(AppField field, InputSpec spec, QString inputFolder, QWidget* parent)
    : FormField(std::move(field), std::move(spec), parent)
    , m_inputFolder(std::move(inputFolder))
    , m_frame(new Frame(*this))
{
    layout()->addWidget(m_frame);
    connect(m_frame, &QAbstractButton::clicked, this, &PictureField::choose);
    retranslate();
}

QWidget* PictureField::editor() const { return m_frame; }

void PictureField::retranslate()
{
    m_frame->setAccessibleName(m_field.label);
    m_frame->setAccessibleDescription(tr("%1. Press to choose another picture.").arg(m_frame->text()));
    m_frame->update();
}

void PictureField::showValue(const Json& value)
{
    const QString name = valueText(&m_spec, value);
    if (name == m_frame->text())
        return;
    m_frame->setPicture(inputPreview(m_inputFolder, name.toStdString()), name);
    retranslate();
}

void PictureField::choose()
{
    auto* dialog = new QFileDialog(this, tr("Choose a picture"), m_inputFolder,
        tr("Pictures (*.png *.jpg *.jpeg *.webp);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &FormField::fileChosen);
    dialog->open();
}

} // namespace weft

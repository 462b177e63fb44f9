// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/SettingPainter.h"

#include "app/theme/Icons.h"

#include <QPainter>
#include <QPixmapCache>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

/// Edge and inside are filled boxes.
void fieldBox(BoxPainter& boxes, const SettingFace& setting, const NodeLook& look)
{
    const Theme& theme = *look.theme;
    const QColor& edge = look.hoveredSetting == setting.name ? theme.border : theme.fieldBorder;
    const double radius = look.scale < detail::kPlainEdges ? 0 : space::kRadiusSmall;
    const QRectF inside = boxes.framed(boxes.pixels(setting.rect), radius, 1, edge, setting.isLinked ? theme.node : theme.field);
    if (setting.fill <= 0 || setting.isLinked)
        return;
    QRectF bar = inside;
    bar.setWidth(std::round(bar.width() * setting.fill));
    boxes.box(bar, std::max(radius - 1, 0.0), mixed(theme.field, theme.accent, theme.isDark ? 0.26 : 0.20));
}

class SettingDrawing {
public:
    SettingDrawing(QPainter& painter, const NodeFace& face, const NodeLook& look)
        : p(painter)
        , m_face(face)
        , m_look(look)
        , m_theme(*look.theme)
    {
    }

    void draw(const SettingFace& setting, const FittedText& label, const FittedText& value)
    {
        if (m_face.isNote || (setting.kind == SettingKind::MultiLine && !setting.isLinked)) {
            multiLine(setting, value);
            return;
        }
        p.setFont(nodeTextFont());
        drawAtLeft(p, label, {setting.rect.left() + 8, setting.rect.center().y()}, m_theme.secondary);
        if (setting.isLinked)
            return;
        drawAtRight(p, value, {setting.rect.right() - rightRoomOf(setting), setting.rect.center().y()}, m_theme.text);
        decoration(setting);
    }

private:
    void swatch(const SettingFace& setting)
    {
        p.setPen(QPen(m_theme.border, 1));
        p.setBrush(setting.color.isValid() ? QBrush(setting.color) : QBrush(m_theme.secondary, Qt::DiagCrossPattern));
        p.drawRoundedRect(QRectF(setting.rect.right() - 28, setting.rect.center().y() - 7, 20, 14), 3, 3);
    }

    void curve(const SettingFace& setting)
    {
        const QRectF where(setting.rect.right() - 28, setting.rect.center().y() - 7, 20, 14);
        p.setPen(QPen(m_theme.border, 1));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(where, 3, 3);
        QPolygonF line;
        for (const QPointF& at : setting.curve)
            line << QPointF(where.left() + 2 + at.x() * (where.width() - 4), where.bottom() - 2 - at.y() * (where.height() - 4));
        p.setPen(QPen(m_theme.accent, 1.4));
        p.drawPolyline(line);
    }

    void multiLine(const SettingFace& setting, const FittedText& value)
    {
        p.setFont(nodeTextFont());
        p.setPen(setting.value.isEmpty() ? m_theme.secondary : m_theme.text);
        const bool fits = value.size.height() + 8 <= setting.rect.height();
        if (!fits) {
            p.save();
            p.setClipRect(setting.rect.adjusted(1, 1, -1, -3), Qt::IntersectClip);
        }
        p.drawStaticText(setting.rect.topLeft() + QPointF(8, 5), value.text);
        if (!fits)
            p.restore();
    }

    void decoration(const SettingFace& setting)
    {
        const QPointF right(setting.rect.right() - 13, setting.rect.center().y());
        if (setting.kind == SettingKind::Choice || setting.kind == SettingKind::Picture) {
            p.setPen(QPen(m_theme.secondary, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            p.setBrush(Qt::NoBrush);
            const QPointF chevron[] {right + QPointF(-3.5, -1.8), right + QPointF(0, 1.8), right + QPointF(3.5, -1.8)};
            p.drawPolyline(chevron, 3);
        } else if (setting.kind == SettingKind::Toggle) {
            toggle(setting);
        } else if (setting.kind == SettingKind::Color) {
            swatch(setting);
        } else if (setting.kind == SettingKind::Curve) {
            curve(setting);
        } else if (!setting.control.empty()) {
            seedButtons(setting);
        }
    }

    /// What happens to the seed after each run, and the dice that throws another one now.
    void seedButtons(const SettingFace& setting)
    {
        const QPointF dice = diceRect(setting).center();
        const QPointF control = controlRect(setting).center();
        drawIcon(p, QStringLiteral("dices"), m_theme.secondary, {dice.x() - 6.5, dice.y() - 6.5, 13, 13});
        const QColor& color = setting.control == "fixed" ? m_theme.secondary : m_theme.accent;
        if (setting.control == "fixed" || setting.control == "randomize") {
            const QString icon = setting.control == "fixed" ? QStringLiteral("lock") : QStringLiteral("shuffle");
            drawIcon(p, icon, color, {control.x() - 6.5, control.y() - 6.5, 13, 13});
            return;
        }
        p.setFont(nodeSmallFont());
        p.setPen(color);
        p.drawText(controlRect(setting), Qt::AlignCenter, setting.control == "decrement" ? QStringLiteral("−1") : QStringLiteral("+1"));
    }

    void toggle(const SettingFace& setting)
    {
        const QRectF track(setting.rect.right() - 34, setting.rect.center().y() - 7, 26, 14);
        p.setPen(Qt::NoPen);
        p.setBrush(setting.isOn ? m_theme.ok : m_theme.border);
        p.drawRoundedRect(track, 7, 7);
        p.setBrush(Qt::white);
        p.drawEllipse(QPointF(setting.isOn ? track.right() - 7 : track.left() + 7, track.center().y()), 5, 5);
    }

    QPainter& p;
    const NodeFace& m_face;
    const NodeLook& m_look;
    const Theme& m_theme;
};

} // namespace

void drawAtLeft(QPainter& painter, const FittedText& text, QPointF at, const QColor& color)
{
    if (text.isEmpty())
        return;
    painter.setPen(color);
    painter.drawStaticText(QPointF(at.x(), at.y() - text.above), text.text);
}

void drawAtRight(QPainter& painter, const FittedText& text, QPointF at, const QColor& color)
{
    drawAtLeft(painter, text, at - QPointF(text.size.width(), 0), color);
}

void drawIcon(QPainter& painter, const QString& name, const QColor& color, const QRectF& where)
{
    const QString key = name + color.name();
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = themedPixmap(name, color, int(where.width()), 3);
        QPixmapCache::insert(key, pixmap);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(where, pixmap, QRectF(pixmap.rect()));
}

void paintSettingBoxes(BoxPainter& boxes, const NodeFace& face, const NodeLook& look)
{
    for (const SettingFace& setting : face.settings) {
        if (!face.isNote)
            fieldBox(boxes, setting, look);
    }
}

void paintSettingTexts(QPainter& painter, const NodeFace& face, const FittedTexts& texts, const NodeLook& look)
{
    SettingDrawing drawing(painter, face, look);
    for (std::size_t i = 0; look.scale >= detail::kNoText && i < texts.values.size(); ++i)
        drawing.draw(face.settings[i], texts.labels[i], texts.values[i]);
}

} // namespace weft

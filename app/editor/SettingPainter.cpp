// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/SettingPainter.h"

#include "app/theme/Icons.h"

#include <QPainter>
#include <QPixmapCache>

namespace weft {

namespace {

class SettingDrawing {
public:
    SettingDrawing(QPainter& painter, const NodeFace& face, const NodeLook& look)
        : p(painter)
        , m_face(face)
        , m_look(look)
        , m_theme(*look.theme)
        , m_withText(look.scale >= detail::kNoText)
        , m_isPlain(look.scale < detail::kPlainEdges)
    {
    }

    void draw(const SettingFace& setting, const FittedText& label, const FittedText& value)
    {
        if (m_face.isNote) {
            multiLine(setting, value);
            return;
        }
        field(setting);
        if (setting.fill >= 0 && !setting.isLinked)
            fillBar(setting);
        if (setting.kind == SettingKind::Color && !setting.isLinked)
            swatch(setting);
        if (!m_withText)
            return;
        if (setting.kind == SettingKind::MultiLine && !setting.isLinked) {
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
    /// Edge and inside are filled shapes: much faster than a line round a shape.
    void field(const SettingFace& setting)
    {
        const QColor& edge = m_look.hoveredSetting == setting.name ? m_theme.border : m_theme.fieldBorder;
        if (setting.isLinked) {
            p.setBrush(Qt::NoBrush);
            p.setPen(QPen(edge, 1));
            p.drawRoundedRect(setting.rect.adjusted(0.5, 0.5, -0.5, -0.5), space::kRadiusSmall, space::kRadiusSmall);
            return;
        }
        if (m_isPlain) {
            p.setRenderHint(QPainter::Antialiasing, false);
            p.fillRect(setting.rect, edge);
            p.fillRect(setting.rect.adjusted(1, 1, -1, -1), m_theme.field);
            p.setRenderHint(QPainter::Antialiasing, true);
            return;
        }
        p.setPen(Qt::NoPen);
        p.setBrush(edge);
        p.drawRoundedRect(setting.rect, space::kRadiusSmall, space::kRadiusSmall);
        p.setBrush(m_theme.field);
        p.drawRoundedRect(setting.rect.adjusted(1, 1, -1, -1), space::kRadiusSmall - 1, space::kRadiusSmall - 1);
    }

    void fillBar(const SettingFace& setting)
    {
        QColor tint = m_theme.accent;
        tint.setAlphaF(m_theme.isDark ? 0.26F : 0.20F);
        QRectF bar = setting.rect.adjusted(1, 1, -1, -1);
        bar.setWidth(bar.width() * setting.fill);
        if (m_isPlain) {
            p.fillRect(bar, tint);
            return;
        }
        p.setPen(Qt::NoPen);
        p.setBrush(tint);
        p.drawRoundedRect(bar, 3, 3);
    }

    void swatch(const SettingFace& setting)
    {
        p.setPen(QPen(m_theme.border, 1));
        p.setBrush(setting.color.isValid() ? QBrush(setting.color) : QBrush(m_theme.secondary, Qt::DiagCrossPattern));
        p.drawRoundedRect(QRectF(setting.rect.right() - 28, setting.rect.center().y() - 7, 20, 14), 3, 3);
    }

    void multiLine(const SettingFace& setting, const FittedText& value)
    {
        if (!m_withText)
            return;
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
    const bool m_withText;
    const bool m_isPlain;
};

} // namespace

void drawAtLeft(QPainter& painter, const FittedText& text, QPointF at, const QColor& color)
{
    if (text.isEmpty())
        return;
    painter.setPen(color);
    painter.drawStaticText(QPointF(at.x(), at.y() - text.size.height() / 2), text.text);
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

void paintSettings(QPainter& painter, const NodeFace& face, const FittedTexts& texts, const NodeLook& look)
{
    static const FittedText none;
    SettingDrawing drawing(painter, face, look);
    for (std::size_t i = 0; i < face.settings.size(); ++i) {
        const bool has = texts.isFitted && i < texts.values.size();
        drawing.draw(face.settings[i], has ? texts.labels[i] : none, has ? texts.values[i] : none);
    }
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/NodePainter.h"

#include "app/editor/model/StatusText.h"
#include "app/theme/Icons.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>

namespace weft {

namespace {

const QFont& titleFont()
{
    static const QFont font = uiFont(13, QFont::DemiBold);
    return font;
}
const QFont& textFont()
{
    static const QFont font = uiFont(12);
    return font;
}
const QFont& smallFont()
{
    static const QFont font = uiFont(11);
    return font;
}

QString elided(const QFont& font, const QString& text, double room)
{
    return QFontMetricsF(font).elidedText(text.section(QLatin1Char('\n'), 0, 0), Qt::ElideRight, room);
}

QPainterPath topRounded(const QRectF& rect, double radius)
{
    QPainterPath path;
    path.moveTo(rect.bottomLeft());
    path.lineTo(rect.left(), rect.top() + radius);
    path.arcTo(rect.left(), rect.top(), 2 * radius, 2 * radius, 180, -90);
    path.lineTo(rect.right() - radius, rect.top());
    path.arcTo(rect.right() - 2 * radius, rect.top(), 2 * radius, 2 * radius, 90, -90);
    path.lineTo(rect.bottomRight());
    path.closeSubpath();
    return path;
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
        float(a.greenF() * (1 - share) + b.greenF() * share), float(a.blueF() * (1 - share) + b.blueF() * share));
}

/// Draws one node, part by part. Lives for one paint call.
class Drawing {
public:
    Drawing(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look)
        : p(painter)
        , m_face(face)
        , m_status(status)
        , m_texts(texts)
        , m_look(look)
        , m_theme(*look.theme)
        , m_withText(look.scale >= detail::kNoText)
    {
    }

    void draw()
    {
        p.setRenderHint(QPainter::Antialiasing);
        if (m_face.mode == NodeMode::Muted)
            p.setOpacity(0.45);
        body();
        header();
        if (!m_face.isCollapsed) {
            settings();
            preview();
            if (!m_face.isNote)
                footer();
        }
        p.setOpacity(1);
        frame();
        ports();
    }

private:
    QRectF rect() const { return {QPointF(0, 0), m_face.size}; }

    QColor bodyColor() const
    {
        if (m_face.isNote)
            return mixed(m_theme.node, m_theme.warn, m_theme.isDark ? 0.12 : 0.10);
        if (m_face.mode == NodeMode::Bypassed)
            return mixed(m_theme.node, m_theme.remote, 0.18);
        return m_theme.node;
    }

    void body()
    {
        p.setPen(Qt::NoPen);
        p.setBrush(bodyColor());
        p.drawRoundedRect(rect(), space::kRadius, space::kRadius);
    }

    void header()
    {
        const QRectF bar(0, 0, m_face.size.width(), face::kHeader);
        p.setBrush(m_face.isMissing ? mixed(m_theme.header, m_theme.error, 0.35) : m_theme.header);
        p.setPen(Qt::NoPen);
        if (m_face.isCollapsed)
            p.drawRoundedRect(bar, space::kRadius, space::kRadius);
        else
            p.drawPath(topRounded(bar, space::kRadius));
        p.setBrush(m_status.state == NodeStatus::State::Failed ? m_theme.error
                : m_face.isNote                               ? m_theme.warn
                                                              : placeColor(m_theme, m_status));
        p.drawRoundedRect(QRectF(0, 8, 3, face::kHeader - 16), 1.5, 1.5);
        progress();
        if (m_withText)
            headerTexts();
    }

    void headerTexts()
    {
        p.setFont(titleFont());
        p.setPen(m_theme.text);
        p.drawText(QRectF(12, 0, m_face.size.width() - 24, face::kHeader), Qt::AlignVCenter | Qt::AlignLeft, m_texts.title);
        p.setFont(smallFont());
        p.setPen(m_status.state == NodeStatus::State::Failed || m_face.isMissing ? m_theme.error : m_theme.secondary);
        p.drawText(QRectF(12, 0, m_face.size.width() - 24, face::kHeader), Qt::AlignVCenter | Qt::AlignRight, m_texts.headerRight);
    }

    void progress()
    {
        if (m_status.state != NodeStatus::State::Running)
            return;
        const double share = m_status.progress() < 0 ? 0.12 : m_status.progress();
        p.setBrush(m_theme.accent);
        p.drawRect(QRectF(0, face::kHeader - 3, m_face.size.width() * share, 3));
    }

    void settings()
    {
        for (qsizetype i = 0; i < qsizetype(m_face.settings.size()); ++i)
            setting(m_face.settings[std::size_t(i)], m_texts.labels.value(i), m_texts.values.value(i));
    }

    void setting(const SettingFace& setting, const QString& label, const QString& value)
    {
        if (m_face.isNote) {
            if (m_withText)
                multiLine(setting);
            return;
        }
        const bool hot = m_look.hoveredSetting == setting.name;
        p.setBrush(setting.isLinked ? QBrush(Qt::NoBrush) : QBrush(m_theme.field));
        p.setPen(QPen(hot ? m_theme.border : m_theme.fieldBorder, 1));
        p.drawRoundedRect(setting.rect.adjusted(0.5, 0.5, -0.5, -0.5), space::kRadiusSmall, space::kRadiusSmall);
        if (setting.fill >= 0 && !setting.isLinked)
            fillBar(setting);
        if (!m_withText)
            return;
        if (setting.kind == SettingKind::MultiLine && !setting.isLinked) {
            multiLine(setting);
            return;
        }
        p.setFont(textFont());
        p.setPen(m_theme.secondary);
        p.drawText(setting.rect.adjusted(8, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, label);
        if (setting.isLinked)
            return;
        p.setPen(m_theme.text);
        p.drawText(setting.rect.adjusted(8, 0, -rightRoom(setting), 0), Qt::AlignVCenter | Qt::AlignRight, value);
        decoration(setting);
    }

    static double rightRoom(const SettingFace& setting)
    {
        switch (setting.kind) {
        case SettingKind::Choice:
        case SettingKind::Picture:
            return 22;
        case SettingKind::Toggle:
            return 42;
        case SettingKind::Number:
            return setting.isSeed ? 26 : 8;
        default:
            return 8;
        }
    }

    void fillBar(const SettingFace& setting)
    {
        QColor tint = m_theme.accent;
        tint.setAlphaF(m_theme.isDark ? 0.26F : 0.20F);
        p.setPen(Qt::NoPen);
        p.setBrush(tint);
        QRectF bar = setting.rect.adjusted(1, 1, -1, -1);
        bar.setWidth(bar.width() * setting.fill);
        p.drawRoundedRect(bar, 3, 3);
    }

    void multiLine(const SettingFace& setting)
    {
        p.setFont(textFont());
        p.setPen(setting.value.isEmpty() ? m_theme.secondary : m_theme.text);
        p.save();
        p.setClipRect(setting.rect.adjusted(1, 1, -1, -3), Qt::IntersectClip);
        p.drawText(setting.rect.adjusted(8, 5, -8, 0), Qt::TextWordWrap | Qt::AlignTop | Qt::AlignLeft,
            setting.value.isEmpty() ? setting.label : setting.value);
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
        } else if (setting.isSeed) {
            icon(QStringLiteral("dices"), {right.x() - 6, right.y() - 6.5, 13, 13});
        }
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

    void icon(const QString& name, const QRectF& where)
    {
        const QString key = name + m_theme.secondary.name();
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = themedPixmap(name, m_theme.secondary, 13, 3);
            QPixmapCache::insert(key, pixmap);
        }
        p.setRenderHint(QPainter::SmoothPixmapTransform);
        p.drawPixmap(where, pixmap, QRectF(pixmap.rect()));
    }

    void preview()
    {
        if (m_face.preview.isEmpty())
            return;
        const QImage& image = m_status.preview;
        const double ratio = double(image.width()) / image.height();
        QRectF target = m_face.preview;
        if (ratio < target.width() / target.height()) {
            const double width = target.height() * ratio;
            target = {target.center().x() - width / 2, target.top(), width, target.height()};
        }
        p.setRenderHint(QPainter::SmoothPixmapTransform, m_withText);
        p.drawImage(target, image);
    }

    void footer()
    {
        const double top = m_face.footerTop;
        p.setPen(QPen(m_theme.isDark ? m_theme.nodeBorder : m_theme.header, 1));
        p.drawLine(QPointF(1, top), QPointF(m_face.size.width() - 1, top));
        if (!m_withText)
            return;
        const QRectF row(12, top, m_face.size.width() - 24, face::kFooter);
        const QColor place = placeColor(m_theme, m_status);
        placeMark({15, row.center().y()}, place);
        p.setFont(smallFont());
        p.setPen(place);
        p.drawText(row.adjusted(12, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_texts.place);
        p.setPen(m_theme.text);
        p.drawText(row, Qt::AlignVCenter | Qt::AlignRight, m_texts.cost);
        if (m_face.hasExposure) {
            p.setPen(m_theme.warn);
            p.drawText(QRectF(12, top + face::kFooter - 6, row.width(), face::kExposure), Qt::AlignVCenter | Qt::AlignLeft,
                m_status.exposure);
        }
    }

    void placeMark(QPointF at, const QColor& color)
    {
        p.setPen(Qt::NoPen);
        p.setBrush(color);
        if (!m_status.isRemote()) {
            p.drawEllipse(at, 4, 4);
            return;
        }
        const QPointF diamond[] {at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5), at + QPointF(-5, 0)};
        p.drawPolygon(diamond, 4);
    }

    void frame()
    {
        QColor color = m_look.isHovered ? m_theme.border : m_theme.nodeBorder;
        double width = 1.5;
        if (m_status.state == NodeStatus::State::Running) {
            color = m_theme.accent;
            width = 2;
        }
        if (m_status.state == NodeStatus::State::Failed || m_face.isMissing) {
            color = m_theme.error;
            width = 2;
        }
        if (m_look.isSelected) {
            color = m_theme.selection;
            width = 2;
        }
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(color, width, m_face.mode == NodeMode::Bypassed ? Qt::DashLine : Qt::SolidLine));
        const double half = width / 2;
        p.drawRoundedRect(rect().adjusted(half, half, -half, -half), space::kRadius - half, space::kRadius - half);
    }

    void ports()
    {
        for (const PortFace& port : m_face.ports) {
            if (port.ofSetting && !port.isLinked && !m_look.showsSettingPorts)
                continue;
            paintPort(p, m_theme, port, port.ofSetting ? 4.5 : 5.5);
            if (m_withText && !m_face.isCollapsed && !port.ofSetting)
                portText(port);
        }
    }

    void portText(const PortFace& port)
    {
        p.setFont(textFont());
        p.setPen(port.isOptional && !port.isLinked ? m_theme.secondary : m_theme.text);
        const double half = m_face.size.width() * 0.62;
        const QRectF row = port.isOutput ? QRectF(port.at.x() - 14 - half, port.at.y() - 12, half, 24)
                                         : QRectF(14, port.at.y() - 12, half, 24);
        p.drawText(row, Qt::AlignVCenter | (port.isOutput ? Qt::AlignRight : Qt::AlignLeft), port.label);
    }

    QPainter& p;
    const NodeFace& m_face;
    const NodeStatus& m_status;
    const FittedTexts& m_texts;
    const NodeLook& m_look;
    const Theme& m_theme;
    const bool m_withText;
};

} // namespace

QColor placeColor(const Theme& theme, const NodeStatus& status) { return status.isRemote() ? theme.remote : theme.ok; }

FittedTexts fitTexts(const NodeFace& face, const NodeStatus& status)
{
    FittedTexts texts;
    const double width = face.size.width();
    const QString right = face.isMissing ? missingNodeText() : headerText(status, face.mode);
    texts.headerRight = elided(smallFont(), right, width * 0.55);
    const double rightWidth = QFontMetricsF(smallFont()).horizontalAdvance(texts.headerRight);
    texts.title = elided(titleFont(), face.title, width - 30 - (rightWidth > 0 ? rightWidth + 8 : 0));
    for (const SettingFace& setting : face.settings) {
        const double room = setting.rect.width() - 44;
        texts.labels << elided(textFont(), setting.label, room * 0.66);
        const double label = QFontMetricsF(textFont()).horizontalAdvance(texts.labels.last());
        const double mark = setting.kind == SettingKind::Toggle ? 20 : 0;
        texts.values << elided(textFont(), setting.value, room - label - mark + 8);
    }
    texts.cost = costText(status);
    const double costWidth = QFontMetricsF(smallFont()).horizontalAdvance(texts.cost);
    texts.place = elided(smallFont(), placeText(status), width - 48 - costWidth);
    return texts;
}

void paintPort(QPainter& painter, const Theme& theme, const PortFace& port, double radius)
{
    const QColor color = theme.wire(port.type);
    const bool hollow = port.isOptional && !port.isLinked;
    painter.setPen(QPen(hollow ? color : color.darker(theme.isDark ? 190 : 130), hollow ? 1.6 : 1));
    painter.setBrush(hollow ? theme.node : color);
    const double r = radius;
    const QPointF at = port.at;
    switch (Theme::shape(port.type)) {
    case PortShape::Circle:
        painter.drawEllipse(at, r, r);
        break;
    case PortShape::Square:
        painter.drawRect(QRectF(at.x() - r + 0.5, at.y() - r + 0.5, 2 * r - 1, 2 * r - 1));
        break;
    case PortShape::Diamond: {
        const double d = r + 1;
        const QPointF points[] {at + QPointF(0, -d), at + QPointF(d, 0), at + QPointF(0, d), at + QPointF(-d, 0)};
        painter.drawPolygon(points, 4);
        break;
    }
    case PortShape::Triangle: {
        const QPointF points[] {at + QPointF(-r, -r - 0.5), at + QPointF(r + 1, 0), at + QPointF(-r, r + 0.5)};
        painter.drawPolygon(points, 3);
        break;
    }
    }
}

void paintNode(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look)
{
    if (look.scale < detail::kBlocksOnly) {
        painter.fillRect(QRectF(QPointF(0, 0), face.size), look.theme->header);
        return;
    }
    Drawing(painter, face, status, texts, look).draw();
}

} // namespace weft

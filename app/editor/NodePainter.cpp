// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/NodePainter.h"

#include "app/editor/SettingPainter.h"
#include "app/theme/Icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>

#include <array>

namespace weft {

namespace {

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

/// Draws one node, part by part. Lives for one paint call.
class NodeDrawing {
public:
    NodeDrawing(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look)
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
            p.setOpacity(kMutedOpacity);
        body();
        header();
        if (!m_face.isCollapsed) {
            paintSettings(p, m_face, m_texts, m_look);
            preview();
            if (!m_face.isNote)
                footer();
        }
        p.setOpacity(1);
        ports();
    }

private:
    static constexpr double kMutedOpacity = 0.45;

    QRectF rect() const { return {QPointF(0, 0), m_face.size}; }

    QColor bodyColor() const
    {
        QColor color = m_theme.node;
        if (m_face.isNote)
            color = mixed(color, m_theme.warn, m_theme.isDark ? 0.12 : 0.10);
        else if (m_face.bodyTint.isValid())
            color = tintFor(m_theme, m_face.bodyTint);
        if (m_look.isTinted && !m_face.isNote)
            color = mixed(color, placeColor(m_theme, m_status), m_theme.isDark ? 0.30 : 0.22);
        return m_face.mode == NodeMode::Bypassed ? mixed(color, m_theme.remote, 0.30) : color;
    }

    QColor headerColor() const
    {
        QColor color = m_face.headerTint.isValid() ? tintFor(m_theme, m_face.headerTint).lighter(m_theme.isDark ? 130 : 96) : m_theme.header;
        if (m_look.isTinted && !m_face.isNote)
            color = mixed(color, placeColor(m_theme, m_status), 0.45);
        return m_face.isMissing ? mixed(color, m_theme.error, 0.35) : color;
    }

    QColor frameColor() const
    {
        if (m_look.isSelected)
            return m_theme.selection;
        if (m_status.state == NodeStatus::State::Failed || m_face.isMissing)
            return m_theme.error;
        if (m_status.state == NodeStatus::State::Running)
            return m_theme.accent;
        if (m_face.mode == NodeMode::Bypassed)
            return m_theme.remote;
        return m_look.isHovered ? m_theme.border : m_theme.nodeBorder;
    }

    /// The frame is a larger shape under the body: to fill twice is faster than to draw a line.
    void body()
    {
        const bool stands = m_look.isSelected || m_status.state == NodeStatus::State::Running
            || m_status.state == NodeStatus::State::Failed || m_face.isMissing;
        const double width = stands ? 2 : 1.5;
        p.setPen(Qt::NoPen);
        p.setBrush(frameColor());
        p.drawRoundedRect(rect(), space::kRadius, space::kRadius);
        p.setBrush(bodyColor());
        p.drawRoundedRect(rect().adjusted(width, width, -width, -width), space::kRadius - width, space::kRadius - width);
        m_frameWidth = width;
        if (m_face.mode == NodeMode::Bypassed && !m_look.isSelected)
            dashes();
    }

    /// A bypassed node's frame is broken, so that colour isn't all that tells.
    void dashes()
    {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(m_theme.canvas, m_frameWidth, Qt::DashLine));
        const double half = m_frameWidth / 2;
        p.drawRoundedRect(rect().adjusted(half, half, -half, -half), space::kRadius - half, space::kRadius - half);
        p.setPen(Qt::NoPen);
    }

    void header()
    {
        const double edge = m_frameWidth;
        const QRectF bar(edge, edge, m_face.size.width() - 2 * edge, face::kHeader - edge - (m_face.isCollapsed ? edge : 0));
        p.setBrush(headerColor());
        if (m_face.isCollapsed)
            p.drawRoundedRect(bar, space::kRadius - edge, space::kRadius - edge);
        else
            p.drawPath(topRounded(bar, space::kRadius - edge));
        p.setBrush(m_status.state == NodeStatus::State::Failed ? m_theme.error
                : m_face.isNote                               ? m_theme.warn
                                                              : placeColor(m_theme, m_status));
        p.fillRect(QRectF(edge, 8, 3, face::kHeader - 16), p.brush());
        progress();
        if (m_withText)
            headerTexts();
    }

    void headerTexts()
    {
        const double middle = face::kHeader / 2;
        double right = m_face.size.width() - 12;
        const bool failed = m_status.state == NodeStatus::State::Failed || m_face.isMissing;
        p.setFont(nodeSmallFont());
        drawAtRight(p, m_texts.headerRight, {right, middle}, failed ? m_theme.error : m_theme.secondary);
        if (!m_texts.headerRight.isEmpty())
            right -= m_texts.headerRight.size.width() + 6;
        if (m_face.isPinned)
            drawIcon(p, QStringLiteral("pin"), m_theme.secondary, {right - 13, middle - 6.5, 13, 13});
        p.setFont(nodeTitleFont());
        drawAtLeft(p, m_texts.title, {12, middle}, m_theme.text);
    }

    void progress()
    {
        if (m_status.state != NodeStatus::State::Running)
            return;
        const double share = m_status.progress() < 0 ? 0.12 : m_status.progress();
        p.fillRect(QRectF(m_frameWidth, face::kHeader - 3, (m_face.size.width() - 2 * m_frameWidth) * share, 3), m_theme.accent);
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
        p.fillRect(QRectF(m_frameWidth, top, m_face.size.width() - 2 * m_frameWidth, 1), m_theme.isDark ? m_theme.nodeBorder : m_theme.header);
        if (!m_withText)
            return;
        const double middle = top + face::kFooter / 2;
        const QColor place = placeColor(m_theme, m_status);
        placeMark({16, middle}, place);
        p.setFont(nodeSmallFont());
        drawAtLeft(p, m_texts.place, {25, middle}, place);
        drawAtRight(p, m_texts.cost, {m_face.size.width() - 12, middle}, m_theme.text);
        if (m_face.hasExposure)
            drawAtLeft(p, m_texts.exposure, {12, top + face::kFooter + face::kExposure / 2 - 6}, m_theme.warn);
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

    void ports()
    {
        if (m_face.isCollapsed) {
            collapsedPorts();
            return;
        }
        for (std::size_t i = 0; i < m_face.ports.size(); ++i) {
            const PortFace& port = m_face.ports[i];
            if (port.ofSetting && !port.isLinked && !m_look.showsSettingPorts)
                continue;
            paintPort(p, m_theme, port, port.ofSetting ? 4.5 : 5.5);
            if (m_withText && !port.ofSetting && i < m_texts.ports.size())
                portText(port, m_texts.ports[i]);
        }
    }

    /// One mark on each side that has ports, in the colour of the only type there, else in none's.
    void collapsedPorts()
    {
        for (const bool outputs : {false, true}) {
            const PortFace* first = nullptr;
            bool isMixed = false;
            for (const PortFace& port : m_face.ports) {
                if (port.isOutput != outputs || (port.ofSetting && !port.isLinked))
                    continue;
                isMixed = isMixed || (first && first->type != port.type);
                first = first ? first : &port;
            }
            if (!first)
                continue;
            PortFace mark = *first;
            if (isMixed)
                mark.type = "*";
            paintPort(p, m_theme, mark, 5.5);
        }
    }

    void portText(const PortFace& port, const FittedText& label)
    {
        p.setFont(nodeTextFont());
        const QColor& color = port.isOptional && !port.isLinked ? m_theme.secondary : m_theme.text;
        if (port.isOutput)
            drawAtRight(p, label, {port.at.x() - 14, port.at.y()}, color);
        else
            drawAtLeft(p, label, {14, port.at.y()}, color);
    }

    QPainter& p;
    const NodeFace& m_face;
    const NodeStatus& m_status;
    const FittedTexts& m_texts;
    const NodeLook& m_look;
    const Theme& m_theme;
    const bool m_withText;
    double m_frameWidth = 1.5;
};

void fillPort(QPainter& painter, PortShape shape, QPointF at, double r)
{
    switch (shape) {
    case PortShape::Circle:
        painter.drawEllipse(at, r, r);
        break;
    case PortShape::Square:
        painter.drawRect(QRectF(at.x() - r + 0.5, at.y() - r + 0.5, 2 * r - 1, 2 * r - 1));
        break;
    case PortShape::Diamond: {
        const double d = r + 1;
        const QPointF points[] {at + QPointF(0, -d), at + QPointF(d, 0), at + QPointF(0, d), at + QPointF(-d, 0)};
        painter.drawConvexPolygon(points, 4);
        break;
    }
    case PortShape::Triangle: {
        const QPointF points[] {at + QPointF(-r, -r - 0.5), at + QPointF(r + 1, 0), at + QPointF(-r, r + 0.5)};
        painter.drawConvexPolygon(points, 3);
        break;
    }
    }
}

unsigned nameHash(const QString& name)
{
    unsigned hash = 2166136261U;
    for (const QChar c : name)
        hash = (hash ^ c.unicode()) * 16777619U;
    return hash ^ (hash >> 15);
}

} // namespace

QColor mixed(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
        float(a.greenF() * (1 - share) + b.greenF() * share), float(a.blueF() * (1 - share) + b.blueF() * share));
}

QColor tintFor(const Theme& theme, const QColor& color)
{
    if (theme.isDark)
        return color;
    int hue = 0, saturation = 0, lightness = 0;
    color.getHsl(&hue, &saturation, &lightness);
    return QColor::fromHsl(std::max(hue, 0), std::min(saturation, 120), std::max(lightness, 214));
}

QColor placeColor(const Theme& theme, const NodeStatus& status)
{
    if (!status.isRemote())
        return theme.ok;
    const std::array hues {theme.remote, theme.isDark ? QColor(0x4fc3d9) : QColor(0x0b7285), theme.isDark ? QColor(0xf08ab8) : QColor(0xa8326e),
        theme.isDark ? QColor(0xd9a066) : QColor(0x8a4b14), theme.isDark ? QColor(0x8fa8ff) : QColor(0x3b4fc4)};
    return hues[nameHash(status.machine) % hues.size()];
}

void paintPort(QPainter& painter, const Theme& theme, const PortFace& port, double radius)
{
    const QColor color = theme.wire(port.type);
    const bool hollow = port.isOptional && !port.isLinked;
    const PortShape shape = Theme::shape(port.type);
    // Edge and inside are both filled: a line round a small shape costs several times as much.
    painter.setPen(Qt::NoPen);
    painter.setBrush(hollow ? color : color.darker(theme.isDark ? 190 : 130));
    fillPort(painter, shape, port.at, radius + 0.5);
    painter.setBrush(hollow ? theme.node : color);
    fillPort(painter, shape, port.at, radius - (hollow ? 1.3 : 0.5));
}

void paintNode(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look)
{
    if (look.scale < detail::kBlocksOnly) {
        painter.fillRect(QRectF(QPointF(0, 0), face.size), look.theme->header);
        return;
    }
    NodeDrawing(painter, face, status, texts, look).draw();
}

} // namespace weft

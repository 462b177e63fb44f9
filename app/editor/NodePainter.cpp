// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/NodePainter.h"

#include "app/editor/BoxPainter.h"
#include "app/editor/PortPainter.h"
#include "app/editor/SettingPainter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

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
        , m_colors(nodeColors(*look.theme, face, status, look.isTinted))
        , m_withText(look.scale >= detail::kNoText)
    {
    }

    void draw()
    {
        if (m_face.mode == NodeMode::Muted)
            p.setOpacity(kMutedOpacity);
        boxes();
        if (m_withText)
            headerTexts();
        else
            farTitle();
        if (!m_face.isCollapsed) {
            paintSettingTexts(p, m_face, m_texts, m_look);
            preview();
            if (m_withText && !m_face.isNote && !m_face.isBorder)
                footerTexts();
        }
        if (m_face.mode == NodeMode::Bypassed && !m_look.isSelected)
            dashes();
        p.setOpacity(1);
        ports();
        if (m_withText)
            portTexts();
    }

private:
    static constexpr double kMutedOpacity = 0.45;
    static constexpr double kDash = 1.5;

    QRectF rect() const { return {QPointF(0, 0), m_face.size}; }

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

    /// All that is made of boxes, on whole pixels.
    void boxes()
    {
        BoxPainter boxes(p);
        if (m_face.isInstance)
            sheetBehind(boxes);
        const bool stands = m_look.isSelected || m_status.state == NodeStatus::State::Running
            || m_status.state == NodeStatus::State::Failed || m_face.isMissing;
        const QRectF inside = boxes.framed(boxes.pixels(rect()), space::kRadius, stands ? 2 : 1.5, frameColor(), m_colors.body);
        header(boxes, inside);
        if (m_face.isCollapsed)
            return;
        paintSettingBoxes(boxes, m_face, m_look);
        if (m_face.isNote || m_face.isBorder)
            return;
        QRectF line = boxes.pixels({0, m_face.footerTop, m_face.size.width(), 1});
        line = QRectF(inside.left(), line.top(), inside.width(), std::max(line.height(), 1 / boxes.ratio()));
        boxes.fill(line, m_theme.isDark ? m_theme.nodeBorder : m_theme.header);
    }

    /// An instance looks like several sheets.
    void sheetBehind(BoxPainter& boxes)
    {
        const QColor edge = m_look.isSelected ? m_theme.selection : m_theme.nodeBorder;
        boxes.framed(boxes.pixels(rect().translated(4, 4)), space::kRadius, 1.5, edge, mixed(m_theme.node, m_theme.canvas, 0.45));
    }

    void header(BoxPainter& boxes, const QRectF& inside)
    {
        QRectF bar = inside;
        if (!m_face.isCollapsed)
            bar.setBottom(boxes.pixels({0, 0, 1, face::kHeader}).bottom());
        boxes.box(bar, space::kRadius - 1.5, m_colors.header, true, m_face.isCollapsed);
        const QColor mark = m_status.state == NodeStatus::State::Failed || m_face.isMissing ? m_theme.error
            : m_face.isNote                                             ? m_theme.warn
            : m_face.isBorder                                           ? m_theme.accent
                                                                        : placeColor(m_theme, m_status);
        QRectF stripe = boxes.pixels({0, 8, 4.5, face::kHeader - 16});
        stripe.setLeft(inside.left());
        boxes.fill(stripe, mark);
        if (m_status.state != NodeStatus::State::Running)
            return;
        const double share = m_status.progress() < 0 ? 0.12 : m_status.progress();
        QRectF progress = boxes.pixels({0, face::kHeader - 3, 1, 3});
        progress.setLeft(inside.left());
        progress.setWidth(std::round(inside.width() * share));
        boxes.fill(progress, m_theme.accent);
    }

    /// A bypassed node's frame is broken, so that colour isn't all that tells.
    void dashes()
    {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(m_theme.canvas, kDash, Qt::DashLine));
        const double half = kDash / 2;
        p.drawRoundedRect(rect().adjusted(half, half, -half, -half), space::kRadius - half, space::kRadius - half);
        p.setPen(Qt::NoPen);
    }

    void headerTexts()
    {
        const double middle = face::kHeader / 2;
        double right = m_face.size.width() - 12;
        const bool failed = m_status.state == NodeStatus::State::Failed || m_face.isMissing;
        if (m_face.isInstance) {
            const QRectF mark = enterRect(m_face);
            drawIcon(p, QStringLiteral("workflow"), m_theme.accent, {mark.center().x() - 7, middle - 7, 14, 14});
            right = mark.left() - 2;
        }
        p.setFont(nodeSmallFont());
        drawAtRight(p, m_texts.headerRight, {right, middle}, failed ? m_colors.error : m_colors.state);
        if (!m_texts.headerRight.isEmpty())
            right -= m_texts.headerRight.size.width() + 6;
        if (m_face.isPinned)
            drawIcon(p, QStringLiteral("pin"), m_theme.secondary, {right - 13, middle - 6.5, 13, 13});
        p.setFont(nodeTitleFont());
        drawAtLeft(p, m_texts.title, {12, middle}, m_colors.title);
    }

    /// From afar nothing but the title, larger than it is near.
    void farTitle()
    {
        if (m_face.size.width() * m_look.scale < detail::kLeastTitle)
            return;
        constexpr double kPixels = 8.5;
        const QFont& font = farTitleFont(int(std::lround(std::min(kPixels / m_look.scale, face::kHeader - 6))));
        p.setFont(font);
        drawAtLeft(p, fitFarTitle(font, m_face.title, m_face.size.width() - 20), {12, face::kHeader / 2}, m_colors.title);
        p.setPen(Qt::NoPen);
    }

    void preview()
    {
        if (m_face.preview.isEmpty())
            return;
        const QSize size = m_status.preview.size();
        const double ratio = double(size.width()) / size.height();
        QRectF target = m_face.preview;
        if (ratio < target.width() / target.height()) {
            const double width = target.height() * ratio;
            target = {target.center().x() - width / 2, target.top(), width, target.height()};
        }
        p.setRenderHint(QPainter::SmoothPixmapTransform, m_withText);
        p.setOpacity(m_status.state == NodeStatus::State::Waiting ? 0.35 : 1); // of an earlier run
        p.drawImage(target, m_status.preview.forWidth(target.width() * m_look.scale * p.device()->devicePixelRatioF()));
        p.setOpacity(1);
    }

    void footerTexts()
    {
        const double top = m_face.footerTop;
        const double middle = top + face::kFooter / 2;
        if (!m_face.isMissing)
            placeMark({16, middle}, m_colors.place);
        p.setFont(nodeSmallFont());
        drawAtLeft(p, m_texts.place, {25, middle}, m_colors.place);
        drawAtRight(p, m_texts.cost, {m_face.size.width() - 12, middle}, m_colors.cost);
        if (m_face.hasExposure)
            drawAtLeft(p, m_texts.exposure, {12, top + face::kFooter + face::kExposure / 2 - 6}, m_colors.exposure);
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
        BoxPainter boxes(p);
        if (m_face.isCollapsed) {
            collapsedPorts(boxes);
            return;
        }
        for (const PortFace& port : m_face.ports) {
            if (port.isPlus)
                boxes.stamp(plusPicture(boxes.scale() * boxes.ratio()), port.at);
            else if (!port.ofSetting || port.isLinked || port.isExposed || m_look.showsSettingPorts)
                stampPort(boxes, m_theme, port, port.ofSetting ? 4.5 : 5.5);
        }
    }

    QImage plusPicture(double scale) const
    {
        const int side = int(std::ceil(16 * scale)) | 1;
        QImage picture(side, side, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(side / 2.0, side / 2.0);
        painter.scale(scale, scale);
        painter.setPen(QPen(m_theme.secondary, 1.3));
        painter.setBrush(m_theme.node);
        painter.drawEllipse(QPointF(), 6.5, 6.5);
        painter.drawLine(QPointF(-3.2, 0), QPointF(3.2, 0));
        painter.drawLine(QPointF(0, -3.2), QPointF(0, 3.2));
        return picture;
    }

    void portTexts()
    {
        for (std::size_t i = 0; i < m_texts.ports.size(); ++i) {
            if (!m_face.isCollapsed && !m_face.ports[i].ofSetting)
                portText(m_face.ports[i], m_texts.ports[i]);
        }
    }

    /// One mark on each side that has ports, in the colour of the only type there, else in none's.
    void collapsedPorts(BoxPainter& boxes)
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
            stampPort(boxes, m_theme, mark, 5.5);
        }
    }

    void portText(const PortFace& port, const FittedText& label)
    {
        p.setFont(nodeTextFont());
        const QColor& color = port.isOptional && !port.isLinked ? m_colors.quietLabel : m_colors.label;
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
    const NodeColors m_colors;
    const bool m_withText;
};

} // namespace

void paintNode(QPainter& painter, const NodeFace& face, const NodeStatus& status, const FittedTexts& texts, const NodeLook& look)
{
    if (look.scale < detail::kBlocksOnly) {
        painter.fillRect(QRectF(QPointF(0, 0), face.size), look.theme->header);
        return;
    }
    NodeDrawing(painter, face, status, texts, look).draw();
}

} // namespace weft

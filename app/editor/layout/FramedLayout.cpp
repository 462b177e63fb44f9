// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/FramedLayout.h"

#include <utility>

namespace weft {

namespace {

constexpr double kFrameRoom = 16; // between a frame's edge and what stands in it

/// Lays out from the innermost frames outwards. What a frame holds counts from the frame's corner until the end.
class FramedDrawing {
public:
    FramedDrawing(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires, const std::vector<LayoutFrame>& frames, const std::vector<int>& frameOf)
        : m_boxes(boxes)
        , m_wires(wires)
        , m_frames(frames)
        , m_frameOf(frameOf)
        , m_places {std::vector<QPointF>(boxes.size()), std::vector<QRectF>(frames.size())}
    {
    }

    FramedPlaces take()
    {
        for (int frame = int(m_frames.size()) - 1; frame >= -1; --frame)
            layOut(frame);
        for (std::size_t i = 0; i < m_frames.size(); ++i) { // a parent comes first, and is in its place
            if (m_frames[i].parent >= 0 && !m_places.frames[i].isNull())
                m_places.frames[i].translate(m_places.frames[std::size_t(m_frames[i].parent)].topLeft());
        }
        for (std::size_t i = 0; i < m_boxes.size(); ++i) {
            if (m_frameOf[i] >= 0)
                m_places.boxes[i] += m_places.frames[std::size_t(m_frameOf[i])].topLeft();
        }
        return std::move(m_places);
    }

private:
    struct Item {
        bool isFrame = false;
        std::size_t index = 0;
    };

    std::vector<Item> itemsOf(int frame) const
    {
        std::vector<Item> items;
        for (std::size_t i = 0; i < m_frames.size(); ++i) {
            if (m_frames[i].parent == frame && !m_places.frames[i].isNull())
                items.push_back({true, i});
        }
        for (std::size_t i = 0; i < m_boxes.size(); ++i) {
            if (m_frameOf[i] == frame)
                items.push_back({false, i});
        }
        return items;
    }

    /// The item of a frame's layout that a box belongs to, and how far below its top the box begins. -1: it is elsewhere.
    std::pair<int, double> itemWith(int box, int frame) const
    {
        Item at {false, std::size_t(box)};
        double down = 0;
        int holder = m_frameOf[std::size_t(box)];
        while (holder != frame && holder >= 0) {
            down += at.isFrame ? m_places.frames[at.index].top() : m_places.boxes[at.index].y();
            at = {true, std::size_t(holder)};
            holder = m_frames[std::size_t(holder)].parent;
        }
        const std::vector<int>& known = at.isFrame ? m_itemOfFrame : m_itemOfBox;
        return {holder == frame ? known[at.index] : -1, down};
    }

    void noteItems(const std::vector<Item>& items)
    {
        m_itemOfBox.assign(m_boxes.size(), -1);
        m_itemOfFrame.assign(m_frames.size(), -1);
        for (std::size_t i = 0; i < items.size(); ++i)
            (items[i].isFrame ? m_itemOfFrame : m_itemOfBox)[items[i].index] = int(i);
    }

    std::vector<LayoutWire> wiresIn(int frame) const
    {
        std::vector<LayoutWire> inside;
        for (const LayoutWire& wire : m_wires) {
            const auto [from, fromDown] = itemWith(wire.from, frame);
            const auto [to, toDown] = itemWith(wire.to, frame);
            if (from >= 0 && to >= 0 && from != to)
                inside.push_back({from, to, fromDown + wire.fromY, toDown + wire.toY});
        }
        return inside;
    }

    void layOut(int frame)
    {
        const std::vector<Item> items = itemsOf(frame);
        if (items.empty())
            return;
        std::vector<QSizeF> sizes;
        for (const Item& item : items)
            sizes.push_back(item.isFrame ? m_places.frames[item.index].size() : m_boxes[item.index]);
        noteItems(items);
        const std::vector<QPointF> at = layeredLayout(sizes, wiresIn(frame));
        QRectF all;
        for (std::size_t i = 0; i < items.size(); ++i)
            all = all.united(QRectF(at[i], sizes[i]));
        const QRectF around = frame < 0 ? all : frameAround(all, m_frames[std::size_t(frame)].titleHeight);
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].isFrame)
                m_places.frames[items[i].index].moveTopLeft(at[i] - around.topLeft());
            else
                m_places.boxes[items[i].index] = at[i] - around.topLeft();
        }
        if (frame >= 0)
            m_places.frames[std::size_t(frame)] = {QPointF(), around.size()};
    }

    const std::vector<QSizeF>& m_boxes;
    const std::vector<LayoutWire>& m_wires;
    const std::vector<LayoutFrame>& m_frames;
    const std::vector<int>& m_frameOf;
    FramedPlaces m_places;
    std::vector<int> m_itemOfBox, m_itemOfFrame; // in the layout of the moment; -1: not in it
};

} // namespace

FramedPlaces framedLayout(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires, const std::vector<LayoutFrame>& frames, const std::vector<int>& frameOf)
{
    return FramedDrawing(boxes, wires, frames, frameOf).take();
}

QRectF frameAround(const QRectF& inside, double titleHeight)
{
    return inside.adjusted(-kFrameRoom, -kFrameRoom - titleHeight, kFrameRoom, kFrameRoom);
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/CanvasScene.h"
#include "app/editor/NodeColors.h"

#include <utility>

// Nodes as they are seen from far: blocks of one colour.
namespace weft {

std::vector<NodeBlock> CanvasScene::blocksTouching(const QRectF& area) const
{
    m_blockColors.resize(m_byHandle.size());
    const std::vector<GridHash::Handle> handles = m_grid.touching(area);
    std::vector<NodeBlock> found;
    found.reserve(handles.size());
    for (const GridHash::Handle handle : handles) {
        QRgb& color = m_blockColors[static_cast<std::size_t>(handle)];
        if (color == 0)
            color = blockColor(*m_byHandle[static_cast<std::size_t>(handle)]).rgb();
        found.push_back({m_grid.rectOf(handle), color});
    }
    return found;
}

QColor CanvasScene::blockColor(const NodeItem& item) const
{
    if (item.isSelectedLook())
        return m_theme->selection;
    switch (item.status().state) {
    case NodeStatus::State::Failed:
        return m_theme->error;
    case NodeStatus::State::Running:
        return m_theme->accent;
    default:
        break;
    }
    if (item.status().isRemote() || m_tintsMachines)
        return placeColor(*m_theme, item.status());
    if (item.face().headerTint.isValid())
        return tintFor(*m_theme, item.face().headerTint).lighter(130);
    return m_theme->isDark ? m_theme->nodeBorder : m_theme->nodeBorder.lighter(115);
}

void CanvasScene::forgetBlockColor(const NodeItem& item)
{
    const auto at = static_cast<std::size_t>(item.handle());
    if (at >= m_blockColors.size() || std::exchange(m_blockColors[at], 0) == 0)
        return;
    if (!item.isVisible()) // its block is painted by another
        update(item.rect());
}

} // namespace weft

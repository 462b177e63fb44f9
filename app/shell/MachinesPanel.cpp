// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/MachinesPanel.h"

#include "app/theme/MachineColors.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

namespace weft {

namespace {

constexpr int kDetailRole = Qt::UserRole + 1;
constexpr int kRemoteRole = Qt::UserRole + 2;
constexpr int kBusyRole = Qt::UserRole + 3;
constexpr int kRow = 28;

class MachineDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, kRow}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::of(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool busy = index.data(kBusyRole).toBool();
        if (busy || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.panelHover);
            painter->drawRoundedRect(option.rect, 4, 4);
        }
        const QRect row = option.rect.adjusted(8, 0, -8, 0);
        const QPointF mark(row.left() + 4, row.center().y() + 0.5);
        painter->setPen(Qt::NoPen);
        if (index.data(kRemoteRole).toBool()) {
            painter->setBrush(machineColor(theme, index.data().toString()));
            const QPointF diamond[] {mark + QPointF(0, -5), mark + QPointF(5, 0), mark + QPointF(0, 5), mark + QPointF(-5, 0)};
            painter->drawPolygon(diamond, 4);
        } else {
            painter->setBrush(theme.ok);
            painter->drawEllipse(mark, 4, 4);
        }
        const QString detail = index.data(kDetailRole).toString();
        painter->setFont(uiFont(11));
        painter->setPen(busy ? theme.accent : theme.secondary);
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, detail);
        const int used = painter->fontMetrics().horizontalAdvance(detail) + 24;
        painter->setFont(uiFont(12));
        painter->setPen(theme.text);
        const QRect text = row.adjusted(16, 0, 0, 0);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width() - used + 8));
        painter->restore();
    }
};

bool canBeTrusted(const MachineRow& machine) { return machine.isRemote && !machine.isOwn && !machine.id.isEmpty(); }

QString toolTipOf(const MachineRow& machine)
{
    if (machine.isTrusted)
        return MachinesPanel::tr("%1\nTrusted: runs on trusted machines may use it.").arg(machine.name);
    if (canBeTrusted(machine))
        return MachinesPanel::tr("%1\nRight-click to trust it.").arg(machine.name);
    return machine.name;
}

} // namespace

MachinesPanel::MachinesPanel(QWidget* parent)
    : QListWidget(parent)
{
    setItemDelegate(new MachineDelegate(this));
    setSelectionMode(NoSelection);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    retranslate();
}

void MachinesPanel::retranslate() { setAccessibleName(tr("Machines")); }

void MachinesPanel::contextMenuEvent(QContextMenuEvent* event)
{
    const QListWidgetItem* item = itemAt(event->pos());
    const MachineRow* machine = item ? &m_machines[row(item)] : nullptr;
    if (!machine || !canBeTrusted(*machine))
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* trust = menu->addAction(tr("I trust this machine"), this,
        [this, id = machine->id, trusted = machine->isTrusted] { Q_EMIT trustChanged(id, !trusted); });
    trust->setCheckable(true);
    trust->setChecked(machine->isTrusted);
    menu->popup(event->globalPos());
}

void MachinesPanel::setMachines(const QList<MachineRow>& machines)
{
    m_machines = machines;
    clear();
    for (const MachineRow& machine : machines) {
        auto* item = new QListWidgetItem(machine.name, this);
        item->setData(Qt::UserRole, machine.id);
        item->setData(kDetailRole, machine.detail);
        item->setData(kRemoteRole, machine.isRemote);
        item->setData(kBusyRole, machine.isBusy);
        item->setToolTip(toolTipOf(machine));
    }
    setFixedHeight(std::clamp<int>(int(machines.size()), 1, 6) * kRow + 4);
}

} // namespace weft

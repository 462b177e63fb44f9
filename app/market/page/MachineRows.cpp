// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/page/MachineRows.h"

#include "app/language/DeviceText.h"
#include "app/market/MarketText.h"
#include "app/theme/Theme.h"

#include <QPainter>

#include <algorithm>

namespace weft {

namespace {

constexpr int kRowHeight = 62;
constexpr int kLetter = 34;
constexpr int kPriceColumn = 104;
constexpr int kSpeedColumn = 56;
constexpr int kHeadHeight = 22;
constexpr int kJobsColumn = 150;
constexpr int kWideJobsColumn = 220;
constexpr int kJobsFrom = 560; // px of row width from which on there is room for the jobs
constexpr int kWideFrom = 760;
constexpr int kSpeedFrom = 440;

/// A frame round a word behind the name. -> where the next one may begin
int paintBadge(QPainter& painter, QPoint at, const QString& text, const QColor& color)
{
    painter.setFont(uiFont(10));
    const int width = painter.fontMetrics().horizontalAdvance(text) + 12;
    const QRect frame(at.x(), at.y() - 8, width, 16);
    painter.setPen(color);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame, 8, 8);
    painter.drawText(frame, Qt::AlignCenter, text);
    return frame.right() + 6;
}

void paintRight(QPainter& painter, QRect& room, int width, const QString& text, const QColor& color, QFont::Weight weight = QFont::Normal)
{
    painter.setFont(uiFont(12, weight));
    painter.setPen(color);
    const QRect cell(room.right() - width, room.top(), width, room.height());
    painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, painter.fontMetrics().elidedText(text, Qt::ElideRight, width));
    room.setRight(cell.left() - space::kMedium);
}

} // namespace

MachineHead::MachineHead(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(kHeadHeight);
}

void MachineHead::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor color = Theme::of(this).secondary;
    QRect room = rect().adjusted(space::kMedium, 0, -space::kMedium, 0);
    paintRight(painter, room, kPriceColumn, tr("Price"), color);
    if (width() >= kSpeedFrom)
        paintRight(painter, room, kSpeedColumn, tr("Speed"), color);
    if (width() >= kJobsFrom)
        paintRight(painter, room, width() >= kWideFrom ? kWideJobsColumn : kJobsColumn, tr("Jobs"), color);
    room.setLeft(room.left() + kLetter + space::kMedium);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, tr("Machine"));
}

void paintLetter(QPainter& painter, const QRect& square, const QString& name, const std::string& id)
{
    unsigned hash = 17;
    for (const char c : id)
        hash = hash * 31 + static_cast<unsigned char>(c);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromHsl(int(hash % 360), 90, 78));
    painter.drawRoundedRect(square, space::kRadius, space::kRadius);
    painter.setPen(Qt::white);
    painter.setFont(uiFont(square.height() * 2 / 5, QFont::DemiBold));
    painter.drawText(square, Qt::AlignCenter, name.left(1).toUpper());
}

void MachineRows::setHits(const std::vector<MachineHit>& hits)
{
    beginResetModel();
    m_rows.clear();
    for (const MachineHit& hit : hits) {
        const MarketMachine& machine = *hit.machine;
        Row row;
        row.id = machine.info.id;
        row.name = QString::fromStdString(machine.info.displayName);
        const QString device = machine.listed ? deviceText(QString::fromStdString(machine.listed->device)) : QString();
        row.offer = device.isEmpty() ? offerText(hit) : device + QStringLiteral(" · ") + offerText(hit);
        row.jobs = jobsText(machine);
        row.speed = speedText(machine.info);
        row.price = priceText(machine.info);
        row.all = rowText(hit);
        row.isFree = machine.isFree();
        row.isTrusted = machine.isTrusted;
        row.isBusy = machine.listed && machine.listed->busySlots >= machine.info.slots;
        m_rows.push_back(std::move(row));
    }
    endResetModel();
}

int MachineRows::rowOf(const std::string& id) const
{
    const auto row = std::ranges::find(m_rows, id, &Row::id);
    return row == m_rows.end() ? -1 : int(row - m_rows.begin());
}

QVariant MachineRows::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::AccessibleTextRole:
        return row.all;
    case IdRole:
        return QString::fromStdString(row.id);
    case OfferRole:
        return row.offer;
    case JobsRole:
        return row.jobs;
    case SpeedRole:
        return row.speed;
    case PriceRole:
        return row.price;
    case FreeRole:
        return row.isFree;
    case TrustedRole:
        return row.isTrusted;
    case BusyRole:
        return row.isBusy;
    default:
        return {};
    }
}

QSize MachineRowPainter::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {300, kRowHeight}; }

void MachineRowPainter::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::of(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(isSelected ? theme.node : theme.panelHover);
        painter->drawRoundedRect(option.rect, space::kRadius, space::kRadius);
    }
    if (isSelected) {
        painter->setBrush(option.state & QStyle::State_HasFocus ? theme.accent : theme.border);
        painter->drawRoundedRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), 1, 1);
    } else {
        painter->setPen(theme.panelLine);
        painter->drawLine(option.rect.bottomLeft() + QPoint(space::kMedium, 0), option.rect.bottomRight() - QPoint(space::kMedium, 0));
    }
    QRect room = option.rect.adjusted(space::kMedium, 0, -space::kMedium, 0);
    const QString name = index.data().toString();
    paintLetter(*painter, QRect(room.left(), room.center().y() - kLetter / 2, kLetter, kLetter), name, index.data(MachineRows::IdRole).toString().toStdString());
    room.setLeft(room.left() + kLetter + space::kMedium);
    const bool isFree = index.data(MachineRows::FreeRole).toBool();
    const int width = option.rect.width();
    paintRight(*painter, room, kPriceColumn, index.data(MachineRows::PriceRole).toString(), isFree ? theme.ok : theme.text, QFont::DemiBold);
    if (width >= kSpeedFrom)
        paintRight(*painter, room, kSpeedColumn, index.data(MachineRows::SpeedRole).toString(), theme.secondary);
    const QString jobs = index.data(MachineRows::JobsRole).toString();
    if (width >= kJobsFrom && !jobs.isEmpty()) // else the name has its room
        paintRight(*painter, room, width >= kWideFrom ? kWideJobsColumn : kJobsColumn, jobs, theme.secondary);
    painter->setFont(uiFont(13, QFont::DemiBold));
    painter->setPen(theme.text);
    const QRect first(room.left(), room.center().y() - 20, room.width(), 20);
    const int badges = (index.data(MachineRows::TrustedRole).toBool() ? 62 : 0) + (index.data(MachineRows::BusyRole).toBool() ? 50 : 0);
    const QString shown = painter->fontMetrics().elidedText(name, Qt::ElideRight, first.width() - badges);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, shown);
    int x = first.left() + painter->fontMetrics().horizontalAdvance(shown) + space::kSmall;
    if (index.data(MachineRows::TrustedRole).toBool())
        x = paintBadge(*painter, {x, first.center().y()}, tr("trusted"), theme.ok);
    if (index.data(MachineRows::BusyRole).toBool())
        paintBadge(*painter, {x, first.center().y()}, tr("busy"), theme.warn);
    painter->setFont(uiFont(11));
    painter->setPen(theme.secondary);
    const QRect second(room.left(), room.center().y() + 2, room.width(), 18);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter, painter->fontMetrics().elidedText(index.data(MachineRows::OfferRole).toString(), Qt::ElideRight, second.width()));
    painter->restore();
}

} // namespace weft

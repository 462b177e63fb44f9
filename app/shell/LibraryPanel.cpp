// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/LibraryPanel.h"

#include "app/editor/CanvasView.h"
#include "app/editor/model/NodeNames.h"
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kTypeRole = Qt::UserRole;
constexpr int kCountRole = Qt::UserRole + 1;
constexpr int kColorRole = Qt::UserRole + 2;
constexpr int kPathRole = Qt::UserRole + 3;

/// Carries the node type's name while it is dragged.
class TypeTree : public QTreeWidget {
public:
    using QTreeWidget::QTreeWidget;

protected:
    QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override
    {
        if (items.isEmpty() || items.first()->data(0, kTypeRole).toString().isEmpty())
            return nullptr;
        auto* data = new QMimeData;
        data->setData(QLatin1String(kNodeTypeMime), items.first()->data(0, kTypeRole).toString().toUtf8());
        return data;
    }
};

/// The count of a category or the dot of a type, on the right.
class TypeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), 26};
    }

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->text = option->fontMetrics.elidedText(option->text, Qt::ElideRight, option->rect.width() - 34);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const Theme& theme = Theme::of(option.palette);
        const QRect right = option.rect.adjusted(0, 0, -8, 0);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (const QVariant count = index.data(kCountRole); count.isValid()) {
            painter->setPen(theme.secondary);
            painter->setFont(uiFont(11));
            painter->drawText(right, Qt::AlignRight | Qt::AlignVCenter, count.toString());
        } else if (const QVariant name = index.data(kColorRole); name.isValid()) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.wire(name.toString().toStdString()));
            painter->drawEllipse(QPointF(right.right() - 4, right.center().y() + 0.5), 3.5, 3.5);
        }
        painter->restore();
    }
};

} // namespace

LibraryPanel::LibraryPanel(QWidget* parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_tree(new TypeTree(this))
{
    m_field->setClearButtonEnabled(true);
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_tree->setItemDelegate(new TypeDelegate(m_tree));
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_tree->setUniformRowHeights(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setTextElideMode(Qt::ElideRight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_tree, 1);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.trimmed().isEmpty())
            fillTree();
        else
            fillHits(text);
    });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        if (m_tree->topLevelItemCount() > 0 && !m_field->text().isEmpty())
            choose(m_tree->topLevelItem(0));
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) { choose(item); });
    retranslate();
}

void LibraryPanel::retranslate()
{
    m_field->setPlaceholderText(tr("Search nodes…"));
    m_field->setAccessibleName(tr("Search nodes…"));
    m_tree->setAccessibleName(tr("Nodes"));
    if (m_catalogue)
        setCatalogue(*m_catalogue);
}

void LibraryPanel::setCatalogue(const Catalogue& catalogue)
{
    m_catalogue = &catalogue;
    m_search = std::make_unique<NodeSearch>(catalogue, m_memory);
    if (m_field->text().trimmed().isEmpty())
        fillTree();
    else
        fillHits(m_field->text());
}

void LibraryPanel::setMemory(std::shared_ptr<SearchMemory> memory)
{
    m_memory = std::move(memory);
    connect(m_memory.get(), &SearchMemory::favouritesChanged, this, [this] {
        if (m_field->text().trimmed().isEmpty())
            fillTree();
    });
}

void LibraryPanel::addFavourites()
{
    auto* folder = new QTreeWidgetItem(QStringList {tr("Favourites")});
    folder->setData(0, kPathRole, QStringLiteral("/favourites"));
    for (const auto& [name, type] : m_catalogue->types()) {
        if (m_memory && m_memory->isFavourite(QString::fromStdString(name)))
            addType(folder, type);
    }
    if (folder->childCount() > 0)
        m_tree->insertTopLevelItem(0, folder);
    else
        delete folder;
}

QTreeWidgetItem* LibraryPanel::folderFor(const QString& path)
{
    const QString top = path.section(QLatin1Char('/'), 0, 0);
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        if (m_tree->topLevelItem(i)->data(0, kPathRole).toString() == top)
            return m_tree->topLevelItem(i);
    }
    auto* folder = new QTreeWidgetItem(m_tree, {categoryLabel(top)});
    folder->setData(0, kPathRole, top);
    return folder;
}

void LibraryPanel::addType(QTreeWidgetItem* parent, const NodeType& type)
{
    auto* item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(m_tree);
    item->setText(0, displayName(type));
    item->setData(0, kTypeRole, QString::fromStdString(type.name));
    if (!type.outputs.empty())
        item->setData(0, kColorRole, QString::fromStdString(type.outputs.front().type));
    item->setToolTip(0, type.description.empty() ? englishName(type) : QString::fromStdString(type.description).trimmed());
}

void LibraryPanel::fillTree()
{
    QSet<QString> open;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        if (m_tree->topLevelItem(i)->isExpanded())
            open << m_tree->topLevelItem(i)->data(0, kPathRole).toString();
    }
    m_tree->clear();
    if (!m_catalogue)
        return;
    for (const auto& [name, type] : m_catalogue->types()) {
        if (type.deprecated)
            continue;
        addType(folderFor(type.category.empty() ? QStringLiteral("utils") : QString::fromStdString(type.category)), type);
    }
    m_tree->sortItems(0, Qt::AscendingOrder);
    addFavourites();
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* folder = m_tree->topLevelItem(i);
        folder->setData(0, kCountRole, folder->childCount());
        folder->setExpanded(open.contains(folder->data(0, kPathRole).toString())
            || (open.isEmpty() && folder->data(0, kPathRole).toString() == QLatin1String("image")));
    }
}

void LibraryPanel::fillHits(const QString& text)
{
    m_tree->clear();
    if (!m_search)
        return;
    for (const SearchHit& hit : m_search->find(text, {}, 100))
        addType(nullptr, *hit.type);
}

void LibraryPanel::choose(QTreeWidgetItem* item)
{
    const QString type = item->data(0, kTypeRole).toString();
    if (!type.isEmpty())
        Q_EMIT typeChosen(type);
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeSearch.h"

#include <QWidget>

#include <memory>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;
class QLabel;
QT_END_NAMESPACE

namespace weft {

/// Every node type that can be had, by category, with a search. A double click or Enter adds, dragging places.
class LibraryPanel : public QWidget {
    Q_OBJECT
public:
    explicit LibraryPanel(QWidget* parent = nullptr);

    /// The catalogue must live until the next call.
    void setCatalogue(const Catalogue& catalogue);
    void retranslate();
    /// Favourites get a folder of their own on top.
    void setMemory(std::shared_ptr<SearchMemory> memory);
    QLineEdit* field() const { return m_field; }

Q_SIGNALS:
    void typeChosen(const QString& type);

private:
    void fillTree();
    void addFavourites();
    void fillHits(const QString& text);
    QTreeWidgetItem* folderFor(const QString& path);
    void addType(QTreeWidgetItem* parent, const NodeType& type);
    void choose(QTreeWidgetItem* item);

    QLineEdit* m_field;
    QTreeWidget* m_tree;
    const Catalogue* m_catalogue = nullptr;
    std::shared_ptr<SearchMemory> m_memory;
    std::unique_ptr<NodeSearch> m_search;
};

} // namespace weft

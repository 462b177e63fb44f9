// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace weft {

class GalleryModel;

/// Results as a grid that fills its width; only what is seen asks for its thumbnail. Rows can be dragged out as files.
class GalleryGrid : public QListView {
    Q_OBJECT
public:
    explicit GalleryGrid(GalleryModel& model, QWidget* parent = nullptr);
    QList<int> selectedRows() const; // in order
    QStringList selectedPaths() const;
    /// Written where there is nothing to show.
    void setEmptyText(const QString& text);

Q_SIGNALS:
    void selectionMoved();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    GalleryModel& m_model;
    QString m_emptyText;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/CanvasView.h"

#include <QWidget>

namespace weft {

/// One open workflow: its document, its canvas, and the file it came from.
class WorkflowPage : public QWidget {
    Q_OBJECT
public:
    WorkflowPage(const Catalogue& catalogue, const Theme& theme, QWidget* parent = nullptr);

    CanvasDocument& document() const { return *m_document; }
    CanvasView& view() const { return *m_view; }

    /// Shows a graph; everything is fitted into view.
    void open(Graph graph, const QString& path);
    const QString& path() const { return m_path; }
    QString title() const;
    bool isUntouched() const; // a fresh page that a file may replace
    /// Errors: FileUnwritable (args: path).
    Done save(const QString& path);

    /// Shows the input folder's picture on each node that loads one.
    void showInputPictures();

Q_SIGNALS:
    void titleChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    CanvasDocument* m_document;
    CanvasView* m_view;
    QString m_path;
    bool m_mustFit = true;
};

} // namespace weft

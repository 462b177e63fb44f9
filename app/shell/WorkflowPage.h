// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/CanvasView.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QStackedLayout;
QT_END_NAMESPACE

namespace weft {

class AppView;

/// One open workflow: its document, its canvas, the form over it, and the file it came from.
class WorkflowPage : public QWidget {
    Q_OBJECT
public:
    WorkflowPage(const Catalogue& catalogue, const Theme& theme, QWidget* parent = nullptr);

    CanvasDocument& document() const { return *m_document; }
    CanvasView& view() const { return *m_view; }

    /// Shows a graph; everything is fitted into view. `name`: what a workflow without a file is called.
    void open(Graph graph, const QString& path, const QString& name = {});
    /// What is open came from no file of the user's, or isn't as it is in `path`.
    void becomeUnsaved(const QString& path, const QString& name, bool isModified);
    /// Shows this part instead of everything. `center` in the canvas' units.
    void showPart(QPointF center, double zoom);
    bool wasSeen() const { return !m_mustFit; }
    const QString& path() const { return m_path; }
    const QString& name() const { return m_name; }
    /// The template that it was made from; empty: none.
    void setTemplateId(const QString& id) { m_templateId = id; }
    const QString& templateId() const { return m_templateId; }

    void retranslate();

    /// A plain form instead of the graph; both show the same document.
    void showForm(bool form);
    bool isForm() const;
    AppView* form() const { return m_form; } // null until it was shown once
    QString title() const;
    QString plainTitle() const; // without a mark of changes
    /// It has a title of its own: a file's, a template's.
    bool isNamed() const { return !m_path.isEmpty() || !m_name.isEmpty(); }
    bool isUntouched() const; // a fresh page that a file may replace
    /// Errors: FileUnwritable (args: path).
    Done save(const QString& path);

    /// Shows the input folder's picture on each node that loads one.
    void showInputPictures();

Q_SIGNALS:
    void titleChanged();
    void formMade(weft::AppView* form);
    void viewSwitched();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void nameForm();
    void fitOnce();

    CanvasDocument* m_document;
    QStackedLayout* m_stack;
    CanvasView* m_view;
    AppView* m_form = nullptr;
    QString m_path;
    QString m_name;
    QString m_templateId;
    bool m_mustFit = true;
    QPointF m_wantedCenter;
    double m_wantedZoom = 0; // 0: everything is fitted into view
};

} // namespace weft

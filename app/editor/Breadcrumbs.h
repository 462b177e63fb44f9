// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
QT_END_NAMESPACE

namespace weft {

class CanvasDocument;

/// The way from the workflow to the subgraph that is shown, floated over a canvas; each step leads back to it. Hidden while
/// the workflow itself is shown. The document must outlive it.
class Breadcrumbs : public QFrame {
    Q_OBJECT
public:
    Breadcrumbs(CanvasDocument& document, QWidget* parent);

    void retranslate() { refill(); }

private:
    void refill();

    CanvasDocument& m_document;
    QHBoxLayout* m_row;
};

} // namespace weft

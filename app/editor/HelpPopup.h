// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QTextBrowser;
QT_END_NAMESPACE

namespace weft {

/// A page of help that floats over a canvas. Escape or a click elsewhere closes and deletes it.
class HelpPopup : public QFrame {
    Q_OBJECT
public:
    HelpPopup(const QString& title, const QString& page, QWidget* parent);

    /// At a point of the parent, moved so that all of it is seen.
    void openAt(QPoint point);
    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void dismiss();

    QTextBrowser* m_page;
};

} // namespace weft

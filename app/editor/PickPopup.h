// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFrame>
#include <QVariant>

#include <functional>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QListWidget;
class QLabel;
QT_END_NAMESPACE

namespace weft {

/// One line of a PickPopup.
struct Pick {
    QString text;
    QString detail; // right, in the secondary colour
    QColor mark; // a dot before the text; invalid: none
    QVariant data;
};

/// A small list with a search field, floated over a canvas: node search, choices of a setting, ports to connect.
/// Enter or a click picks, Escape or a click elsewhere closes. Deletes itself when it closes.
class PickPopup : public QFrame {
    Q_OBJECT
public:
    using Provider = std::function<QList<Pick>(const QString& text)>;
    PickPopup(QString placeholder, Provider provider, QWidget* parent);

    /// At a point of the parent, moved so that all of it is seen.
    void openAt(QPoint point, const QVariant& current = {});
    QLineEdit* field() const { return m_field; }
    int count() const;

Q_SIGNALS:
    void picked(const QVariant& data);
    void dismissed(); // closed, and nothing was picked
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refill();
    void pickCurrent();
    void dismiss();

    Provider m_provider;
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_empty;
    QVariant m_current;
    bool m_isClosing = false;
};

} // namespace weft

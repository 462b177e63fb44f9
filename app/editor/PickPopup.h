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
    QListWidget* list() const { return m_list; }
    int count() const;

    using IsStarred = std::function<bool(const QVariant& data)>;
    using SetStar = std::function<void(const QVariant& data, bool starred)>;
    /// Each line gets a star, switched by a click on it or, of the chosen line, by Ctrl+D.
    void setStars(IsStarred isStarred, SetStar setStar);

Q_SIGNALS:
    void picked(const QVariant& data);
    void dismissed(); // closed, and nothing was picked
    void helpAsked(const QVariant& data); // F1
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refill();
    void pickCurrent();
    void dismiss();
    bool popupKey(int key, Qt::KeyboardModifiers keys);
    void moveChoice(int step);
    void toggleStar(int row);

    Provider m_provider;
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_empty;
    QVariant m_current;
    IsStarred m_isStarred;
    SetStar m_setStar;
    bool m_isClosing = false;
};

} // namespace weft

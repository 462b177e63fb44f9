// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QColor>

namespace weft {

/// A rounded button of the top bar: a coloured dot, a text, and a quieter second text.
class Pill : public QAbstractButton {
    Q_OBJECT
public:
    explicit Pill(QWidget* parent = nullptr);

    void setDot(const QColor& color); // invalid: no dot
    void setTexts(const QString& text, const QString& quiet = {});
    void setOutlined(bool inOk); // the border in the colour of "ok": switched on
    void setOpen(bool isOpen); // the border in the accent: what it leads to is seen
    void setPrimary(bool primary); // the one button that matters: filled
    void setHasMenu(bool hasMenu); // a chevron
    void setIconName(const QString& name);
    void setReadOnly(bool isReadOnly); // it tells something, and does nothing when it is pressed

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor m_dot;
    QString m_quiet;
    QString m_icon;
    bool m_isOn = false;
    bool m_isOpen = false;
    bool m_isPrimary = false;
    bool m_hasMenu = false;
};

} // namespace weft

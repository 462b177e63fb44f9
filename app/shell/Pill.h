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
    enum class Words { All, NoQuiet, QuietOnly, None };
    /// What of its texts is shown where there is little room; screen readers and the tool tip have all of it.
    void setWords(Words words);
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
    QString shownText() const { return m_words == Words::All || m_words == Words::NoQuiet ? text() : QString(); }
    QString shownQuiet() const { return m_words == Words::All || m_words == Words::QuietOnly ? m_quiet : QString(); }

    QColor m_dot;
    QString m_quiet;
    Words m_words = Words::All;
    QString m_icon;
    bool m_isOn = false;
    bool m_isOpen = false;
    bool m_isPrimary = false;
    bool m_hasMenu = false;
};

} // namespace weft

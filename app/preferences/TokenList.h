// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/service/DoorSwitch.h"
#include "app/theme/Widgets.h"

namespace weft {

/// The tokens of the front door: what each may still spend, a way to take it back, and a new one, which is shown once.
class TokenList : public QWidget {
    Q_OBJECT
public:
    explicit TokenList(QWidget* parent);

    /// It outlives the list.
    void use(DoorSwitch& door);
    void retranslate();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeNew();
    QWidget* makeSecret();
    QWidget* lineOf(const TokenBook::Entry& entry);
    void make();
    void forgetSecret();
    void refresh();

    DoorSwitch* m_door = nullptr;
    QLabel* m_title;
    QVBoxLayout* m_lines;
    QStringList m_shown; // what the lines say
    QLineEdit* m_name = nullptr;
    QLineEdit* m_budget = nullptr;
    QPushButton* m_make = nullptr;
    QWidget* m_secretRow = nullptr;
    QLineEdit* m_secret = nullptr;
    QPushButton* m_copy = nullptr;
    Sentence* m_note;
};

} // namespace weft

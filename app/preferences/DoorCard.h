// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/service/DoorSwitch.h"
#include "app/preferences/SettingsCard.h"

namespace weft {

class TokenList;

/// The front door: whether programs that speak ComfyUI's API are served here, where, for whom, and what they may spend.
class DoorCard : public SettingsCard {
    Q_OBJECT
public:
    explicit DoorCard(QWidget* parent);

    /// It outlives the card.
    void use(DoorSwitch& door);
    void retranslate() override;
    QWidget& firstField() const;

Q_SIGNALS:
    void openAsked(const QUrl& page); // in the browser

private:
    QWidget* makeAddress();
    void makeFields();
    void keepPort();
    void keepBudget();
    QString problemText(const Error& problem) const;
    QString stateText() const;
    void refresh();

    DoorSwitch* m_door = nullptr;
    QCheckBox* m_switch;
    Sentence* m_state;
    QWidget* m_addressRow = nullptr;
    QLineEdit* m_address = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_open = nullptr;
    QLineEdit* m_port = nullptr;
    QComboBox* m_who = nullptr;
    QLineEdit* m_budget = nullptr;
    Sentence* m_note;
    TokenList* m_tokens = nullptr;
};

} // namespace weft

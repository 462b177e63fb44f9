// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountController.h"
#include "app/theme/Widgets.h"

namespace weft {

/// A card of the account page: title, words, fields, buttons, and the relay's answer below them.
class AccountSection : public TitledCard {
    Q_OBJECT
public:
    AccountSection(AccountController& controller, AccountPart part, QWidget* parent);

    /// All texts, in the language of now.
    virtual void retranslate() = 0;
    /// What the model says now.
    virtual void refresh();

protected:
    enum class Kind { Plain, Secret, Code };
    /// A field with its name above it; both are shown and hidden together.
    struct Field {
        QWidget* box = nullptr; // what is hidden takes no room in its row
        QLabel* name = nullptr;
        QLineEdit* edit = nullptr;

        QString text() const;
        void setVisible(bool visible) const;
        void setName(const QString& text) const;
        void clear() const;
    };

    Field addField(Kind kind, const char* objectName);
    /// Fields side by side.
    void addRow(const QList<Field>& fields);
    Sentence* addText();
    QPushButton* addButton(bool isPrimary, const char* objectName);
    /// Buttons in one row, from the left.
    void addButtons(const QList<QPushButton*>& buttons);
    AccountController& controller() const { return m_controller; }
    const AccountModel& model() const { return m_controller.model(); }
    /// Enter in a field presses this.
    void pressOnEnter(const QList<Field>& fields, QPushButton* button);
    virtual void onDone() { }

private:
    AccountController& m_controller;
    AccountPart m_part;
    Sentence* m_note;
};

} // namespace weft

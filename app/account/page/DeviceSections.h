// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/page/AccountSection.h"

namespace weft {

/// One device: its name, when it was seen, and what can be done with it.
class DeviceLine final : public QFrame {
    Q_OBJECT
public:
    DeviceLine(const AccountModel::Device& device, QWidget* parent);

Q_SIGNALS:
    void renamed(const QString& name);
    void revokeAsked();

private:
    void beginRename();
    void endRename(bool keep);
    void onRevoke();

    QString m_name;
    QLabel* m_title;
    QLabel* m_detail;
    QLineEdit* m_edit;
    QPushButton* m_rename;
    QPushButton* m_revoke;
    QPushButton* m_keep;
};

/// The devices that can sign in with their keys.
class DevicesSection final : public AccountSection {
    Q_OBJECT
public:
    DevicesSection(AccountController& controller, QWidget* parent);
    void retranslate() override;
    void refresh() override;

private:
    void rebuild();

    Sentence* m_text;
    QVBoxLayout* m_lines;
    std::vector<AccountModel::Device> m_shown;
    QString m_language;
};

/// Signs in a machine without a screen, by the code that it shows.
class ApproveSection final : public AccountSection {
    Q_OBJECT
public:
    ApproveSection(AccountController& controller, QWidget* parent);
    void retranslate() override;
    void refresh() override;

protected:
    void onDone() override;

private:
    Sentence* m_text;
    Field m_code, m_password, m_totp;
    QPushButton* m_approve;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/page/AccountSection.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace weft {

/// Makes a recovery code and shows it once.
class RecoverySection final : public AccountSection {
    Q_OBJECT
public:
    RecoverySection(AccountController& controller, QWidget* parent);
    void retranslate() override;
    void refresh() override;

protected:
    void onDone() override;

private:
    Sentence* m_text;
    Field m_password, m_code;
    QLineEdit* m_shown;
    QCheckBox* m_written;
    QPushButton* m_make;
    QPushButton* m_copy;
    QPushButton* m_finish;
};

/// Two-step sign-in: QR code and secret, the first code, off again.
class TotpSection final : public AccountSection {
    Q_OBJECT
public:
    TotpSection(AccountController& controller, QWidget* parent);
    void retranslate() override;
    void refresh() override;

protected:
    void onDone() override;

private:
    void send();
    void drawQrCode();

    Sentence* m_text;
    QLabel* m_qr;
    QLabel* m_secret;
    Field m_password, m_code;
    QPushButton* m_act;
    QPushButton* m_cancel;
    QString m_drawn;
};

} // namespace weft

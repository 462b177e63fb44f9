// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/SecuritySections.h"

#include "app/account/AccountText.h"
#include "app/account/QrCode.h"
#include "app/theme/Theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kQrSquare = 4; // px of a square
constexpr int kQrMargin = 4; // squares

/// Dark on white in both themes: that is what cameras read.
QPixmap pictureOf(const QrCode& code, qreal scale)
{
    const int side = code.side + 2 * kQrMargin;
    QImage squares(side, side, QImage::Format_RGB32);
    squares.fill(Qt::white);
    for (int y = 0; y < code.side; ++y) {
        for (int x = 0; x < code.side; ++x) {
            if (code.isDark(x, y))
                squares.setPixel(x + kQrMargin, y + kQrMargin, qRgb(0, 0, 0));
        }
    }
    const int pixels = int(side * kQrSquare * scale);
    QPixmap picture = QPixmap::fromImage(squares.scaled(pixels, pixels));
    picture.setDevicePixelRatio(scale);
    return picture;
}

} // namespace

RecoverySection::RecoverySection(AccountController& controller, QWidget* parent)
    : AccountSection(controller, AccountPart::Recovery, parent)
    , m_text(addText())
    , m_password(addField(Kind::Secret, "recoveryPassword"))
    , m_code(addField(Kind::Code, "recoveryTotp"))
    , m_shown(new QLineEdit(this))
    , m_written(new QCheckBox(this))
    , m_make(addButton(true, "makeRecoveryCode"))
    , m_copy(addButton(false, "copyRecoveryCode"))
    , m_finish(addButton(true, "finishRecoveryCode"))
{
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPixelSize(16);
    m_shown->setFont(mono);
    m_shown->setReadOnly(true);
    m_shown->setObjectName(QStringLiteral("recoveryCode"));
    m_shown->setMinimumHeight(40);
    m_written->setObjectName(QStringLiteral("recoveryWritten"));
    addRow({m_password, m_code});
    column()->addWidget(m_shown);
    column()->addWidget(m_written);
    addButtons({m_make, m_finish, m_copy});
    pressOnEnter({m_password, m_code}, m_make);
    connect(m_make, &QPushButton::clicked, this,
        [this] { this->controller().makeRecoveryCode(m_password.text(), m_code.text()); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_shown->text()); });
    connect(m_written, &QCheckBox::toggled, m_finish, &QPushButton::setEnabled);
    connect(m_finish, &QPushButton::clicked, this, [this] {
        m_written->setChecked(false);
        this->controller().forgetRecoveryCode();
    });
}

void RecoverySection::onDone()
{
    m_password.clear();
    m_code.clear();
}

void RecoverySection::retranslate()
{
    setTitle(tr("Recovery code"));
    m_password.setName(tr("Password"));
    m_code.setName(tr("Code of your authenticator"));
    m_shown->setAccessibleName(tr("Recovery code"));
    m_written->setText(tr("I have written it down"));
    m_copy->setText(tr("Copy"));
    m_finish->setText(tr("Done"));
    refresh();
}

void RecoverySection::refresh()
{
    const auto& state = model().state();
    const bool isShown = !model().recoveryCode().isEmpty();
    const bool has = state && state->hasRecoveryCode;
    if (isShown)
        m_text->say(tr("Write this code down and keep it apart from this computer. It is shown only now."));
    else if (has)
        m_text->say(tr("You have a recovery code. A new one makes the old one void."));
    else if (state && state->needsRecoveryCode)
        m_text->say(
            tr("This account has earned something. Make a recovery code, so that it isn't lost with this computer."));
    else
        m_text->say(tr("A code on paper that lets you back in when password and devices are lost."));
    m_password.setVisible(!isShown && state && state->hasPassword);
    m_code.setVisible(!isShown && state && state->hasTotp);
    m_shown->setVisible(isShown);
    m_shown->setText(model().recoveryCode());
    m_shown->setCursorPosition(0);
    m_written->setVisible(isShown);
    m_make->setVisible(!isShown);
    m_make->setText(has ? tr("Make a new recovery code") : tr("Make a recovery code"));
    m_make->setEnabled(model().isOnline() && !model().isBusy(AccountPart::Recovery));
    m_copy->setVisible(isShown);
    m_finish->setVisible(isShown);
    m_finish->setEnabled(m_written->isChecked());
    AccountSection::refresh();
}

TotpSection::TotpSection(AccountController& controller, QWidget* parent)
    : AccountSection(controller, AccountPart::Totp, parent)
    , m_text(addText())
    , m_qr(new QLabel(this))
    , m_secret(new QLabel(this))
    , m_password(addField(Kind::Secret, "totpPassword"))
    , m_code(addField(Kind::Code, "totpCode"))
    , m_act(addButton(true, "totpAct"))
    , m_cancel(addButton(false, "totpCancel"))
{
    m_qr->setObjectName(QStringLiteral("totpQr"));
    m_secret->setObjectName(QStringLiteral("totpSecret"));
    m_secret->setWordWrap(true);
    m_secret->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column()->addWidget(m_qr, 0, Qt::AlignLeft);
    column()->addWidget(m_secret);
    addRow({m_password, m_code});
    addButtons({m_act, m_cancel});
    pressOnEnter({m_password, m_code}, m_act);
    connect(m_act, &QPushButton::clicked, this, &TotpSection::send);
    connect(m_cancel, &QPushButton::clicked, this, [this] { this->controller().cancelTotp(); });
}

void TotpSection::send()
{
    if (model().state() && model().state()->hasTotp)
        controller().removeTotp(m_password.text(), m_code.text());
    else if (model().totpUri().isEmpty())
        controller().beginTotp(m_password.text());
    else
        controller().confirmTotp(m_code.text());
}

void TotpSection::onDone()
{
    m_password.clear();
    m_code.clear();
    if (m_code.edit->isVisible())
        m_code.edit->setFocus();
}

void TotpSection::retranslate()
{
    setTitle(tr("Two-step sign-in"));
    m_password.setName(tr("Password"));
    m_code.setName(tr("Code of your authenticator"));
    m_qr->setAccessibleName(tr("QR code of the secret; the same secret stands below as text"));
    m_cancel->setText(tr("Cancel"));
    m_drawn.clear();
    refresh();
}

void TotpSection::drawQrCode()
{
    const QString uri = model().totpUri();
    if (m_drawn == uri)
        return;
    m_drawn = uri;
    m_qr->setPixmap(uri.isEmpty() ? QPixmap() : pictureOf(qrCodeOf(uri), devicePixelRatioF()));
    m_secret->setText(tr("Secret: %1").arg(totpSecretText(uri)));
}

void TotpSection::refresh()
{
    const auto& state = model().state();
    const bool isOn = state && state->hasTotp;
    const bool isBeginning = !isOn && !model().totpUri().isEmpty();
    const bool mayBegin = state && state->hasPassword;
    if (isOn)
        m_text->say(tr("It is on: signing in and payouts need a code of your authenticator."));
    else if (isBeginning)
        m_text->say(
            tr("Scan this with your authenticator app, or type the secret there. Then type the code that it shows."));
    else if (mayBegin)
        m_text->say(
            tr("With an authenticator app on your phone, a stolen password isn't enough. Payouts need it."));
    else
        m_text->say(tr("Set an e-mail address and a password first. Payouts need two-step sign-in."));
    drawQrCode();
    m_qr->setVisible(isBeginning);
    m_secret->setVisible(isBeginning);
    m_password.setVisible(mayBegin && !isBeginning);
    m_code.setVisible(isOn || isBeginning);
    m_act->setVisible(mayBegin);
    m_act->setText(isOn ? tr("Switch off") : isBeginning ? tr("Confirm") : tr("Switch on…"));
    m_act->setEnabled(model().isOnline() && !model().isBusy(AccountPart::Totp));
    m_cancel->setVisible(isBeginning);
    AccountSection::refresh();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/DeviceSections.h"

#include "app/account/AccountText.h"
#include "app/theme/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

bool looksSame(const AccountModel::Device& a, const AccountModel::Device& b)
{
    return a.machine == b.machine && a.name == b.name && a.online == b.online && a.thisOne == b.thisOne
        && a.seenUnixMillis == b.seenUnixMillis;
}

} // namespace

DeviceLine::DeviceLine(const AccountModel::Device& device, QWidget* parent)
    : QFrame(parent)
    , m_name(QString::fromStdString(device.name))
    , m_title(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_edit(new QLineEdit(this))
    , m_rename(linkButton(this))
    , m_revoke(linkButton(this))
    , m_keep(linkButton(this))
{
    const QString id = QString::fromStdString(device.machine.hex()).left(12);
    const QString title = m_name.isEmpty() ? tr("Device %1").arg(id) : m_name;
    m_title->setText(title);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(uiFont(13, QFont::DemiBold));
    m_detail->setObjectName(QStringLiteral("fieldLabel"));
    m_detail->setFont(uiFont(11));
    m_detail->setToolTip(id);
    m_detail->setText(device.thisOne ? tr("this device")
            : device.online
            ? tr("online")
            : tr("last seen: %1").arg(seenText(device.seenUnixMillis, QDateTime::currentMSecsSinceEpoch())));
    m_edit->setMaxLength(30);
    m_edit->setAccessibleName(tr("New name of %1").arg(title));
    m_edit->hide();
    m_keep->hide();
    m_rename->setText(tr("Rename"));
    m_revoke->setText(tr("Sign out…"));
    m_keep->setText(tr("Keep it"));
    for (QPushButton* button : {m_rename, m_revoke, m_keep})
        button->setAccessibleName(QStringLiteral("%1: %2").arg(button->text(), title));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, space::kTiny, 0, space::kTiny);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_edit);
    words->addWidget(m_detail);
    row->addLayout(words, 1);
    row->addWidget(m_rename);
    row->addWidget(m_keep);
    row->addWidget(m_revoke);
    connect(m_rename, &QPushButton::clicked, this, &DeviceLine::beginRename);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { endRename(true); });
    connect(m_revoke, &QPushButton::clicked, this, &DeviceLine::onRevoke);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        m_keep->hide();
        m_revoke->setText(tr("Sign out…"));
        endRename(false);
    });
}

void DeviceLine::beginRename()
{
    if (m_edit->isVisible())
        return endRename(true);
    m_edit->setText(m_name);
    m_edit->show();
    m_title->hide();
    m_edit->setFocus();
    m_edit->selectAll();
    m_rename->setText(tr("Save"));
}

void DeviceLine::endRename(bool keep)
{
    const QString name = m_edit->text().trimmed();
    m_edit->hide();
    m_title->show();
    m_rename->setText(tr("Rename"));
    if (keep && !name.isEmpty() && name != m_name)
        Q_EMIT renamed(name);
}

/// Asked twice, in its place: it can't be undone.
void DeviceLine::onRevoke()
{
    if (m_keep->isVisible())
        return Q_EMIT revokeAsked();
    m_keep->show();
    m_revoke->setText(tr("Sign out for good"));
}

DevicesSection::DevicesSection(AccountController& controller, QWidget* parent)
    : AccountSection(controller, AccountPart::Devices, parent)
    , m_text(addText())
    , m_lines(new QVBoxLayout)
{
    m_lines->setSpacing(0);
    column()->addLayout(m_lines);
}

void DevicesSection::retranslate()
{
    setTitle(tr("Devices"));
    m_text->say(tr("Each of them can spend this account's credits. Sign out what you have lost or given away."));
    m_shown.clear();
    rebuild();
    refresh();
}

void DevicesSection::rebuild()
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_shown = model().devices();
    for (const AccountModel::Device& device : m_shown) {
        auto* line = new DeviceLine(device, this);
        m_lines->addWidget(line);
        connect(line, &DeviceLine::renamed, this,
            [this, machine = device.machine](const QString& name) { controller().rename(machine, name); });
        connect(
            line, &DeviceLine::revokeAsked, this, [this, machine = device.machine] { controller().revoke(machine); });
    }
}

void DevicesSection::refresh()
{
    const auto& now = model().devices();
    if (!std::ranges::equal(m_shown, now, looksSame)) // else a name that is being typed stays
        rebuild();
    AccountSection::refresh();
}

ApproveSection::ApproveSection(AccountController& controller, QWidget* parent)
    : AccountSection(controller, AccountPart::Approve, parent)
    , m_text(addText())
    , m_code(addField(Kind::Code, "approveCode"))
    , m_password(addField(Kind::Secret, "approvePassword"))
    , m_totp(addField(Kind::Code, "approveTotp"))
    , m_approve(addButton(true, "approve"))
{
    m_code.edit->setPlaceholderText(QStringLiteral("BCDF-GHJK"));
    addRow({m_code, m_password, m_totp});
    addButtons({m_approve});
    pressOnEnter({m_code, m_password, m_totp}, m_approve);
    connect(m_approve, &QPushButton::clicked, this,
        [this] { this->controller().approve(m_code.text(), m_password.text(), m_totp.text()); });
}

void ApproveSection::onDone()
{
    for (const Field& field : {m_code, m_password, m_totp})
        field.clear();
}

void ApproveSection::retranslate()
{
    setTitle(tr("Approve a machine"));
    m_text->say(
        tr("On a machine without a screen run “weft account approve-me” and type the code that it shows. Never "
           "type a code that somebody sent you: the machine could spend your credits."));
    m_code.setName(tr("Code on that machine"));
    m_password.setName(tr("Password"));
    m_totp.setName(tr("Code of your authenticator"));
    m_approve->setText(tr("Approve"));
    refresh();
}

void ApproveSection::refresh()
{
    const auto& state = model().state();
    m_password.setVisible(state && state->hasPassword);
    m_totp.setVisible(state && state->hasTotp);
    m_approve->setEnabled(model().isOnline() && !model().isBusy(AccountPart::Approve));
    AccountSection::refresh();
}

} // namespace weft

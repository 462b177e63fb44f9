// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/AccountSection.h"

#include "app/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

QString AccountSection::Field::text() const
{
    return edit->text();
}

void AccountSection::Field::setVisible(bool visible) const
{
    box->setVisible(visible);
}

void AccountSection::Field::setName(const QString& text) const
{
    name->setText(text);
    edit->setAccessibleName(text);
}

void AccountSection::Field::clear() const
{
    edit->clear();
}

AccountSection::AccountSection(AccountController& controller, AccountPart part, QWidget* parent)
    : QFrame(parent)
    , m_controller(controller)
    , m_part(part)
    , m_column(new QVBoxLayout(this))
    , m_title(new QLabel(this))
    , m_note(new QLabel(this))
{
    setProperty("isCard", true);
    m_column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    m_column->setSpacing(space::kSmall);
    m_title->setFont(uiFont(14, QFont::DemiBold));
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->setObjectName(QStringLiteral("accountNote"));
    m_column->addWidget(m_title);
    m_column->addWidget(m_note);
    connect(&controller, &AccountController::done, this, [this](AccountPart done) {
        if (done == m_part)
            onDone();
    });
}

void AccountSection::setTitle(const QString& text)
{
    m_title->setText(text);
    setAccessibleName(text);
}

void AccountSection::refresh()
{
    const AccountModel::Note note = model().note(m_part);
    const Theme& theme = Theme::of(this);
    m_note->setVisible(!note.text.isEmpty());
    m_note->setText(note.text);
    m_note->setStyleSheet(QStringLiteral("color: %1").arg((note.isError ? theme.error : theme.ok).name()));
    m_column->removeWidget(m_note); // always the last
    m_column->addWidget(m_note);
}

AccountSection::Field AccountSection::addField(Kind kind, const char* objectName)
{
    auto* box = new QWidget(this);
    Field field{box, new QLabel(box), new QLineEdit(box)};
    auto* lines = new QVBoxLayout(box);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    lines->addWidget(field.name);
    lines->addWidget(field.edit);
    field.name->setObjectName(QStringLiteral("fieldLabel"));
    field.name->setFont(uiFont(11));
    field.name->setBuddy(field.edit);
    field.edit->setObjectName(QString::fromLatin1(objectName));
    field.edit->setMinimumHeight(30);
    if (kind == Kind::Secret)
        field.edit->setEchoMode(QLineEdit::Password);
    if (kind == Kind::Code)
        field.edit->setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    field.edit->setMaxLength(kind == Kind::Code ? 60 : 254);
    return field;
}

void AccountSection::addRow(const QList<Field>& fields)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(space::kMedium);
    for (const Field& field : fields)
        row->addWidget(field.box, 1);
    m_column->addLayout(row);
}

QLabel* AccountSection::addText()
{
    auto* label = new QLabel(this);
    label->setWordWrap(true);
    label->setObjectName(QStringLiteral("fieldLabel"));
    m_column->addWidget(label);
    return label;
}

QPushButton* AccountSection::addButton(bool isPrimary, const char* objectName)
{
    auto* button = new QPushButton(this);
    button->setProperty(isPrimary ? "isPrimary" : "isLink", true);
    button->setObjectName(QString::fromLatin1(objectName));
    button->setAutoDefault(false);
    return button;
}

void AccountSection::addButtons(const QList<QPushButton*>& buttons)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    for (QPushButton* button : buttons)
        row->addWidget(button);
    row->addStretch(1);
    m_column->addLayout(row);
}

void AccountSection::pressOnEnter(const QList<Field>& fields, QPushButton* button)
{
    for (const Field& field : fields)
        connect(field.edit, &QLineEdit::returnPressed, button, &QPushButton::click);
}

} // namespace weft

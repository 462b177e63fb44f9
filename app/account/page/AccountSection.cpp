// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/page/AccountSection.h"

#include <QHBoxLayout>
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
    : TitledCard(parent)
    , m_controller(controller)
    , m_part(part)
    , m_note(new Sentence(this))
{
    m_note->setObjectName(QStringLiteral("accountNote"));
    column()->addWidget(m_note);
    connect(&controller, &AccountController::done, this, [this](AccountPart done) {
        if (done == m_part)
            onDone();
    });
}

void AccountSection::refresh()
{
    const AccountModel::Note note = model().note(m_part);
    m_note->say(note.text, note.isError ? Sentence::Tone::Error : Sentence::Tone::Good);
    column()->removeWidget(m_note); // always the last
    column()->addWidget(m_note);
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
    column()->addLayout(row);
}

Sentence* AccountSection::addText()
{
    auto* text = new Sentence(this);
    column()->addWidget(text);
    return text;
}

QPushButton* AccountSection::addButton(bool isPrimary, const char* objectName)
{
    QPushButton* button = isPrimary ? primaryButton(this) : linkButton(this);
    button->setObjectName(QString::fromLatin1(objectName));
    return button;
}

void AccountSection::addButtons(const QList<QPushButton*>& buttons)
{
    column()->addLayout(rowLayoutOf(QList<QWidget*>(buttons.begin(), buttons.end())));
}

void AccountSection::pressOnEnter(const QList<Field>& fields, QPushButton* button)
{
    for (const Field& field : fields)
        connect(field.edit, &QLineEdit::returnPressed, button, &QPushButton::click);
}

} // namespace weft

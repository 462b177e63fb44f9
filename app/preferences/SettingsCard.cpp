// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/SettingsCard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kFieldHeight = 30;

} // namespace

SettingsCard::SettingsCard(Words title, QWidget* parent)
    : TitledCard(parent)
{
    m_words << [this, title = std::move(title)] { setTitle(title()); };
}

void SettingsCard::addNamed(const Words& name, QWidget* widget, QWidget* named)
{
    auto* label = new QLabel(this);
    label->setObjectName(QStringLiteral("fieldLabel"));
    label->setFont(uiFont(11));
    QWidget* field = named ? named : widget;
    label->setBuddy(field);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addWidget(label);
    lines->addWidget(widget);
    column()->addLayout(lines);
    m_words << [label, field, name] {
        label->setText(name());
        field->setAccessibleName(name());
    };
}

QComboBox* SettingsCard::addChoice(Words name, const QString& objectName)
{
    auto* choice = new QComboBox(this);
    choice->setObjectName(objectName);
    choice->setMinimumHeight(kFieldHeight);
    addNamed(name, choice);
    return choice;
}

QLineEdit* SettingsCard::addField(Words name, const QString& objectName, Words placeholder)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(objectName);
    field->setMinimumHeight(kFieldHeight);
    addNamed(name, field);
    if (placeholder)
        m_words << [field, placeholder = std::move(placeholder)] { field->setPlaceholderText(placeholder()); };
    return field;
}

QLineEdit* SettingsCard::addFolder(Words name, const QString& objectName, std::function<void(const QString&)> picked)
{
    auto* row = new QWidget(this);
    auto* inRow = new QHBoxLayout(row);
    inRow->setContentsMargins(0, 0, 0, 0);
    auto* field = new QLineEdit(row);
    field->setObjectName(objectName);
    field->setMinimumHeight(kFieldHeight);
    auto* browse = new QPushButton(row);
    browse->setMinimumHeight(kFieldHeight);
    inRow->addWidget(field, 1);
    inRow->addWidget(browse);
    addNamed(name, row, field);
    m_words << [browse, name] {
        browse->setText(tr("Choose…"));
        browse->setAccessibleName(tr("Choose: %1").arg(name()));
    };
    connect(field, &QLineEdit::editingFinished, this, [field, picked] { picked(field->text()); });
    connect(browse, &QPushButton::clicked, this, [this, field, picked] {
        const QString folder = QFileDialog::getExistingDirectory(this, {}, field->text());
        if (folder.isEmpty())
            return;
        field->setText(folder);
        picked(folder);
    });
    return field;
}

QCheckBox* SettingsCard::addSwitch(Words name, const QString& objectName)
{
    auto* box = new QCheckBox(this);
    box->setObjectName(objectName);
    column()->addWidget(box);
    m_words << [box, name = std::move(name)] { box->setText(name()); };
    return box;
}

QPushButton* SettingsCard::addButton(Words name, const QString& objectName)
{
    auto* button = new QPushButton(this);
    button->setObjectName(objectName);
    button->setMinimumHeight(kFieldHeight);
    button->setAutoDefault(false);
    column()->addWidget(button, 0, Qt::AlignLeft);
    m_words << [button, name = std::move(name)] { button->setText(name()); };
    return button;
}

QPushButton* SettingsCard::addLink(Words name, const QString& objectName)
{
    QPushButton* link = linkButton(this);
    link->setObjectName(objectName);
    column()->addWidget(link, 0, Qt::AlignLeft);
    m_words << [link, name = std::move(name)] { link->setText(name()); };
    return link;
}

QLabel* SettingsCard::addNote(Words text)
{
    auto* label = new QLabel(this);
    label->setObjectName(QStringLiteral("fieldLabel"));
    label->setWordWrap(true);
    column()->addWidget(label);
    m_words << [label, text = std::move(text)] { label->setText(text()); };
    return label;
}

void SettingsCard::addWidget(QWidget* widget) { column()->addWidget(widget, 1); }

void SettingsCard::retranslate()
{
    for (const auto& words : m_words)
        words();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/page/CallPreview.h"

#include "app/apis/CallLines.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr const char* kUsualDoor = "http://127.0.0.1:8188";
constexpr int kTitleWidth = 110;

} // namespace

CallPreview::CallPreview(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kTiny);
    m_curl = addLine(tr("Over HTTP"), "apiCurl");
    m_command = addLine(tr("In a terminal"), "apiCommand");
    m_where = new Sentence(this);
    m_form = linkButton(this);
    m_form->setObjectName(QStringLiteral("apiForm"));
    m_form->setText(tr("Open its form in a browser"));
    column->addWidget(m_where);
    m_settings = linkButton(this);
    m_settings->setObjectName(QStringLiteral("apiOpenDoor"));
    m_settings->setText(tr("Open it in the settings"));
    column->addWidget(m_form, 0, Qt::AlignLeft);
    column->addWidget(m_settings, 0, Qt::AlignLeft);
    connect(m_settings, &QPushButton::clicked, this, &CallPreview::settingsAsked);
    connect(m_form, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(m_door.resolved(QUrl(QStringLiteral("/v1")))); });
    refresh();
}

QLineEdit* CallPreview::addLine(const QString& title, const char* objectName)
{
    auto* label = new QLabel(title, this);
    label->setMinimumWidth(kTitleWidth);
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(objectName));
    line->setReadOnly(true);
    line->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    line->setAccessibleName(title);
    label->setBuddy(line);
    auto* copy = new QPushButton(tr("Copy"), this);
    copy->setAutoDefault(false);
    copy->setAccessibleName(tr("Copy: %1").arg(title));
    connect(copy, &QPushButton::clicked, this, [line] { QGuiApplication::clipboard()->setText(line->text()); });
    auto* row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    row->addWidget(label);
    row->addWidget(line, 1);
    row->addWidget(copy);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    return line;
}

void CallPreview::show(const NodeType& type, const std::string& name)
{
    m_type = type;
    m_name = name.empty() ? std::string("NAME") : name;
    refresh();
}

void CallPreview::setDoor(const QUrl& address, bool wantsToken)
{
    m_door = address;
    m_wantsToken = wantsToken;
    refresh();
}

void CallPreview::leadToSettings()
{
    m_leadsToSettings = true;
    refresh();
}

/// Callers have a front door of their own: the author's is only as good an example as the usual one.
void CallPreview::refresh()
{
    const QString door = m_door.isEmpty() ? QString::fromLatin1(kUsualDoor) : m_door.toString(QUrl::RemovePath | QUrl::StripTrailingSlash);
    m_curl->setText(QString::fromStdString(curlLine(m_type, door.toStdString() + "/v1/" + m_name, m_wantsToken)));
    m_command->setText(QString::fromStdString(commandLine(m_type, m_name)));
    for (QLineEdit* line : {m_curl, m_command})
        line->setCursorPosition(0);
    m_where->say(m_door.isEmpty() ? tr("Callers run these on their own computers, with Weft open for programs there. It isn't open on this one now.")
                                  : tr("Callers run these on their own computers. Weft is open for programs on this one, too: %1").arg(door));
    m_form->setVisible(!m_door.isEmpty());
    m_settings->setVisible(m_leadsToSettings && m_door.isEmpty());
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/page/OwnApisCard.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

OwnApisCard::OwnApisCard(QWidget* parent)
    : TitledCard(parent)
    , m_count(new Sentence(this, Sentence::Tone::Plain))
    , m_list(linkButton(this))
{
    m_count->setObjectName(QStringLiteral("shareApis"));
    m_list->setObjectName(QStringLiteral("shareApisList"));
    column()->addWidget(m_count);
    column()->addWidget(m_list, 0, Qt::AlignLeft);
    connect(m_list, &QPushButton::clicked, this, &OwnApisCard::listAsked);
    retranslate();
}

void OwnApisCard::use(ApiShelf& shelf)
{
    m_shelf = &shelf;
    connect(&shelf, &ApiShelf::changed, this, &OwnApisCard::refresh);
    refresh();
}

void OwnApisCard::retranslate()
{
    setTitle(tr("Your APIs"));
    m_list->setText(tr("Published APIs…"));
    refresh();
}

void OwnApisCard::refresh()
{
    const std::size_t count = m_shelf ? m_shelf->names().size() : 0;
    m_count->say(count > 0 ? tr("%1 published").arg(count)
                           : tr("None is published yet. Right-click nodes, a group or a form, then choose Publish as API…"));
    m_list->setVisible(count > 0);
}

void OwnApisCard::showEvent(QShowEvent* event)
{
    TitledCard::showEvent(event);
    refresh(); // `weft publish` tells nobody
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/Breadcrumbs.h"

#include "app/editor/model/CanvasDocument.h"
#include "app/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace weft {

Breadcrumbs::Breadcrumbs(CanvasDocument& document, QWidget* parent)
    : QFrame(parent)
    , m_document(document)
    , m_row(new QHBoxLayout(this))
{
    setProperty("isCard", true);
    m_row->setContentsMargins(space::kSmall, space::kTiny, space::kSmall, space::kTiny);
    m_row->setSpacing(space::kTiny);
    move(space::kMedium, space::kMedium);
    connect(&document, &CanvasDocument::shownChanged, this, &Breadcrumbs::refill, Qt::QueuedConnection); // a click is in here
    refill();
}

void Breadcrumbs::refill()
{
    while (QLayoutItem* item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const std::vector<Crumb> way = m_document.breadcrumbs();
    hide(); // what comes into a visible one has no size until later
    for (std::size_t i = 0; i < way.size(); ++i) {
        const QString title = i == 0 ? tr("Workflow") : way[i].title;
        if (i + 1 == way.size()) {
            m_row->addWidget(new QLabel(title, this));
            break;
        }
        auto* step = new QPushButton(title, this);
        step->setProperty("isLink", true);
        step->setAutoDefault(false);
        step->setFocusPolicy(Qt::NoFocus);
        connect(step, &QPushButton::clicked, this, [this, i] { m_document.leaveTo(i); });
        m_row->addWidget(step);
        m_row->addWidget(new QLabel(QStringLiteral("›"), this));
    }
    setAccessibleName(tr("Where this is in the workflow"));
    setVisible(way.size() > 1);
    adjustSize();
    raise();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/FactsPanel.h"

#include "app/theme/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kFactsWidth = 280;

} // namespace

FactsPanel::FactsPanel(QWidget* parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("factsPanel"));
    setFixedWidth(kFactsWidth);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("What is known of it"));
}

void FactsPanel::setFacts(const QList<std::pair<QString, QString>>& facts)
{
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("factsContent"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    column->setSpacing(2);
    for (const auto& [name, text] : facts) {
        auto* title = new QLabel(name, content);
        title->setObjectName(QStringLiteral("fieldLabel"));
        title->setFont(uiFont(11));
        auto* value = new QLabel(text, content);
        value->setTextFormat(Qt::PlainText);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setAccessibleName(name + QStringLiteral(": ") + text);
        column->addWidget(title);
        column->addWidget(value);
        column->addSpacing(space::kSmall);
    }
    column->addStretch(1);
    setWidget(content); // the old one goes
}

} // namespace weft

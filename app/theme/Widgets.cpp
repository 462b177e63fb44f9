// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Widgets.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kAmountWidth = 110;
constexpr int kBesideText = 26; // border, padding and margins of a field
constexpr int kTwoColumns = 852; // px of width from which on there are two
constexpr int kWidestColumn = 620; // px

QColor colorOf(Sentence::Tone tone, const Theme& theme)
{
    switch (tone) {
    case Sentence::Tone::Plain:
        return theme.text;
    case Sentence::Tone::Good:
        return theme.ok;
    case Sentence::Tone::Warning:
        return theme.warn;
    case Sentence::Tone::Error:
        return theme.error;
    case Sentence::Tone::Quiet:
        break;
    }
    return theme.secondary;
}

} // namespace

TitledCard::TitledCard(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_column(new QVBoxLayout(this))
{
    setProperty("isCard", true);
    m_title->setFont(uiFont(13, QFont::DemiBold));
    m_column->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kLarge);
    m_column->setSpacing(space::kSmall);
    m_column->addWidget(m_title);
}

void TitledCard::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

CardColumns::CardColumns(const QList<QWidget*>& left, const QList<QWidget*>& right, QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("cardColumns"));
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, content);
    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->setSpacing(space::kMedium);
    for (const QList<QWidget*>& cards : {left, right}) {
        auto* side = new QWidget(content);
        side->setMaximumWidth(kWidestColumn);
        auto* column = new QVBoxLayout(side);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(space::kMedium);
        for (QWidget* card : cards)
            column->addWidget(card);
        column->addStretch(1);
        m_columns->addWidget(side);
    }
    m_columns->addStretch(0);
    setWidget(content);
    arrange();
}

void CardColumns::arrange()
{
    const bool areTwo = width() >= kTwoColumns;
    const bool scrolls = viewport()->width() < width();
    m_columns->setContentsMargins(0, 0, scrolls ? space::kSmall : 0, 0); // what doesn't scroll ends where the page does
    m_columns->setDirection(areTwo ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_columns->setStretch(0, areTwo ? 1 : 0);
    m_columns->setStretch(1, areTwo ? 1 : 0);
    m_columns->setStretch(2, areTwo ? 0 : 1);
}

void CardColumns::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

Sentence::Sentence(QWidget* parent, Tone tone)
    : QLabel(parent)
    , m_tone(tone)
{
    setWordWrap(true);
    setTextFormat(Qt::PlainText); // it may quote a relay
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setVisible(false);
    paintTone();
}

void Sentence::say(const QString& text, Tone tone)
{
    m_tone = tone;
    setVisible(!text.isEmpty());
    paintTone();
    if (text == this->text())
        return;
    setText(text);
    if (text.isEmpty() || tone == Tone::Quiet || tone == Tone::Plain)
        return;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Sentence::paintTone()
{
    const QColor color = colorOf(m_tone, Theme::of(parentWidget() ? parentWidget() : this));
    const QString sheet = QStringLiteral("color: %1").arg(color.name());
    if (styleSheet() != sheet)
        setStyleSheet(sheet);
}

void Sentence::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        QMetaObject::invokeMethod(this, &Sentence::paintTone, Qt::QueuedConnection);
}

Banner::Banner(Sentence::Tone tone, QWidget* parent)
    : QFrame(parent)
    , m_text(new Sentence(this, tone))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
    column->addWidget(m_text);
    setVisible(false);
}

void Banner::say(const QString& text)
{
    m_text->say(text);
    setVisible(!text.isEmpty());
}

QVBoxLayout* middleColumn(QWidget* page, int widest)
{
    auto* inner = new QWidget(page);
    inner->setMaximumWidth(widest);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kMedium);
    row->addStretch(1);
    row->addWidget(inner, 1000);
    row->addStretch(1);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kMedium);
    return column;
}

QPushButton* primaryButton(QWidget* parent)
{
    auto* button = new QPushButton(parent);
    button->setProperty("isPrimary", true);
    button->setAutoDefault(false);
    return button;
}

QPushButton* linkButton(QWidget* parent)
{
    auto* button = new QPushButton(parent);
    button->setProperty("isLink", true);
    button->setAutoDefault(false);
    return button;
}

void fitPlaceholder(QLineEdit& field)
{
    field.ensurePolished(); // its font is the style sheet's
    field.setFixedWidth(field.fontMetrics().horizontalAdvance(field.placeholderText()) + kBesideText);
}

QLineEdit* amountField(QWidget* parent, const char* objectName)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(objectName));
    field->setFixedWidth(kAmountWidth);
    field->setMaxLength(20);
    field->setAlignment(Qt::AlignRight);
    return field;
}

QHBoxLayout* rowLayoutOf(const QList<QWidget*>& widgets)
{
    auto* layout = new QHBoxLayout;
    layout->setSpacing(space::kSmall);
    for (QWidget* widget : widgets)
        layout->addWidget(widget);
    layout->addStretch(1);
    return layout;
}

QWidget* rowOf(const QList<QWidget*>& widgets, QWidget* parent)
{
    auto* row = new QWidget(parent);
    QHBoxLayout* layout = rowLayoutOf(widgets);
    layout->setContentsMargins(0, 0, 0, 0);
    row->setLayout(layout);
    return row;
}

} // namespace weft

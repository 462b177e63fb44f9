// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Theme.h"

#include <QFrame>
#include <QLabel>
#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace weft {

// What the pages of cards (wallet, account, settings) are made of.

/// One subject of a page: a title, and a column below it.
class TitledCard : public QFrame {
    Q_OBJECT

public:
    explicit TitledCard(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QVBoxLayout* column() const { return m_column; }

private:
    QLabel* m_title;
    QVBoxLayout* m_column;
};

/// Cards in two columns that scroll together; one column where there is no room for two.
class CardColumns : public QScrollArea {
    Q_OBJECT

public:
    CardColumns(const QList<QWidget*>& left, const QList<QWidget*>& right, QWidget* parent);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    QBoxLayout* m_columns;
};

/// A sentence in the colour of what it means; it takes no room while it is empty. Screen readers are told of a new one.
class Sentence : public QLabel {
    Q_OBJECT

public:
    enum class Tone { Plain, Quiet, Good, Warning, Error };

    explicit Sentence(QWidget* parent = nullptr, Tone tone = Tone::Quiet);

    void say(const QString& text) { say(text, m_tone); }
    void say(const QString& text, Tone tone);

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintTone();

    Tone m_tone;
};

/// A message across the page.
class Banner : public QFrame {
    Q_OBJECT

public:
    Banner(Sentence::Tone tone, QWidget* parent = nullptr);

    void say(const QString& text);

private:
    Sentence* m_text;
};

/// A column in the middle of a page, at most `widest` px wide, with the margins that all pages have.
QVBoxLayout* middleColumn(QWidget* page, int widest);
inline constexpr int kWidestPage = 1252; // px: two columns of cards

QPushButton* primaryButton(QWidget* parent);
QPushButton* linkButton(QWidget* parent);
/// A field for an amount of credits, as wide as an amount needs.
QLineEdit* amountField(QWidget* parent, const char* objectName);
/// Makes it as wide as its placeholder needs.
void fitPlaceholder(QLineEdit& field);
/// Widgets side by side, at the left.
QHBoxLayout* rowLayoutOf(const QList<QWidget*>& widgets);
QWidget* rowOf(const QList<QWidget*>& widgets, QWidget* parent);

} // namespace weft

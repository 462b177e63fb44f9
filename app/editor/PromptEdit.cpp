// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/PromptEdit.h"

#include "app/theme/Theme.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

constexpr int kMostCompletions = 50;
constexpr int kShownCompletions = 8;
constexpr int kCompletionRow = 24;
constexpr qsizetype kLeastTyped = 3; // letters of a name before it is offered without "embedding:"
constexpr double kWeightStep = 0.05;
const QString kEmbedding = QStringLiteral("embedding:");
const QString kLora = QStringLiteral("<lora:");

bool endsWord(QChar c) { return c.isSpace() || c == QLatin1Char(',') || c == QLatin1Char('(') || c == QLatin1Char(')'); }

qsizetype wordStart(const QString& text, qsizetype cursor)
{
    qsizetype start = cursor;
    while (start > 0 && !endsWord(text[start - 1]))
        --start;
    return start;
}

QStringList containing(const QStringList& names, const QString& part, const QString& before, const QString& after)
{
    QStringList found;
    for (const QString& name : names) {
        if (name.contains(part, Qt::CaseInsensitive) && found.size() < kMostCompletions)
            found << before + name + after;
    }
    return found;
}

/// "umt5/foo.safetensors" -> "umt5/foo": how prompts name embeddings.
QString withoutSuffix(const QString& name)
{
    for (const char* suffix : {".safetensors", ".pt", ".bin"}) {
        if (name.endsWith(QLatin1String(suffix), Qt::CaseInsensitive))
            return name.chopped(qsizetype(qstrlen(suffix)));
    }
    return name;
}

QStringList completionsOf(const PromptWords& words, const QString& typed)
{
    if (typed.startsWith(kLora, Qt::CaseInsensitive))
        return containing(words.loras, typed.mid(kLora.size()).section(QLatin1Char(':'), 0, 0), kLora, QStringLiteral(":1>"));
    if (typed.startsWith(kEmbedding, Qt::CaseInsensitive))
        return containing(words.embeddings, typed.mid(kEmbedding.size()), kEmbedding, {});
    return typed.size() < kLeastTyped ? QStringList() : containing(words.embeddings, typed, kEmbedding, {});
}

QString weightText(double weight)
{
    QString text = QString::number(weight, 'f', 2);
    while (text.endsWith(QLatin1Char('0')) && !text.endsWith(QLatin1String(".0")))
        text.chop(1);
    return text;
}

} // namespace

PromptEdit::PromptEdit(const QString& text, PromptWords words, QWidget* parent)
    : QPlainTextEdit(text, parent)
    , m_words(std::move(words))
    , m_list(new QListWidget(parent))
{
    for (QString& name : m_words.embeddings)
        name = withoutSuffix(name);
    for (QString& name : m_words.loras)
        name = withoutSuffix(name);
    const Theme& theme = Theme::of(parent);
    m_list->setObjectName(QStringLiteral("completions"));
    m_list->setStyleSheet(QStringLiteral("#completions { background: %1; border: 1px solid %2; border-radius: 6px; color: %3; }")
                              .arg(theme.panel.name(), theme.border.name(), theme.text.name()));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Embeddings and LoRAs"));
    m_list->hide();
    connect(m_list, &QListWidget::itemClicked, this, &PromptEdit::take);
    setTabChangesFocus(false);
}

PromptEdit::~PromptEdit() { delete m_list; }

bool PromptEdit::isCompleting() const { return m_list->isVisible(); }

QStringList PromptEdit::completions() const
{
    QStringList all;
    for (int i = 0; i < m_list->count() && isCompleting(); ++i)
        all << m_list->item(i)->text();
    return all;
}

void PromptEdit::keyPressEvent(QKeyEvent* event)
{
    if (isCompleting() && listKey(event->key())) {
        event->accept();
        return;
    }
    const bool weighs = event->modifiers() == Qt::ControlModifier && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down);
    if (weighs) {
        weigh(event->key() == Qt::Key_Up ? kWeightStep : -kWeightStep);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    if (!event->text().isEmpty())
        offer();
}

bool PromptEdit::listKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int step = key == Qt::Key_Down ? 1 : -1;
        m_list->setCurrentRow((m_list->currentRow() + step + m_list->count()) % m_list->count());
        return true;
    }
    case Qt::Key_Tab:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        take();
        return true;
    case Qt::Key_Escape:
        m_list->hide();
        return true;
    default:
        return false;
    }
}

void PromptEdit::offer()
{
    const QString text = toPlainText();
    const int cursor = textCursor().position();
    m_start = int(wordStart(text, cursor));
    const QString typed = text.mid(m_start, cursor - m_start);
    QStringList found = completionsOf(m_words, typed);
    found.removeAll(typed);
    m_list->clear();
    m_list->addItems(found);
    m_list->setVisible(!found.isEmpty());
    if (found.isEmpty())
        return;
    m_list->setCurrentRow(0);
    placeList();
}

void PromptEdit::placeList()
{
    const int height = std::min(m_list->count(), kShownCompletions) * kCompletionRow + 4;
    m_list->resize(320, height);
    QPoint at = mapToParent(cursorRect().bottomLeft() + QPoint(0, 6));
    const QRect room = parentWidget()->rect();
    if (at.y() + height > room.bottom())
        at.setY(mapToParent(cursorRect().topLeft()).y() - height - 6);
    at.setX(std::clamp(at.x(), 0, std::max(0, room.width() - m_list->width())));
    m_list->move(at);
    m_list->raise();
}

void PromptEdit::take()
{
    const QListWidgetItem* item = m_list->currentItem();
    m_list->hide();
    if (!item)
        return;
    QTextCursor cursor = textCursor();
    cursor.setPosition(m_start, QTextCursor::KeepAnchor);
    cursor.insertText(item->text());
    setTextCursor(cursor);
    setFocus();
}

/// The selection, or the word at the cursor, gets a weight; one that has one gets another.
void PromptEdit::weigh(double change)
{
    QTextCursor cursor = textCursor();
    const QString text = toPlainText();
    static const QRegularExpression kWeighed(QStringLiteral(R"(\(([^():]+):(-?\d+(?:\.\d+)?)\))"));
    for (auto it = kWeighed.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (cursor.selectionStart() < match.capturedStart() || cursor.selectionEnd() > match.capturedEnd())
            continue;
        const double weight = match.captured(2).toDouble() + change;
        const bool isPlain = std::abs(weight - 1) < 1e-9;
        cursor.setPosition(int(match.capturedStart()));
        cursor.setPosition(int(match.capturedEnd()), QTextCursor::KeepAnchor);
        cursor.insertText(isPlain ? match.captured(1) : QStringLiteral("(%1:%2)").arg(match.captured(1), weightText(weight)));
        cursor.setPosition(int(match.capturedStart()) + 1);
        setTextCursor(cursor);
        return;
    }
    if (!cursor.hasSelection())
        cursor.select(QTextCursor::WordUnderCursor);
    const QString word = cursor.selectedText();
    if (word.trimmed().isEmpty())
        return;
    const int start = cursor.selectionStart();
    cursor.insertText(QStringLiteral("(%1:%2)").arg(word, weightText(1 + change)));
    cursor.setPosition(start + 1);
    setTextCursor(cursor);
}

void PromptEdit::focusOutEvent(QFocusEvent* event)
{
    if (!m_list->underMouse())
        m_list->hide();
    QPlainTextEdit::focusOutEvent(event);
}

} // namespace weft

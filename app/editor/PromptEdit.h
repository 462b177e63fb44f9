// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

QT_BEGIN_NAMESPACE
class QListWidget;
QT_END_NAMESPACE

namespace weft {

/// What a prompt can name.
struct PromptWords {
    QStringList embeddings; // "embedding:NAME"
    QStringList loras; // "<lora:NAME:1>"
};

/// An editor for prompts: completes the names of embeddings and LoRAs, and weighs words as ComfyUI does: Ctrl+Up and
/// Ctrl+Down make "cat" into "(cat:1.05)" and change the number.
class PromptEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    PromptEdit(const QString& text, PromptWords words, QWidget* parent);
    ~PromptEdit() override;

    /// The list of names is open: Tab, Enter and Escape are its keys.
    bool isCompleting() const;
    QStringList completions() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void offer();
    void take();
    void weigh(double change);
    bool listKey(int key);
    void placeList();

    PromptWords m_words;
    QListWidget* m_list; // a child of the editor's parent, so that it can be larger than the editor
    int m_start = 0; // where the completed word begins in the text
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/form/FormField.h"

#include "app/editor/curve/CurveEdit.h"
#include "app/editor/model/SettingValues.h"
#include "app/form/PictureField.h"
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace weft {

namespace {

/// Lines of text; Enter runs, Shift+Enter begins a new line. What is undone is the document's business.
class WordsEdit : public QPlainTextEdit {
public:
    WordsEdit(FormField& owner)
        : QPlainTextEdit(&owner)
        , m_owner(owner)
    {
        setUndoRedoEnabled(false);
        setTabChangesFocus(true);
        setFont(uiFont(14));
        setFixedHeight(fontMetrics().lineSpacing() * 4 + 20);
    }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
        if (enter && !(event->modifiers() & Qt::ShiftModifier))
            Q_EMIT m_owner.runAsked();
        else
            QPlainTextEdit::keyPressEvent(event);
    }

private:
    FormField& m_owner;
};

class WordsField : public FormField {
public:
    WordsField(AppField field, InputSpec spec, QWidget* parent)
        : FormField(std::move(field), std::move(spec), parent)
        , m_edit(new WordsEdit(*this))
    {
        layout()->addWidget(m_edit);
        m_edit->setAccessibleName(m_field.label);
        connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
            if (!m_isShowing)
                Q_EMIT edited(m_edit->toPlainText().toStdString());
        });
    }

    void showValue(const Json& value) override
    {
        const QString text = valueText(&m_spec, value);
        if (text == m_edit->toPlainText())
            return;
        m_isShowing = true;
        m_edit->setPlainText(text);
        m_edit->moveCursor(QTextCursor::End);
        m_isShowing = false;
    }

    QWidget* editor() const override { return m_edit; }

private:
    WordsEdit* m_edit;
    bool m_isShowing = false;
};

/// A number or a short text; a seed has a die beside it.
class LineField : public FormField {
public:
    LineField(AppField field, InputSpec spec, QWidget* parent)
        : FormField(std::move(field), std::move(spec), parent)
        , m_edit(new QLineEdit(this))
    {
        auto* row = new QHBoxLayout;
        row->setSpacing(space::kSmall);
        row->addWidget(m_edit, 1);
        static_cast<QVBoxLayout*>(layout())->addLayout(row);
        m_edit->setAccessibleName(m_field.label);
        connect(m_edit, &QLineEdit::textEdited, this, [this](const QString& text) {
            if (m_field.kind == SettingKind::Text)
                Q_EMIT edited(text.toStdString());
            else if (const Result<Json> value = parsedSetting(m_spec, text))
                Q_EMIT edited(*value); // a run or a save doesn't wait for the focus to leave
        });
        connect(m_edit, &QLineEdit::editingFinished, this, &LineField::takeOver);
        connect(m_edit, &QLineEdit::returnPressed, this, [this] {
            takeOver(); // editingFinished comes only after this
            Q_EMIT runAsked();
        });
        if (m_field.isSeed)
            addDie(*row);
        retranslate();
    }

    void showValue(const Json& value) override
    {
        m_text = valueText(&m_spec, value);
        const Result<Json> typed = parsedSetting(m_spec, m_edit->text());
        if (m_edit->hasFocus() && m_edit->isModified() && (!typed || *typed == value))
            return; // it is still being written
        if (m_edit->text() != m_text)
            m_edit->setText(m_text);
    }

    QWidget* editor() const override { return m_edit; }

    void retranslate() override
    {
        if (!m_die)
            return;
        m_die->setToolTip(FormField::tr("Another seed: another picture of the same words"));
        m_die->setAccessibleName(FormField::tr("Roll the dice"));
        m_die->setIcon(themedIcon(QStringLiteral("dices"), Theme::of(this).text, 18));
    }

protected:
    void changeEvent(QEvent* event) override
    {
        FormField::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            retranslate();
    }

private:
    void addDie(QHBoxLayout& row)
    {
        m_die = new QToolButton(this);
        m_die->setObjectName(QStringLiteral("die"));
        m_die->setFixedSize(32, 32);
        m_die->setIconSize({18, 18});
        m_die->setFocusPolicy(Qt::StrongFocus);
        row.addWidget(m_die);
        connect(m_die, &QToolButton::clicked, this, [this] { Q_EMIT edited(randomSeed(m_spec)); });
    }

    /// What can't be read as the setting's type is put back.
    void takeOver()
    {
        if (m_edit->text() == m_text)
            return;
        const Result<Json> value = parsedSetting(m_spec, m_edit->text());
        if (!value) {
            m_edit->setText(m_text);
            return;
        }
        m_edit->setText(valueText(&m_spec, *value));
        Q_EMIT edited(*value);
    }

    QLineEdit* m_edit;
    QToolButton* m_die = nullptr;
    QString m_text; // what the document says
};

class ChoiceField : public FormField {
public:
    ChoiceField(AppField field, InputSpec spec, QWidget* parent)
        : FormField(std::move(field), std::move(spec), parent)
        , m_box(new QComboBox(this))
    {
        for (const std::string& choice : m_spec.choices)
            m_box->addItem(QString::fromStdString(choice));
        layout()->addWidget(m_box);
        m_box->setAccessibleName(m_field.label);
        m_box->setFocusPolicy(Qt::StrongFocus); // the wheel scrolls the form
        m_box->installEventFilter(this);
        connect(m_box, &QComboBox::textActivated, this, [this](const QString& text) { Q_EMIT edited(text.toStdString()); });
    }

    void showValue(const Json& value) override
    {
        const QString text = valueText(&m_spec, value);
        if (m_box->findText(text) < 0)
            m_box->addItem(text); // a model that this computer lacks
        m_box->setCurrentText(text);
    }

    QWidget* editor() const override { return m_box; }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == m_box && event->type() == QEvent::Wheel && !m_box->hasFocus()) {
            event->ignore();
            return true;
        }
        return FormField::eventFilter(watched, event);
    }

private:
    QComboBox* m_box;
};

class ToggleField : public FormField {
public:
    ToggleField(AppField field, InputSpec spec, QWidget* parent)
        : FormField(std::move(field), std::move(spec), parent)
        , m_box(new QCheckBox(m_field.label, this))
    {
        findChild<QLabel*>()->hide(); // the box has its own
        layout()->addWidget(m_box);
        connect(m_box, &QCheckBox::clicked, this, [this](bool on) { Q_EMIT edited(on); });
    }

    void showValue(const Json& value) override { m_box->setChecked(value.is_boolean() && value.get<bool>()); }
    QWidget* editor() const override { return m_box; }

private:
    QCheckBox* m_box;
};

class CurveField : public FormField {
public:
    CurveField(AppField field, InputSpec spec, QWidget* parent)
        : FormField(std::move(field), std::move(spec), parent)
        , m_edit(new CurveEdit(Curve(), this))
    {
        layout()->addWidget(m_edit);
        m_edit->setFixedHeight(m_edit->sizeHint().height());
        m_edit->setAccessibleName(m_field.label);
        connect(m_edit, &CurveEdit::edited, this, [this] { Q_EMIT edited(writeCurve(m_edit->curve(), m_value)); });
    }

    void showValue(const Json& value) override
    {
        m_value = value;
        if (Result<Curve> curve = readCurve(value))
            m_edit->setCurve(std::move(*curve));
    }

    QWidget* editor() const override { return m_edit; }

private:
    CurveEdit* m_edit;
    Json m_value; // what the document says
};

} // namespace

FormField::FormField(AppField field, InputSpec spec, QWidget* parent)
    : QWidget(parent)
    , m_field(std::move(field))
    , m_spec(std::move(spec))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* label = new QLabel(m_field.label, this);
    label->setObjectName(QStringLiteral("fieldLabel"));
    label->setTextFormat(Qt::PlainText); // a file's words
    label->setWordWrap(true);
    column->addWidget(label);
}

FormField* makeFormField(const AppField& field, const InputSpec& spec, const QString& inputFolder, QWidget* parent)
{
    FormField* made = nullptr;
    switch (field.kind) {
    case SettingKind::MultiLine:
        made = new WordsField(field, spec, parent);
        break;
    case SettingKind::Choice:
        made = new ChoiceField(field, spec, parent);
        break;
    case SettingKind::Toggle:
        made = new ToggleField(field, spec, parent);
        break;
    case SettingKind::Picture:
        made = new PictureField(field, spec, inputFolder, parent);
        break;
    case SettingKind::Curve:
        made = new CurveField(field, spec, parent);
        break;
    case SettingKind::Color:
    case SettingKind::Number:
    case SettingKind::Text:
        made = new LineField(field, spec, parent);
        break;
    }
    made->editor()->setObjectName(QString::fromStdString(field.node + "." + field.input));
    return made;
}

} // namespace weft

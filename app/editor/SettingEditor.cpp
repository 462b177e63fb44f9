// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/SettingEditor.h"

#include "app/editor/CanvasScene.h"
#include "app/editor/CanvasView.h"
#include "app/editor/curve/CurveEdit.h"
#include "app/editor/PickPopup.h"
#include "app/editor/PromptEdit.h"
#include "app/editor/model/NodeNames.h"
#include "app/editor/model/SettingValues.h"
#include "app/theme/Theme.h"

#include <QColorDialog>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>

namespace weft {

namespace {

constexpr QSize kLineEditor {160, 24}; // px that an editor is large at least, whatever the zoom
constexpr QSize kTallEditor {280, 140};
const QString kChooseFile = QStringLiteral("weft:choose");

/// The embeddings and LoRAs that any machine offers.
PromptWords promptWords(const Catalogue& catalogue)
{
    PromptWords words;
    for (const ModelFile& model : catalogue.models()) {
        if (model.folder == "embeddings")
            words.embeddings << QString::fromStdString(model.name);
        else if (model.folder == "loras")
            words.loras << QString::fromStdString(model.name);
    }
    words.embeddings.removeDuplicates();
    words.loras.removeDuplicates();
    return words;
}

/// The name stays in sight, to the left of what is typed.
void showName(QLineEdit& line)
{
    auto* name = new QLabel(line.fontMetrics().elidedText(line.accessibleName(), Qt::ElideRight, line.width() * 2 / 5), &line);
    name->setObjectName(QStringLiteral("fieldLabel"));
    name->setTextFormat(Qt::PlainText);
    name->setAttribute(Qt::WA_TransparentForMouseEvents);
    name->setGeometry(space::kSmall, 0, name->sizeHint().width(), line.height());
    name->show();
    line.setTextMargins(name->width() + space::kTiny, 0, 0, 0);
}

} // namespace

SettingEditor::SettingEditor(CanvasView& view)
    : QObject(&view)
    , m_view(view)
{
}

const InputSpec* SettingEditor::spec() const
{
    const Node* node = m_view.document().graph().findNode(m_node);
    const NodeType* type = node ? m_view.document().typeOf(*node) : nullptr;
    return type ? type->findInput(m_setting) : nullptr;
}

Json SettingEditor::valueNow(const InputSpec& spec) const
{
    const Node* node = m_view.document().graph().findNode(m_node);
    const auto it = node ? node->settings.find(m_setting) : std::map<std::string, Json>::const_iterator();
    return !node || it == node->settings.end() ? memberAt(spec.options, "default") : it->second;
}

void SettingEditor::open(const NodeId& id, const std::string& setting)
{
    commit();
    const Node* node = m_view.document().graph().findNode(id);
    m_node = id;
    m_setting = setting;
    const InputSpec* known = spec();
    if (!node || !known)
        return;
    const Json value = valueNow(*known);
    switch (kindOf(*known)) {
    case SettingKind::Toggle:
        put(!(value.is_boolean() && value.get<bool>()));
        break;
    case SettingKind::Choice:
        openChoices();
        break;
    case SettingKind::Picture:
        openPictures();
        break;
    case SettingKind::MultiLine:
        openLines(valueText(known, value));
        break;
    case SettingKind::Color:
        openColor(colorOf(value));
        break;
    case SettingKind::Curve:
        openCurve(value);
        break;
    case SettingKind::Number:
    case SettingKind::Text:
        openLine(valueText(known, value));
        break;
    }
}

void SettingEditor::show(QWidget* widget, bool isTall)
{
    m_widget = widget;
    const NodeItem* item = m_view.canvas().item(m_node);
    const SettingFace* face = item ? item->face().setting(m_setting) : nullptr;
    if (!face)
        return;
    const QRectF place = face->rect.translated(item->pos());
    QRect rect = m_view.mapFromScene(place).boundingRect();
    const int middle = rect.center().y();
    rect.setWidth(std::max(rect.width(), isTall ? kTallEditor.width() : kLineEditor.width()));
    rect.setHeight(std::max(rect.height(), isTall ? kTallEditor.height() : kLineEditor.height()));
    if (!isTall)
        rect.moveTop(middle - rect.height() / 2); // where a row is lower than a line of text, both neighbours stay in sight
    widget->setGeometry(rect);
    widget->setAccessibleName(portLabel(m_setting));
    widget->installEventFilter(this);
    widget->show();
    widget->setFocus();
}

void SettingEditor::openLine(const QString& text)
{
    auto* line = new QLineEdit(text, m_view.viewport());
    line->setAlignment(Qt::AlignRight);
    show(line, false);
    showName(*line);
    line->selectAll();
}

void SettingEditor::openLines(const QString& text)
{
    auto* lines = new PromptEdit(text, promptWords(m_view.document().catalogue()), m_view.viewport());
    lines->setPlaceholderText(portLabel(m_setting));
    show(lines, true);
    lines->selectAll();
}

void SettingEditor::openColor(const QColor& color)
{
    auto* dialog = new QColorDialog(color.isValid() ? color : QColor(Qt::black), &m_view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QColorDialog::DontUseNativeDialog); // the theme's, in the language of the moment
    connect(dialog, &QColorDialog::colorSelected, this, [this, node = m_node, setting = m_setting](const QColor& chosen) {
        m_node = node;
        m_setting = setting;
        if (const InputSpec* known = spec())
            put(colorValue(*known, chosen));
    });
    dialog->open();
}

void SettingEditor::openCurve(const Json& value)
{
    auto* curve = new CurveEdit(readCurve(value).valueOr(Curve()), m_view.viewport());
    show(curve, true);
    curve->resize(curve->sizeHint());
}

void SettingEditor::openChoices()
{
    const InputSpec* known = spec();
    const std::vector<std::string> choices = known->choices;
    auto* popup = new PickPopup(portLabel(m_setting), [choices](const QString& text) {
        QList<Pick> picks;
        for (const std::string& choice : choices) {
            const QString name = QString::fromStdString(choice);
            if (name.contains(text, Qt::CaseInsensitive))
                picks.append({name, {}, {}, name});
        }
        return picks;
    }, &m_view);
    connect(popup, &PickPopup::picked, this, [this](const QVariant& data) { put(data.toString().toStdString()); });
    const NodeItem* item = m_view.canvas().item(m_node);
    const SettingFace* face = item ? item->face().setting(m_setting) : nullptr;
    if (!face)
        return;
    m_widget = popup;
    popup->openAt(m_view.mapFromScene(face->rect.translated(item->pos()).bottomLeft()), face->value);
}

void SettingEditor::openPictures()
{
    const InputSpec* known = spec();
    QStringList names = m_view.inputPictures();
    for (const std::string& choice : known->choices) {
        if (!names.contains(QString::fromStdString(choice)))
            names << QString::fromStdString(choice);
    }
    auto* popup = new PickPopup(portLabel(m_setting), [names](const QString& text) {
        QList<Pick> picks {{tr("Choose a file…"), {}, {}, kChooseFile}};
        for (const QString& name : names) {
            if (name.contains(text, Qt::CaseInsensitive))
                picks.append({name, {}, {}, name});
        }
        return picks;
    }, &m_view);
    connect(popup, &PickPopup::picked, this, [this](const QVariant& data) {
        if (data.toString() == kChooseFile)
            choosePictureFile();
        else
            put(data.toString().toStdString());
    });
    const NodeItem* item = m_view.canvas().item(m_node);
    const SettingFace* face = item ? item->face().setting(m_setting) : nullptr;
    if (!face)
        return;
    m_widget = popup;
    popup->openAt(m_view.mapFromScene(face->rect.translated(item->pos()).bottomLeft()), face->value);
}

void SettingEditor::choosePictureFile()
{
    const NodeId node = m_node;
    auto* dialog = new QFileDialog(&m_view, tr("Choose a picture"), m_view.inputFolder(),
        tr("Pictures (*.png *.jpg *.jpeg *.webp);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, node, setting = m_setting](const QString& path) {
        m_view.usePicture(node, setting, path);
    });
    dialog->open();
}

void SettingEditor::put(Json value)
{
    m_view.document().setSetting(m_node, m_setting, std::move(value));
}

void SettingEditor::commit()
{
    if (!m_widget)
        return;
    QWidget* widget = m_widget;
    m_widget = nullptr;
    const auto close = [&] {
        widget->removeEventFilter(this);
        widget->hide();
        widget->deleteLater();
    };
    const InputSpec* known = spec();
    if (const auto* curve = qobject_cast<CurveEdit*>(widget)) {
        const Curve made = curve->curve();
        close();
        const Json before = known ? valueNow(*known) : Json();
        if (known && readCurve(before).valueOr(Curve()) != made)
            put(writeCurve(made, before));
        return;
    }
    QString text;
    if (auto* line = qobject_cast<QLineEdit*>(widget))
        text = line->text();
    else if (auto* lines = qobject_cast<QPlainTextEdit*>(widget))
        text = lines->toPlainText();
    else
        return; // a popup closes itself
    close();
    if (!known)
        return;
    Result<Json> value = parsedSetting(*known, text);
    if (value)
        put(std::move(*value));
    else
        m_view.refuse(tr("“%1” isn't a number").arg(text));
}

void SettingEditor::cancel()
{
    if (!m_widget)
        return;
    QWidget* widget = m_widget;
    m_widget = nullptr;
    widget->removeEventFilter(this);
    widget->hide();
    widget->deleteLater();
    m_view.setFocus();
}

void SettingEditor::openNext(bool backwards)
{
    commit();
    const NodeItem* item = m_view.canvas().item(m_node);
    if (!item)
        return;
    const auto& settings = item->face().settings;
    const auto at = std::ranges::find(settings, m_setting, &SettingFace::name) - settings.begin();
    const std::ptrdiff_t count = std::ptrdiff_t(settings.size());
    for (std::ptrdiff_t i = 1; i <= count; ++i) {
        const auto& next = settings[std::size_t((at + (backwards ? count - i : i)) % count)];
        if (!next.isLinked && next.kind != SettingKind::Toggle) {
            open(m_node, std::string(next.name));
            return;
        }
    }
}

bool SettingEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_widget)
        return false;
    if (event->type() == QEvent::FocusOut) {
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) // its own menu
            commit();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    auto* key = static_cast<QKeyEvent*>(event);
    if (const auto* prompt = qobject_cast<PromptEdit*>(m_widget.data()); prompt && prompt->isCompleting())
        return false;
    const bool multi = qobject_cast<QPlainTextEdit*>(m_widget.data());
    if (key->key() == Qt::Key_Escape) {
        cancel();
        return true;
    }
    if (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab) {
        openNext(key->key() == Qt::Key_Backtab);
        return true;
    }
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (enter && (!multi || (key->modifiers() & Qt::ControlModifier))) {
        commit();
        m_view.setFocus();
        return true;
    }
    return false;
}

} // namespace weft

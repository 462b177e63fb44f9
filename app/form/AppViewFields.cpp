// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the form, and how they follow the document.
#include "app/form/AppView.h"
#include "app/form/FormField.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weft {

namespace {

InputSpec specOf(const CanvasDocument& document, const AppField& field)
{
    return *document.typeOf(*document.workflow().findNode(field.node))->findInput(field.input);
}

} // namespace

/// Whether it shows just this; a list of models may have grown, which its editor shows.
bool AppView::isFor(const FormField& field, const AppField& wanted) const
{
    return field.field() == wanted && field.spec() == specOf(m_document, wanted);
}

/// The document may have changed in any way: other fields, or the same with other values.
void AppView::refresh()
{
    const std::vector<AppField> wanted = appFieldsOf(m_document.workflow(), m_document.catalogue());
    const bool same = std::ranges::equal(
        wanted, m_fields, [this](const AppField& one, const FormField* field) { return isFor(*field, one); });
    if (!same)
        rebuild(wanted);
    for (FormField* field : m_fields)
        field->showValue(valueOf(m_document.workflow(), m_document.catalogue(), field->field().node, field->field().input));
    showButton();
}

/// Fields that stay as they are keep their editors: somebody may be typing.
void AppView::rebuild(const std::vector<AppField>& fields)
{
    std::vector<FormField*> before = std::exchange(m_fields, {});
    for (const AppField& wanted : fields) {
        const auto kept = std::ranges::find_if(before, [&](const FormField* field) { return isFor(*field, wanted); });
        m_fields.push_back(kept == before.end() ? addField(wanted) : *kept);
        if (kept != before.end())
            before.erase(kept);
        m_rows->removeWidget(m_fields.back());
        m_rows->addWidget(m_fields.back());
    }
    FormField* next = nullptr; // of one that had the keyboard: the same setting, made anew
    bool hadFocus = false;
    for (FormField* field : before) {
        if (field->editor()->hasFocus()) {
            hadFocus = true;
            const auto same = std::ranges::find_if(m_fields, [&](const FormField* one) {
                return one->field().node == field->field().node && one->field().input == field->field().input;
            });
            next = same == m_fields.end() ? nullptr : *same;
        }
        if (m_burstField == field)
            m_burstField = nullptr;
        field->hide();
        field->deleteLater();
    }
    setTabs();
    m_nothing->setVisible(m_fields.empty());
    if (next)
        next->editor()->setFocus();
    else if (hadFocus || (isVisible() && m_fields.empty()))
        focusFirst();
}

FormField* AppView::addField(const AppField& wanted)
{
    FormField* field = makeFormField(wanted, specOf(m_document, wanted), m_inputFolder, m_rows->parentWidget());
    connect(field, &FormField::edited, this, [this, field](const Json& value) { edit(*field, value); });
    connect(field, &FormField::runAsked, this, &AppView::start);
    connect(field, &FormField::fileChosen, this, [this, field](const QString& path) {
        Q_EMIT pictureChosen(QString::fromStdString(field->field().node), QString::fromStdString(field->field().input), path);
    });
    field->editor()->installEventFilter(this);
    return field;
}

/// From top to bottom, as it is seen: fields are made later than the button below them.
void AppView::setTabs()
{
    std::vector<QWidget*> stops;
    for (const FormField* field : m_fields) {
        for (QWidget* widget : field->findChildren<QWidget*>()) {
            if (widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy())
                stops.push_back(widget);
        }
    }
    stops.push_back(m_run);
    for (std::size_t i = 1; i < stops.size(); ++i)
        setTabOrder(stops[i - 1], stops[i]);
}

} // namespace weft

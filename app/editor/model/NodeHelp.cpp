// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodeHelp.h"

#include "app/editor/model/NodeFace.h"
#include "app/editor/model/NodeNames.h"

#include <QCoreApplication>
#include <QStringList>

namespace weft {

namespace {

constexpr qsizetype kMostChoicesShown = 12;

QString helpText(const char* text) { return QCoreApplication::translate("NodeHelp", text); }

QString escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")); }

QString choicesText(const InputSpec& spec)
{
    QStringList shown;
    for (const std::string& choice : spec.choices) {
        if (shown.size() == kMostChoicesShown)
            return shown.join(QStringLiteral(", ")) + QStringLiteral(" …");
        shown << QString::fromStdString(choice);
    }
    return shown.join(QStringLiteral(", "));
}

QString paragraph(const QString& label, const std::string& type, const QString& detail, const std::string& tooltip)
{
    QString text = QStringLiteral("<p><b>%1</b> <span>%2</span>").arg(label.toHtmlEscaped(), QString::fromStdString(type).toHtmlEscaped());
    if (!detail.isEmpty())
        text += QStringLiteral("<br>%1").arg(detail.toHtmlEscaped());
    if (!tooltip.empty())
        text += QStringLiteral("<br>%1").arg(escaped(tooltip));
    return text + QStringLiteral("</p>");
}

QString section(const QString& title, const QString& body)
{
    return body.isEmpty() ? QString() : QStringLiteral("<h4>%1</h4>%2").arg(title.toHtmlEscaped(), body);
}

QString inputs(const NodeType& type, bool settings)
{
    QString body;
    for (const InputSpec& input : type.inputs) {
        if (input.presence == Presence::Hidden || input.isSetting() != settings)
            continue;
        QString detail = settings ? settingHelp(input) : QString();
        if (!settings && input.presence == Presence::Optional)
            detail = helpText(QT_TRANSLATE_NOOP("NodeHelp", "optional"));
        body += paragraph(portLabel(input.name), settings ? std::string() : input.type, detail, stringAt(input.options, "tooltip"));
    }
    return body;
}

QString outputs(const NodeType& type)
{
    QString body;
    for (const OutputSpec& output : type.outputs)
        body += paragraph(portLabel(output.name), output.type, {}, output.tooltip);
    return body;
}

} // namespace

QString settingHelp(const InputSpec& spec)
{
    QStringList parts;
    const Json& low = memberAt(spec.options, "min");
    const Json& high = memberAt(spec.options, "max");
    if (low.is_number() && high.is_number() && kindOf(spec) == SettingKind::Number)
        parts << helpText(QT_TRANSLATE_NOOP("NodeHelp", "%1 to %2")).arg(valueText(&spec, low), valueText(&spec, high));
    if (!spec.choices.empty())
        parts << choicesText(spec);
    const Json& standard = memberAt(spec.options, "default");
    const QString text = kindOf(spec) == SettingKind::Color ? colorOf(standard).name() : valueText(&spec, standard);
    if (!standard.is_null() && !text.isEmpty())
        parts << helpText(QT_TRANSLATE_NOOP("NodeHelp", "default %1")).arg(text);
    return parts.join(QStringLiteral("; "));
}

QString nodeHelp(const NodeType& type)
{
    QString page = QStringLiteral("<h3>%1</h3><p>%2</p>").arg(displayName(type).toHtmlEscaped(), escaped(type.name));
    if (!type.description.empty())
        page += QStringLiteral("<p>%1</p>").arg(escaped(type.description));
    page += section(helpText(QT_TRANSLATE_NOOP("NodeHelp", "Inputs")), inputs(type, false));
    page += section(helpText(QT_TRANSLATE_NOOP("NodeHelp", "Settings")), inputs(type, true));
    page += section(helpText(QT_TRANSLATE_NOOP("NodeHelp", "Outputs")), outputs(type));
    return page;
}

} // namespace weft

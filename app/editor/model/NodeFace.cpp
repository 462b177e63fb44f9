// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodeFace.h"

#include "app/editor/model/ExposedSettings.h"
#include "app/editor/model/NodeNames.h"
#include "core/catalogue/Curve.h"
#include "core/formats/Widgets.h"
#include "core/graph/SubgraphTypes.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace weft {

namespace {

bool isMultiline(const InputSpec& spec) { return boolAt(spec.options, "multiline"); }

QString numberText(const InputSpec* spec, const Json& value)
{
    if (value.is_number_unsigned())
        return QString::number(value.get<std::uint64_t>());
    if (value.is_number_integer())
        return QString::number(value.get<std::int64_t>());
    const double step = spec ? numberAt(spec->options, "step", 0.01) : 0.01;
    const int decimals = step > 0 ? std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 1, 6) : 2;
    QString text = QString::number(value.get<double>(), 'f', decimals);
    const double read = text.toDouble();
    return read == value.get<double>() ? text : QString::number(value.get<double>(), 'g', 8);
}

double fillOf(const InputSpec& spec, const Json& value)
{
    if (!value.is_number() || !memberAt(spec.options, "min").is_number() || !memberAt(spec.options, "max").is_number())
        return -1;
    const double low = numberAt(spec.options, "min");
    const double high = numberAt(spec.options, "max");
    if (high - low <= 0 || high - low > 128)
        return -1;
    return std::clamp((value.get<double>() - low) / (high - low), 0.0, 1.0);
}

/// Builds a face from top to bottom.
class FaceMaker {
public:
    FaceMaker(const Node& node, const NodeType* type, const std::set<std::string>& linkedInputs,
        const std::set<int>& linkedOutputs, const NodeStatus& status)
        : m_node(node)
        , m_type(type)
        , m_linkedInputs(linkedInputs)
        , m_linkedOutputs(linkedOutputs)
        , m_status(status)
    {
    }

    NodeFace make()
    {
        m_face.id = m_node.id;
        m_face.title = titleOf(m_node, m_type);
        m_face.mode = m_node.mode;
        m_face.isNote = m_node.type == "Note" || m_node.type == "MarkdownNote";
        m_face.isMissing = !m_type && !m_face.isNote && m_node.type != "Reroute" && m_node.type != "PrimitiveNode"
            && !isBorder(m_node);
        m_face.isBorder = isBorder(m_node);
        m_face.isCollapsed = m_node.collapsed;
        m_face.isPinned = boolAt(memberAt(m_node.extra, "flags"), "pinned");
        m_face.headerTint = colorOf(memberAt(m_node.extra, "color"));
        m_face.bodyTint = colorOf(memberAt(m_node.extra, "bgcolor"));
        m_width = m_face.isBorder ? std::max(face::kBorderWidth, m_node.width)
                                  : std::max(face::kMinWidth, m_node.width > 0 ? m_node.width : face::kDefaultWidth);
        if (m_face.isNote) {
            addNoteText();
        } else {
            addInputs();
            addOutputs();
            addPlus();
        }
        if (m_node.collapsed)
            collapse();
        else
            layOut();
        return std::move(m_face);
    }

private:
    void addInputs()
    {
        if (!m_type) {
            for (const NodePort& port : m_node.inputs)
                addInput(port.name, port.type, false, false);
            for (const auto& [name, value] : m_node.settings)
                addSetting(name, nullptr, value);
            return;
        }
        for (const InputSpec& spec : m_type->inputs) {
            if (spec.presence == Presence::Hidden)
                continue;
            addInput(spec.name, spec.type, spec.isSetting(), spec.presence == Presence::Optional);
            if (spec.isSetting()) {
                const auto it = m_node.settings.find(spec.name);
                addSetting(spec.name, &spec, it == m_node.settings.end() ? memberAt(spec.options, "default") : it->second);
            }
        }
        for (const NodePort& port : m_node.inputs) { // ports that the type doesn't list: from another version
            if (!m_type->findInput(port.name))
                addInput(port.name, port.type, false, true);
        }
    }

    /// Files keep what people call a port; else the name is made readable.
    QString labelOf(const std::vector<NodePort>& ports, const std::string& name) const
    {
        const auto port = std::ranges::find(ports, name, &NodePort::name);
        const std::string own = port == ports.end() ? std::string() : stringAt(port->extra, "label");
        const InputSpec* const spec = m_type && own.empty() ? m_type->findInput(name) : nullptr;
        const std::string given = spec ? stringAt(spec->options, "label") : own;
        return given.empty() ? portLabel(name) : QString::fromStdString(given);
    }

    void addNoteText()
    {
        SettingFace text;
        text.name = "text";
        text.kind = SettingKind::MultiLine;
        const Json& values = memberAt(m_node.extra, "widgets_values");
        const auto it = m_node.settings.find("text");
        text.value = it != m_node.settings.end() ? valueText(nullptr, it->second)
            : values.is_array() && !values.empty() ? valueText(nullptr, values[0])
                                                   : QString();
        m_face.settings.push_back(std::move(text));
    }

    void addInput(const std::string& name, const TypeName& type, bool ofSetting, bool isOptional)
    {
        PortFace port;
        port.name = name;
        port.type = type;
        port.label = labelOf(m_node.inputs, name);
        port.isExposed = ofSetting && showsPort(m_node, m_type, name);
        port.ofSetting = ofSetting;
        port.isOptional = isOptional;
        port.isLinked = m_linkedInputs.contains(name);
        m_face.ports.push_back(std::move(port));
    }

    void addSetting(const std::string& name, const InputSpec* spec, const Json& value)
    {
        SettingFace setting;
        setting.name = name;
        setting.label = labelOf(m_node.inputs, name);
        setting.kind = spec ? kindOf(*spec) : SettingKind::Text;
        setting.value = valueText(spec, value);
        setting.isOn = value.is_boolean() && value.get<bool>();
        setting.isLinked = m_linkedInputs.contains(name);
        setting.control = spec && spec->type == "INT" ? seedControl(m_node, *m_type, name) : std::string();
        setting.isSeed = !setting.control.empty();
        if (setting.kind == SettingKind::Color) {
            setting.color = colorOf(value);
            setting.value = setting.color.isValid() ? setting.color.name() : setting.value;
        }
        if (setting.kind == SettingKind::Curve)
            showCurve(setting, value);
        setting.fill = spec && setting.kind == SettingKind::Number ? fillOf(*spec, value) : -1;
        m_face.settings.push_back(std::move(setting));
    }

    static void showCurve(SettingFace& setting, const Json& value)
    {
        constexpr int kSteps = 16;
        const Result<Curve> curve = readCurve(value);
        if (!curve)
            return; // its text tells
        const int points = static_cast<int>(curve->points.size());
        setting.value = QCoreApplication::translate("NodeFace", "%n points", nullptr, points);
        for (int i = 0; i <= kSteps; ++i)
            setting.curve << QPointF(double(i) / kSteps, heightAt(*curve, double(i) / kSteps));
    }

    void addOutputs()
    {
        const std::size_t count = m_type ? std::max(m_type->outputs.size(), m_node.outputs.size()) : m_node.outputs.size();
        for (std::size_t i = 0; i < count; ++i) {
            PortFace port;
            port.isOutput = true;
            port.slot = static_cast<int>(i);
            const bool known = m_type && i < m_type->outputs.size();
            port.name = known ? m_type->outputs[i].name : m_node.outputs[i].name;
            port.type = known ? m_type->outputs[i].type : m_node.outputs[i].type;
            port.label = labelOf(m_node.outputs, port.name);
            port.isLinked = m_linkedOutputs.contains(port.slot);
            m_face.ports.push_back(std::move(port));
        }
    }

    void addPlus()
    {
        if (!m_face.isBorder)
            return;
        PortFace plus;
        plus.isPlus = true;
        plus.isOutput = m_node.id == kSubgraphInputs;
        plus.slot = static_cast<int>(m_node.outputs.size());
        plus.type = "*";
        plus.label = QCoreApplication::translate("NodeFace", "New port");
        plus.isOptional = true;
        m_face.ports.push_back(std::move(plus));
    }

    void collapse()
    {
        m_face.size = {m_width, face::kHeader};
        for (PortFace& port : m_face.ports)
            port.at = {port.isOutput ? m_width : 0, face::kHeader / 2};
    }

    void layOut()
    {
        double left = face::kHeader + 4;
        double right = left;
        for (PortFace& port : m_face.ports) {
            if (port.ofSetting)
                continue;
            double& y = port.isOutput ? right : left;
            port.at = {port.isOutput ? m_width : 0, y + face::kRow / 2};
            y += face::kRow;
        }
        double y = std::max(left, right) + 2;
        if (m_face.isNote) {
            const double height = std::max(48.0, m_node.height - face::kHeader - 8);
            m_face.settings.front().rect = {4, face::kHeader, m_width - 8, height};
            m_face.footerTop = face::kHeader + height + 8;
            m_face.size = {m_width, m_face.footerTop};
            return;
        }
        if (m_face.isBorder) {
            m_face.footerTop = y + 6;
            m_face.size = {m_width, m_face.footerTop};
            return;
        }
        y = layOutSettings(y);
        y = layOutPreview(y);
        m_face.hasExposure = !m_status.exposure.isEmpty();
        m_face.footerTop = y + 4;
        m_face.size = {m_width, m_face.footerTop + face::kFooter + (m_face.hasExposure ? face::kExposure : 0)};
    }

    double layOutSettings(double y)
    {
        for (SettingFace& setting : m_face.settings) {
            const bool tall = setting.kind == SettingKind::MultiLine && !setting.isLinked;
            const double height = tall ? 3 * 17.0 + 12 : face::kRow;
            setting.rect = {face::kPadding, y, m_width - 2 * face::kPadding, height};
            for (PortFace& port : m_face.ports) {
                if (port.ofSetting && port.name == setting.name)
                    port.at = {0, y + face::kRow / 2};
            }
            y += height + (face::kSettingPitch - face::kRow);
        }
        return y;
    }

    double layOutPreview(double y)
    {
        const QSize size = m_status.preview.size();
        if (size.isEmpty())
            return y;
        const double width = m_width - 2 * face::kPadding;
        const double height = std::min(face::kMaxPreview, width * size.height() / size.width());
        m_face.preview = {face::kPadding, y + 2, width, std::round(height)};
        return m_face.preview.bottom() + 4;
    }

    const Node& m_node;
    const NodeType* m_type;
    const std::set<std::string>& m_linkedInputs;
    const std::set<int>& m_linkedOutputs;
    const NodeStatus& m_status;
    NodeFace m_face;
    double m_width = 0;
};

} // namespace

SettingKind kindOf(const InputSpec& spec)
{
    const std::string_view type = std::string_view(spec.type).substr(0, spec.type.find(','));
    if (type == "COLOR" || stringAt(spec.options, "display") == "color")
        return SettingKind::Color;
    if (type == "CURVE")
        return SettingKind::Curve;
    if (type == "INT" || type == "FLOAT")
        return SettingKind::Number;
    if (type == "BOOLEAN")
        return SettingKind::Toggle;
    if (type == "COMBO")
        return spec.picksInputFile ? SettingKind::Picture : SettingKind::Choice;
    return isMultiline(spec) ? SettingKind::MultiLine : SettingKind::Text;
}

QColor colorOf(const Json& value)
{
    if (value.is_number_integer())
        return QColor::fromRgb(static_cast<QRgb>(value.get<std::int64_t>() & 0xffffff));
    const QString text = value.is_string() ? QString::fromStdString(value.get_ref<const std::string&>()) : QString();
    return text.startsWith(QLatin1Char('#')) ? QColor(text) : QColor();
}

Json colorValue(const InputSpec& spec, const QColor& color)
{
    if (spec.type.starts_with("INT"))
        return static_cast<std::int64_t>(color.rgb() & 0xffffff);
    return color.name().toStdString();
}

QRectF diceRect(const SettingFace& seed)
{
    return {seed.rect.right() - face::kSeedButton, seed.rect.top(), face::kSeedButton, seed.rect.height()};
}

QRectF enterRect(const NodeFace& face)
{
    return {face.size.width() - 30, face::kHeader / 2 - 9, 22, 18};
}

QRectF controlRect(const SettingFace& seed) { return diceRect(seed).translated(-face::kSeedButton, 0); }

QString valueText(const InputSpec* spec, const Json& value)
{
    if (value.is_string())
        return QString::fromStdString(value.get<std::string>());
    if (value.is_boolean())
        return value.get<bool>() ? QCoreApplication::translate("NodeFace", "on") : QCoreApplication::translate("NodeFace", "off");
    if (value.is_number())
        return numberText(spec, value);
    return value.is_null() ? QString() : QString::fromStdString(toJsonText(value));
}

const PortFace* NodeFace::output(int slot) const
{
    const auto it = std::ranges::find_if(ports, [slot](const PortFace& p) { return p.isOutput && p.slot == slot; });
    return it == ports.end() ? nullptr : &*it;
}

const PortFace* NodeFace::input(std::string_view name) const
{
    const auto it = std::ranges::find_if(ports, [name](const PortFace& p) { return !p.isOutput && p.name == name; });
    return it == ports.end() ? nullptr : &*it;
}

const PortFace* NodeFace::portAt(QPointF point, double reach, bool withSettings) const
{
    const PortFace* best = nullptr;
    double nearest = reach;
    for (const PortFace& port : ports) {
        if (port.ofSetting && !withSettings && !port.isLinked && !port.isExposed)
            continue;
        const double distance = std::hypot(port.at.x() - point.x(), port.at.y() - point.y());
        if (distance < nearest) {
            nearest = distance;
            best = &port;
        }
    }
    return best;
}

const SettingFace* NodeFace::settingAt(QPointF point) const
{
    if (isCollapsed)
        return nullptr;
    const auto it = std::ranges::find_if(settings, [point](const SettingFace& s) { return s.rect.contains(point); });
    return it == settings.end() ? nullptr : &*it;
}

const SettingFace* NodeFace::setting(std::string_view name) const
{
    const auto it = std::ranges::find(settings, name, &SettingFace::name);
    return it == settings.end() ? nullptr : &*it;
}

bool hasSameShape(const NodeStatus& one, const NodeStatus& other)
{
    return one.preview.size() == other.preview.size() && one.exposure.isEmpty() == other.exposure.isEmpty();
}

NodeFace makeFace(const Node& node, const NodeType* type, const std::set<std::string>& linkedInputs,
    const std::set<int>& linkedOutputs, const NodeStatus& status)
{
    return FaceMaker(node, type, linkedInputs, linkedOutputs, status).make();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Theme.h"

#include "app/theme/Icons.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QPixmap>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace weft {

namespace {

QColor hex(unsigned rgb) { return QColor::fromRgb(0xff000000U | rgb); }

Theme makeDark()
{
    Theme t;
    t.isDark = true;
    t.canvas = hex(0x16181c);
    t.canvasDot = hex(0x272b32);
    t.panel = hex(0x23272e);
    t.panelLine = hex(0x353b45);
    t.panelHover = hex(0x2f353f);
    t.node = hex(0x2b3038);
    t.nodeBorder = hex(0x464d59);
    t.header = hex(0x363c46);
    t.field = hex(0x1a1d22);
    t.fieldBorder = hex(0x454c57);
    t.border = hex(0x7a8492);
    t.text = hex(0xe8eaed);
    t.secondary = hex(0xa9b1bc);
    t.accent = hex(0x4c9dff);
    t.button = hex(0x1f6fd6);
    t.buttonText = Qt::white;
    t.ok = hex(0x3fb97b);
    t.warn = hex(0xe5a93b);
    t.error = hex(0xff6b66);
    t.remote = hex(0xb79cff);
    t.selection = hex(0xffb000);
    return t;
}

Theme makeLight()
{
    Theme t;
    t.isDark = false;
    t.canvas = hex(0xeceef1);
    t.canvasDot = hex(0xd3d7dd);
    t.panel = hex(0xffffff);
    t.panelLine = hex(0xd9dde3);
    t.panelHover = hex(0xf0f2f5);
    t.node = hex(0xffffff);
    t.nodeBorder = hex(0xa8b0bc);
    t.header = hex(0xe3e7ed);
    t.field = hex(0xf3f5f7);
    t.fieldBorder = hex(0xbcc3cd);
    t.border = hex(0x78818f);
    t.text = hex(0x1b1f24);
    t.secondary = hex(0x545d69);
    t.accent = hex(0x1463cc);
    t.button = hex(0x1463cc);
    t.buttonText = Qt::white;
    t.ok = hex(0x1b7f4d);
    t.warn = hex(0x8f5e00);
    t.error = hex(0xc4302b);
    t.remote = hex(0x6b3fd4);
    t.selection = hex(0xb06a00);
    return t;
}

struct Hue {
    std::string_view type;
    unsigned dark;
    unsigned light;
};

/// ComfyUI's hues, and ours for the types that it leaves grey.
constexpr std::array kHues {
    Hue {"MODEL", 0xb39ddb, 0x6b3fd4},
    Hue {"CLIP", 0xffd500, 0x8a6500},
    Hue {"VAE", 0xff6e6e, 0xc2253a},
    Hue {"CONDITIONING", 0xffa931, 0xa84b00},
    Hue {"LATENT", 0xff9cf9, 0xb0327f},
    Hue {"IMAGE", 0x64b5f6, 0x0b6bb3},
    Hue {"MASK", 0x81c784, 0x2a7a33},
    Hue {"UPSCALE_MODEL", 0x8fb4e8, 0x3c5fae},
    Hue {"CONTROL_NET", 0x6ee7b7, 0x177a55},
    Hue {"INT", 0x9ad0c2, 0x33766a},
    Hue {"FLOAT", 0xb9d88a, 0x55752a},
    Hue {"STRING", 0xe0c49a, 0x7d5c24},
    Hue {"BOOLEAN", 0xd9a0a0, 0x93474c},
    Hue {"COMBO", 0xb9bfc9, 0x5c6573},
    Hue {"*", 0xa9b1bc, 0x545d69},
};

struct BlindHue {
    std::string_view type;
    unsigned dark;
};

/// Told apart by protanopes, deuteranopes and tritanopes, with the ports' shapes.
constexpr std::array kBlindHues {
    BlindHue {"MODEL", 0xeeb1ff},
    BlindHue {"CLIP", 0xe0f214},
    BlindHue {"VAE", 0xdd5d17},
    BlindHue {"CONDITIONING", 0xfe9d16},
    BlindHue {"LATENT", 0xab6daa},
    BlindHue {"IMAGE", 0x198dfe},
    BlindHue {"MASK", 0xa1feda},
};

bool& blindWires()
{
    static bool use = false; // only the thread of the windows draws
    return use;
}

/// Luminance as WCAG 2 defines it.
double luminance(const QColor& color)
{
    const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// The colour, made darker until it stands out from a light canvas (3 : 1).
QColor onLight(QColor color, const QColor& canvas)
{
    while (contrastOf(color, canvas) < 3)
        color = color.darker(108);
    return color;
}

unsigned stableHash(std::string_view text)
{
    unsigned hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

} // namespace

double contrastOf(const QColor& a, const QColor& b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

QColor readableOn(const QColor& ink, const QColor& ground)
{
    constexpr double kReadable = 4.5;
    constexpr int kSteps = 20;
    const QColor end = contrastOf(Qt::white, ground) > contrastOf(Qt::black, ground) ? Qt::white : Qt::black;
    for (int step = 0; step < kSteps; ++step) {
        const double share = double(step) / kSteps;
        const auto mix = [share](double a, double b) { return float(a * (1 - share) + b * share); };
        const QColor shade = QColor::fromRgbF(mix(ink.redF(), end.redF()), mix(ink.greenF(), end.greenF()), mix(ink.blueF(), end.blueF()));
        if (contrastOf(shade.toRgb(), ground) >= kReadable + 0.05) // as it is after rounding
            return step == 0 ? ink : QColor::fromRgb(shade.rgb());
    }
    return end;
}

const Theme& Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme& Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme& Theme::of(const QPalette& palette)
{
    // A style sheet may make a widget's background transparent; its ink stays.
    return byName(palette.color(QPalette::Active, QPalette::WindowText).lightness() > 128);
}

const Theme& Theme::of(const QWidget* widget) { return of(widget->palette()); }

QColor Theme::wire(std::string_view type) const
{
    const std::string_view first = type.substr(0, type.find(','));
    for (const BlindHue& hue : kBlindHues) {
        if (blindWires() && hue.type == first)
            return isDark ? hex(hue.dark) : onLight(hex(hue.dark), canvas);
    }
    for (const Hue& hue : kHues) {
        if (hue.type == first)
            return hex(isDark ? hue.dark : hue.light);
    }
    const int angle = static_cast<int>(stableHash(first) % 360U);
    return isDark ? QColor::fromHsl(angle, 120, 180) : QColor::fromHsl(angle, 130, 85);
}

void Theme::useColorBlindWires(bool use) { blindWires() = use; }

bool Theme::usesColorBlindWires() { return blindWires(); }

PortShape Theme::shape(std::string_view type)
{
    const std::string_view first = type.substr(0, type.find(','));
    if (first == "CLIP" || first == "STRING" || first == "COMBO")
        return PortShape::Diamond;
    if (first == "VAE" || first == "INT" || first == "FLOAT" || first == "BOOLEAN")
        return PortShape::Triangle;
    if (first == "IMAGE" || first == "MASK" || first == "LATENT" || first == "*")
        return PortShape::Circle;
    return PortShape::Square;
}

QFont uiFont(int pixelSize, QFont::Weight weight)
{
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Microsoft YaHei UI"),
        QStringLiteral("PingFang SC")});
    font.setPixelSize(pixelSize);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
    set(QPalette::Window, theme.panel);
    set(QPalette::WindowText, theme.text);
    set(QPalette::Base, theme.field);
    set(QPalette::AlternateBase, theme.panelHover);
    set(QPalette::Text, theme.text);
    set(QPalette::PlaceholderText, theme.secondary);
    set(QPalette::Button, theme.panel);
    set(QPalette::ButtonText, theme.text);
    set(QPalette::BrightText, theme.error);
    set(QPalette::ToolTipBase, theme.header);
    set(QPalette::ToolTipText, theme.text);
    set(QPalette::Highlight, theme.button);
    set(QPalette::HighlightedText, theme.buttonText);
    set(QPalette::Link, theme.accent);
    set(QPalette::Light, theme.panelHover);
    set(QPalette::Midlight, theme.panelLine);
    set(QPalette::Mid, theme.panelLine);
    set(QPalette::Dark, theme.border);
    set(QPalette::Shadow, theme.canvas);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.border);
    return palette;
}

/// A style sheet takes pictures from files only, and can't colour them. -> an icon's file, in this colour
static QString iconFile(const QString& icon, const QColor& color)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(icon + color.name().mid(1));
    if (!QFile::exists(path + QStringLiteral(".png"))) {
        themedPixmap(icon, color, 12, 1).save(path + QStringLiteral(".png"));
        themedPixmap(icon, color, 12, 2).save(path + QStringLiteral("@2x.png"));
    }
    return path + QStringLiteral(".png");
}

QString styleSheetOf(const Theme& theme)
{
    QString sheet = QStringLiteral(R"(
QToolTip { background: @header; color: @text; border: 1px solid @border; padding: 4px 6px; }
QMenu { background: @panel; border: 1px solid @fieldBorder; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @button; color: @buttonText; }
QMenu::item:disabled { color: @border; }
QMenu::separator { height: 1px; background: @panelLine; margin: 4px 8px; }
QLineEdit, QPlainTextEdit, QSpinBox { background: @field; color: @text; border: 1px solid @fieldBorder;
    border-radius: 6px; padding: 3px 8px; selection-background-color: @button; selection-color: @buttonText; }
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid @accent; }
QTreeView, QListView { background: transparent; border: none; outline: none; }
QTreeView::item, QListView::item { border-radius: 4px; padding: 2px 4px; color: @text; }
QTreeView::item:hover, QListView::item:hover { background: @panelHover; }
QTreeView::item:selected, QListView::item:selected { background: @selectedRow; color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @nodeBorder; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QPushButton { background: @header; color: @text; border: 1px solid @fieldBorder; border-radius: 6px; padding: 5px 12px; }
QPushButton:hover { border-color: @border; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @border; }
QPushButton[isPrimary="true"] { background: @button; color: @buttonText; border: 1px solid @button; border-radius: 8px; }
QPushButton[isPrimary="true"]:hover { border-color: @text; }
QPushButton[isPrimary="true"]:focus { border: 2px solid @text; }
QPushButton[isLink="true"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 4px 2px; }
QPushButton[isLink="true"]:hover { background: @panelHover; }
QPushButton[isLink="true"]:focus { border-color: @accent; }
QPushButton[isPrimary="true"]:disabled { background: @header; color: @border; border-color: @fieldBorder; }
QPushButton[isLink="true"]:disabled { color: @border; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; right: 4px; }
QComboBox { background: @field; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 8px; }
QComboBox:focus { border-color: @accent; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 22px; border: none; }
QComboBox::down-arrow { image: url(@arrow); width: 12px; height: 12px; }
QCheckBox::indicator { width: 14px; height: 14px; background: @field; border: 1px solid @border; border-radius: 4px; }
QCheckBox::indicator:hover, QCheckBox:focus::indicator { border-color: @accent; }
QCheckBox::indicator:checked { background: @button; border-color: @button; image: url(@check); }
QCheckBox::indicator:disabled { border-color: @fieldBorder; background: transparent; }
QProgressBar { background: @field; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
#fieldLabel { color: @secondary; }
#formError { color: @error; border: 1px solid @error; border-radius: 8px; padding: 8px 10px; }
#formScroll, #formPanel { background: @panel; }
#formScroll { border-right: 1px solid @panelLine; }
#formPanel QLineEdit { padding: 6px 10px; font-size: 13px; }
#formPanel QPlainTextEdit { padding: 6px 6px; border-radius: 8px; }
#die { background: @header; border: 1px solid @fieldBorder; border-radius: 6px; }
#die:hover { border-color: @border; }
#die:focus { border-color: @accent; }
#startPage QScrollArea, #startContent, #modelsPage, #modelsPage QScrollArea, #modelList { background: @canvas; }
#modelsPage weft--ModelLine { background: @panel; border-radius: 8px; }
#galleryPage, #galleryGrid { background: @canvas; }
#galleryGrid::item, #galleryGrid::item:hover, #galleryGrid::item:selected { background: transparent; padding: 0; }
#runList { background: @panel; border-radius: 8px; }
#runList::item { height: 26px; }
#undoBar { background: @header; border-radius: 8px; }
#viewerBar { background: @panel; border-bottom: 1px solid @panelLine; }
#factsPanel, #factsContent { background: @panel; }
#factsPanel { border-left: 1px solid @panelLine; }
#accountPage, #accountPage QScrollArea, #settingsPage, #settingsPage QScrollArea, #sharingPage, #sharingPage QScrollArea, #cardColumns, #marketPage { background: @canvas; }
#marketFilters { background: @panel; border-right: 1px solid @panelLine; }
#machineDetail, #machineDetailContent { background: @panel; }
#machineDetail { border-left: 1px solid @panelLine; }
#machineList::item, #machineList::item:hover, #machineList::item:selected { background: transparent; padding: 0; }
QFrame[isCard="true"] { background: @panel; border: 1px solid @panelLine; border-radius: 8px; }
#modelNote { color: @error; }
#walletPage, #walletPage QScrollArea, #walletContent { background: @canvas; }
weft--Banner { background: @header; border-radius: 8px; }
#walletLists weft--PaymentLine { background: @field; border-radius: 6px; }
#walletHistory { background: transparent; border: none; alternate-background-color: @field; }
#walletHistory::item { padding: 2px 6px; color: @text; }
#walletHistory::item:selected { background: @selectedRow; color: @text; }
QHeaderView { background: transparent; }
QHeaderView::section { background: @panel; color: @secondary; border: none; border-bottom: 1px solid @panelLine; padding: 4px 6px; }
QPushButton[isChoice="true"] { font-size: 13px; font-weight: 600; border-radius: 8px; }
QPushButton[isChoice="true"]:checked { background: @selectedRow; border: 2px solid @accent; }
#missingBanner { background: @header; border-bottom: 1px solid @panelLine; }
QSplitter::handle { background: @panelLine; }
QMessageBox QLabel { color: @text; }
)");
    const QColor selectedRow = theme.isDark ? QColor(0x36, 0x40, 0x50) : QColor(0xdb, 0xe8, 0xfa);
    const std::array<std::pair<const char*, QColor>, 16> names {{{"@header", theme.header}, {"@text", theme.text},
        {"@border", theme.border}, {"@panelLine", theme.panelLine}, {"@panelHover", theme.panelHover},
        {"@panel", theme.panel}, {"@fieldBorder", theme.fieldBorder}, {"@buttonText", theme.buttonText},
        {"@button", theme.button}, {"@field", theme.field}, {"@accent", theme.accent}, {"@nodeBorder", theme.nodeBorder},
        {"@selectedRow", selectedRow}, {"@secondary", theme.secondary}, {"@error", theme.error}, {"@canvas", theme.canvas}}};
    sheet.replace(QStringLiteral("@arrow"), iconFile(QStringLiteral("chevron-down"), theme.secondary));
    sheet.replace(QStringLiteral("@check"), iconFile(QStringLiteral("check"), theme.buttonText));
    for (const auto& [name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    return sheet;
}

void applyTheme(QApplication& app, const Theme& theme)
{
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setPalette(paletteOf(theme));
    app.setFont(uiFont(12));
    app.setStyleSheet(styleSheetOf(theme));
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/Theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>
#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

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

void applyTheme(QApplication& app, const Theme& theme)
{
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setPalette(paletteOf(theme));
    app.setFont(uiFont(12));
    app.setStyleSheet(styleSheetOf(theme));
}

} // namespace weft

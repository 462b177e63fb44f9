// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <string_view>

QT_BEGIN_NAMESPACE
class QApplication;
class QPalette;
class QWidget;
QT_END_NAMESPACE

namespace weft {

enum class PortShape { Circle, Square, Diamond, Triangle };

/// Every colour, space and font of the app, in one place.
struct Theme {
    bool isDark = true;
    QColor canvas, canvasDot;
    QColor panel, panelLine, panelHover; // side panels, their separators, a row under the mouse
    QColor node, nodeBorder, header;
    QColor field, fieldBorder; // settings on nodes, input fields
    QColor border; // controls, contrast >= 3
    QColor text, secondary;
    QColor accent, button, buttonText;
    QColor ok, warn, error, remote, selection;

    static const Theme& dark();
    static const Theme& light();
    static const Theme& byName(bool wantsDark) { return wantsDark ? dark() : light(); }
    /// The theme that a widget's palette was made from.
    static const Theme& of(const QWidget* widget);
    static const Theme& of(const QPalette& palette);

    /// A wire's and port's hue by value type; unknown types get a stable hue of their own.
    QColor wire(std::string_view type) const;
    static PortShape shape(std::string_view type);
    /// Hues that people with any kind of colour blindness can tell apart, in both themes, wherever wire() is asked from now on.
    static void useColorBlindWires(bool use);
    static bool usesColorBlindWires();
};

/// WCAG 2's contrast of two colours, 1 to 21.
double contrastOf(const QColor& a, const QColor& b);
/// `ink`, or the nearest shade of it towards black or white that can be read on `ground`: contrast 4.5 (WCAG 2, AA).
QColor readableOn(const QColor& ink, const QColor& ground);

namespace space {
constexpr int kTiny = 4;
constexpr int kSmall = 8;
constexpr int kMedium = 12;
constexpr int kLarge = 16;
constexpr int kHuge = 24;
constexpr int kRow = 24; // height of a row, px
constexpr int kRadiusSmall = 4;
constexpr int kRadius = 8;
} // namespace space

/// Inter with the CJK fallbacks, `pixelSize` in device-independent pixels.
QFont uiFont(int pixelSize, QFont::Weight weight = QFont::Normal);

QPalette paletteOf(const Theme& theme);
QString styleSheetOf(const Theme& theme);

/// Fusion, palette, fonts and style sheet for the whole app; may be called again to switch.
void applyTheme(QApplication& app, const Theme& theme);

} // namespace weft

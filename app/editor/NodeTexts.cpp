// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/NodeTexts.h"

#include "app/editor/model/StatusText.h"
#include "app/theme/Theme.h"

#include <QCache>
#include <QFontMetricsF>
#include <QTextLayout>
#include <QTextOption>

#include <algorithm>
#include <map>

namespace weft {

namespace {

constexpr qsizetype kMostShown = 600; // letters of a long text that a node shows
constexpr int kMostKept = 1'000'000; // letters
constexpr int kTextCost = 64; // what else a text takes, in letters

/// What is fitted, and into how much room.
struct TextKey {
    const QFont* font;
    QString text;
    double room;
    bool isWrapped;

    bool operator==(const TextKey&) const = default;
};

std::size_t qHash(const TextKey& key, std::size_t seed = 0) { return qHashMulti(seed, key.font, key.text, key.room, key.isWrapped); }

/// Nodes say the same over and over: to lay a thousand of them out took 30 ms. Never deleted: fonts end before it would.
template <typename Fit>
FittedText kept(TextKey key, Fit fit)
{
    static auto& known = *new QCache<TextKey, FittedText>(kMostKept);
    if (const FittedText* found = known.object(key))
        return *found;
    FittedText made = fit(key);
    const qsizetype cost = key.text.size() + kTextCost;
    known.insert(std::move(key), new FittedText(made), cost);
    return made;
}

/// How high the line's letters reach: those of another font, which stands in for missing ones, may reach higher.
double ascentOf(const QString& text, const QFont& font, const QFontMetricsF& metrics)
{
    constexpr char16_t kFirstOfAsia = 0x2e80;
    if (std::ranges::none_of(text, [](QChar c) { return c.unicode() >= kFirstOfAsia; }))
        return metrics.ascent();
    QTextLayout layout(text, font);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    return line.isValid() ? line.ascent() : metrics.ascent();
}

FittedText fitLine(const TextKey& key)
{
    const QFont& font = *key.font;
    const QFontMetricsF metrics(font);
    const QString shown = metrics.elidedText(key.text, Qt::ElideRight, key.room);
    FittedText made;
    made.text = QStaticText(shown);
    made.text.setTextFormat(Qt::PlainText);
    made.text.setPerformanceHint(QStaticText::AggressiveCaching);
    made.text.prepare({}, font);
    made.size = {metrics.horizontalAdvance(shown), metrics.height()};
    made.above = ascentOf(shown, font, metrics) - (metrics.ascent() - metrics.descent()) / 2;
    return made;
}

FittedText wrap(const TextKey& key)
{
    FittedText made;
    made.text = QStaticText(key.text);
    made.text.setTextFormat(Qt::PlainText);
    made.text.setPerformanceHint(QStaticText::AggressiveCaching);
    made.text.setTextOption(QTextOption(Qt::AlignLeft));
    made.text.setTextWidth(key.room);
    made.text.prepare({}, *key.font);
    made.size = made.text.size();
    return made;
}

/// `font`: one of this file's.
FittedText fitted(const QFont& font, const QString& text, double room)
{
    const QString line = text.section(QLatin1Char('\n'), 0, 0).left(kMostShown);
    return text.isEmpty() || room <= 0 ? FittedText() : kept({&font, line, room, false}, fitLine);
}

FittedText wrapped(const QFont& font, const QString& text, double width)
{
    return text.isEmpty() ? FittedText() : kept({&font, text.left(kMostShown), width, true}, wrap);
}

void fitSetting(const NodeFace& face, const SettingFace& setting, FittedTexts& texts)
{
    const double room = setting.rect.width();
    if (face.isNote || (setting.kind == SettingKind::MultiLine && !setting.isLinked)) {
        texts.labels.emplace_back();
        texts.values.push_back(wrapped(nodeTextFont(), setting.value.isEmpty() ? setting.label : setting.value, room - 16));
        return;
    }
    const double inside = room - 8 - rightRoomOf(setting);
    texts.labels.push_back(fitted(nodeTextFont(), setting.label, setting.isLinked ? room - 16 : inside * 0.66));
    const double left = inside - texts.labels.back().size.width() - 8;
    texts.values.push_back(fitted(nodeTextFont(), setting.isLinked ? QString() : setting.value, left));
}

} // namespace

const QFont& nodeTitleFont()
{
    static const QFont font = uiFont(13, QFont::DemiBold);
    return font;
}

const QFont& farTitleFont(int pixels)
{
    static std::map<int, QFont> fonts; // they stay where they are: what is kept of a text knows its font by its place
    const auto [it, isNew] = fonts.try_emplace(pixels);
    if (isNew)
        it->second = uiFont(pixels, QFont::DemiBold);
    return it->second;
}

const QFont& nodeTextFont()
{
    static const QFont font = uiFont(12);
    return font;
}

const QFont& nodeSmallFont()
{
    static const QFont font = uiFont(11);
    return font;
}

double rightRoomOf(const SettingFace& setting)
{
    switch (setting.kind) {
    case SettingKind::Choice:
    case SettingKind::Picture:
        return 22;
    case SettingKind::Toggle:
        return 42;
    case SettingKind::Color:
    case SettingKind::Curve:
        return 34;
    case SettingKind::Number:
        return setting.control.empty() ? 8 : 2 * face::kSeedButton + 2;
    default:
        return 8;
    }
}

FittedText fitFarTitle(const QFont& font, const QString& title, double room) { return fitted(font, title, room); }

FittedTexts fitTexts(const NodeFace& face, const NodeStatus& status)
{
    FittedTexts texts;
    texts.isFitted = true;
    const double width = face.size.width();
    const QString right = face.isMissing ? missingNodeText() : headerText(status, face.mode);
    texts.headerRight = fitted(nodeSmallFont(), right, width * 0.55);
    const double rightWidth = texts.headerRight.isEmpty() ? 0 : texts.headerRight.size.width() + 8;
    texts.title = fitted(nodeTitleFont(), face.title, width - 30 - rightWidth - (face.isPinned ? 16 : 0) - (face.isInstance ? 24 : 0));
    if (face.isCollapsed)
        return texts;
    for (const SettingFace& setting : face.settings)
        fitSetting(face, setting, texts);
    for (const PortFace& port : face.ports)
        texts.ports.push_back(port.ofSetting ? FittedText() : fitted(nodeTextFont(), port.label, width * 0.62));
    if (face.isMissing) // it runs nowhere
        return texts;
    texts.cost = fitted(nodeSmallFont(), costText(status), width * 0.6);
    texts.place = fitted(nodeSmallFont(), placeText(status), width - 48 - texts.cost.size.width());
    texts.exposure = fitted(nodeSmallFont(), status.exposure, width - 24);
    return texts;
}

} // namespace weft

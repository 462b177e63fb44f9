// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeFace.h"

#include <QFont>
#include <QStaticText>

#include <vector>

namespace weft {

/// A line that is cut to its room and laid out once, not in every frame.
struct FittedText {
    QStaticText text;
    QSizeF size;
    double above = 0; // from the middle of the row up to the text's top: every script sits on one line

    bool isEmpty() const { return size.isEmpty(); }
};

/// The texts of a face, in the order of its settings and ports.
struct FittedTexts {
    FittedText title, headerRight;
    std::vector<FittedText> labels, values; // of the settings
    std::vector<FittedText> ports; // empty ones of settings
    FittedText place, cost, exposure;
    bool isFitted = false;
};

FittedTexts fitTexts(const NodeFace& face, const NodeStatus& status);

/// A title that is seen from far. `font`: farTitleFont's.
FittedText fitFarTitle(const QFont& font, const QString& title, double room);

const QFont& nodeTitleFont();
const QFont& farTitleFont(int pixels);
const QFont& nodeTextFont();
const QFont& nodeSmallFont();

/// Room that a setting's own buttons and marks take at its right end.
double rightRoomOf(const SettingFace& setting);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/ComfyOption.h"
#include "app/cli/LanguageOption.h"
#include "app/engines/MarketLink.h"
#include "app/runs/RunOptions.h"

class QCommandLineParser;

namespace weft {

/// Where runs may go and what they may cost: what `weft run` and `weft serve` are told alike.
struct PlaceOptions {
    RunFolders folders;
    QString home;
    QUrl relay; // empty: none
    bool blind = false; // pay with blind credits
    ComfyOption comfy;
    LanguageOption language;
    RunOptions options;
};

void addPlaceOptions(QCommandLineParser& parser);
/// The mistake, or an empty text.
QString takePlaces(const QCommandLineParser& parser, PlaceOptions& places);

/// --relay. The mistake, or an empty text.
QString takeRelay(const QCommandLineParser& parser, PlaceOptions& places);

/// Folders that stand below a home folder (empty: the usual ones), and the folders of models that the user's settings name,
/// unless others were asked for.
void applyHome(RunFolders& folders, const QString& home);

/// Makes the ComfyUI, the language models and the relay's machines known to `runs`. What keeps them away is printed; runs then go on here.
/// -> the tie to the relay; null without one.
QCoro::Task<std::unique_ptr<MarketLink>> findPlaces(QPointer<RunController> runs, PlaceOptions places);

/// Before a program ends: what blind credits are still owed as change is claimed; if the relay doesn't answer, then next time.
/// `market` may be null.
QCoro::Task<void> claimChange(QPointer<MarketLink> market);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/Graph.h"

#include <QImage>
#include <QList>
#include <QString>

namespace weft {

/// A workflow that comes with Weft (resources/workflows).
struct Template {
    QString id; // its file's name without ".json"
    QString name; // in the language of the moment
    QString line; // what it does, a short sentence
    bool asForm = true; // opens as a form; else as a graph
};

inline constexpr const char* kFirstTemplate = "words-to-picture";

/// All of them, in the order in which they are shown.
QList<Template> templates();
/// The one with this id; an empty id when there is none.
Template templateOf(const QString& id);

/// Its picture, null where it is missing. "make-a-picture" is the first door's.
QImage templatePicture(const QString& id);

/// Reads a template; titles and words are put into the language of the moment.
/// Errors: FileNotFound (args: path), those of core/formats.
Result<Graph> openTemplate(const QString& id, const Catalogue& catalogue);

/// Copies the shipped pictures that the workflow loads into the input folder, where they aren't there yet.
/// Errors: FileUnwritable (args: path).
Done placeTemplatePictures(const QString& id, const QString& inputFolder);

} // namespace weft

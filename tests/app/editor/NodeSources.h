// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStringList>

namespace weft {

/// The sources of the native nodes, by file name. They are read as text: the app and its tests don't link the worker.
QMap<QString, QString> nodeSources();

/// The node classes that a source declares: node("Class", ...), a helper's definition<T>("Class", ...), or
/// definition.type.name = "Class".
QStringList classesIn(const QString& source);
/// How many node types the source registers, however it spells their names.
qsizetype registrationsIn(const QString& source);
/// Names of inputs and outputs; of a growing input the first.
QStringList portsIn(const QString& source);
/// One for each class, "image/upscaling".
QStringList categoriesIn(const QString& source);

} // namespace weft

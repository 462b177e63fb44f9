// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace weft {

/// The folder of files that come with Weft (`models`, `workflows`, `photos`): WEFT_RESOURCES, else what an installed
/// program has beside it (`../share/weft`, on a Mac `../Resources`, on Windows `resources`), else the source tree that
/// the program was built in. Empty when there is none.
QString shippedFolder();

/// One of its folders ("models"), or an empty text.
QString shippedFolder(const QString& name);

/// These model folders and the shipped one, last: what the user has of the same name goes first.
QStringList withShippedModels(QStringList folders);

} // namespace weft

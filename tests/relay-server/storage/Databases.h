// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/relay-server/storage/PostgresCluster.h"

#include <QTemporaryDir>
#include <QTest>

namespace weft::relay::test {

/// Rows for a test that runs on every kind of database: `kind`.
inline void databaseKinds()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("sqlite") << QStringLiteral("sqlite");
    if (PostgresCluster::get().problem().isEmpty())
        QTest::newRow("postgresql") << QStringLiteral("postgresql");
}

/// An empty database of this kind, in `folder` unless a server keeps it.
inline QString emptyDatabase(const QString& kind, const QTemporaryDir& folder)
{
    static int number = 0;
    if (kind == QLatin1String("postgresql"))
        return PostgresCluster::get().newDatabase();
    return folder.filePath(QStringLiteral("%1.db").arg(++number));
}

} // namespace weft::relay::test

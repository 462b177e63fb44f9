// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/NodeSources.h"

#include <QDirIterator>
#include <QRegularExpression>

#include <algorithm>

namespace weft {

namespace {

/// What the group (or the first of several that took part) captured, for every match.
QStringList captures(const QString& pattern, const QString& text)
{
    const QRegularExpression expression(pattern, QRegularExpression::DotMatchesEverythingOption);
    QStringList found;
    for (auto matches = expression.globalMatch(text); matches.hasNext();) {
        const QStringList groups = matches.next().capturedTexts().mid(1);
        found << *std::ranges::find_if(groups, [](const QString& group) { return !group.isEmpty(); });
    }
    return found;
}

} // namespace

QMap<QString, QString> nodeSources()
{
    QMap<QString, QString> sources;
    QDirIterator files(QStringLiteral(WEFT_SOURCE_DIR "/gpu-worker/nodes"), {QStringLiteral("*.cpp")});
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            sources[files.fileName()] = QString::fromUtf8(file.readAll());
    }
    return sources;
}

QStringList classesIn(const QString& source)
{
    return captures(uR"re((?:\bnode\(|[dD]efinition<\w+>\(|\btype\.name =)\s*"([^"]+)")re"_qs, source);
}

qsizetype registrationsIn(const QString& source)
{
    return captures(uR"re((\bnode\(|\bbuiltIn\(\)\.add\())re"_qs, source).size();
}

QStringList portsIn(const QString& source)
{
    QStringList ports = captures(
        uR"re((?:\.(?:in|out|outList)<[^;"]*>\(|\.(?:model|folder)\(|\bmakeInput\(|\binput\()\s*"([^"]+)")re"_qs, source);
    for (const QString& list : captures(uR"re(\boutputs = \{(.*?)\};)re"_qs, source))
        ports << captures(uR"re(\{"([^"]+)")re"_qs, list);
    for (const QString& prefix : captures(uR"re([dD]efinition<\w+>\((?:"[^"]+",\s*){3}"([^"]+)")re"_qs, source)) // growing
        ports << prefix + u'0';
    return ports;
}

QStringList categoriesIn(const QString& source)
{
    QStringList categories = captures(uR"re(\bnode\(\s*"[^"]+",\s*"([^"]+)")re"_qs, source);
    categories << captures(uR"re([dD]efinition<\w+>\("\w+", "[^"]+", "([^"]+)"|\.category = "([^"]+)")re"_qs, source);
    // or it is a constant of the file
    for (const QString& constant : captures(uR"re(\bnode\(\s*"[^"]+",\s*(\w+)\))re"_qs, source))
        categories << captures(constant + uR"re( = "([^"]+)")re"_qs, source);
    return categories;
}

} // namespace weft

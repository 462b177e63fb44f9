// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/ExposureText.h"

#include <QCoreApplication>

#include <array>

namespace weft {

namespace {

QString exposureWord(const char* text) { return QCoreApplication::translate("Exposure", text); }

struct SeenPart {
    Exposure what;
    const char* word;
    const char* sentence;
};
constexpr std::array kSeenParts {
    SeenPart {Exposure::Text, QT_TRANSLATE_NOOP("Exposure", "words"), QT_TRANSLATE_NOOP("Exposure", "Your words themselves: a node that reads text runs there.")},
    SeenPart {Exposure::Encoding, QT_TRANSLATE_NOOP("Exposure", "encoded words"),
        QT_TRANSLATE_NOOP("Exposure", "The encoding of your words (conditioning), not the words: what they were about can be guessed from it.")},
    SeenPart {Exposure::Pictures, QT_TRANSLATE_NOOP("Exposure", "pictures"), QT_TRANSLATE_NOOP("Exposure", "Pictures or masks that its nodes get or make.")},
    SeenPart {Exposure::Latents, QT_TRANSLATE_NOOP("Exposure", "latents"), QT_TRANSLATE_NOOP("Exposure", "Latents: the picture can be rebuilt from them.")},
};

QStringList seenParts(const std::set<Exposure>& seen, const char* SeenPart::* text)
{
    QStringList parts;
    for (const SeenPart& part : kSeenParts) {
        if (seen.contains(part.what) && !(part.what == Exposure::Encoding && seen.contains(Exposure::Text)))
            parts << exposureWord(part.*text);
    }
    return parts;
}

} // namespace

void showExposure(NodeStatus& status, const std::set<Exposure>& seen)
{
    const QStringList words = seenParts(seen, &SeenPart::word);
    status.exposure = words.isEmpty() ? QString() : exposureWord(QT_TRANSLATE_NOOP("Exposure", "sees: %1")).arg(words.join(exposureWord(QT_TRANSLATE_NOOP("Exposure", ", "))));
    status.exposureWhy = words.isEmpty() ? QString()
                                         : exposureWord(QT_TRANSLATE_NOOP("Exposure", "What %1 sees:")).arg(status.machine) + QLatin1Char('\n') + seenParts(seen, &SeenPart::sentence).join(QLatin1Char('\n'));
}

} // namespace weft

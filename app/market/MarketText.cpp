// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/market/MarketText.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/StatusText.h"
#include "app/language/DeviceText.h"

#include <QCoreApplication>
#include <QLocale>

namespace weft {

namespace {

QString marketText(const char* text) { return QCoreApplication::translate("Market", text); }

QString counted(qint64 number, const char* one, const char* many)
{
    return number == 1 ? marketText(one) : marketText(many).arg(QLocale().toString(number));
}

QString nodesText(qint64 number) { return counted(number, QT_TRANSLATE_NOOP("Market", "1 node"), QT_TRANSLATE_NOOP("Market", "%1 nodes")); }
QString modelsText(qint64 number) { return counted(number, QT_TRANSLATE_NOOP("Market", "1 model"), QT_TRANSLATE_NOOP("Market", "%1 models")); }

} // namespace

QString offerText(const MachineHit& hit)
{
    const Catalogue& catalogue = hit.machine->info.catalogue;
    const qint64 nodes = qint64(catalogue.types().size());
    QStringList parts;
    if (!hit.model.empty())
        parts << QString::fromStdString(hit.model);
    if (!hit.node)
        parts << nodesText(nodes);
    else
        parts << (nodes > 1 ? QCoreApplication::translate("Market", "%1 and %2 more").arg(displayName(*hit.node), QLocale().toString(nodes - 1)) : displayName(*hit.node));
    if (!catalogue.models().empty())
        parts << modelsText(qint64(catalogue.models().size()));
    return parts.join(QStringLiteral(" · "));
}

QString jobsText(const MarketMachine& machine)
{
    if (!machine.listed)
        return {};
    const qint64 done = machine.listed->completedJobs;
    const qint64 failed = machine.listed->failedJobs;
    if (done == 0 && failed == 0)
        return QCoreApplication::translate("Market", "no job yet");
    const QString text = counted(done, QT_TRANSLATE_NOOP("Market", "1 job done"), QT_TRANSLATE_NOOP("Market", "%1 jobs done"));
    return failed == 0 ? text : text + QStringLiteral(" · ") + QCoreApplication::translate("Market", "%1 failed").arg(QLocale().toString(failed));
}

QString priceText(const EngineInfo& machine) { return pricePerSecondText(machine.pricePerReferenceSecond); }

QString speedText(const EngineInfo& machine)
{
    const qint64 tenths = (machine.speedPermille + 50) / 100;
    const QLocale locale;
    const QString times = tenths % 10 == 0 ? locale.toString(tenths / 10) : locale.toString(tenths / 10) + locale.decimalPoint() + QString::number(tenths % 10);
    return QStringLiteral("%1 ×").arg(times);
}

QString typicalJobText(const TypicalJob& job)
{
    const QString model = QString::fromStdString(job.model);
    switch (job.kind) {
    case TypicalJob::Kind::Picture:
        return QCoreApplication::translate("Market", "A picture, %1 × %1, %2 steps: %3").arg(kTypicalSide).arg(kTypicalSteps).arg(model);
    case TypicalJob::Kind::Enlarge:
        return QCoreApplication::translate("Market", "%1 × %1 enlarged: %2").arg(kTypicalLargeSide).arg(model);
    case TypicalJob::Kind::Scale:
        break;
    }
    return QCoreApplication::translate("Market", "%1 × %1 scaled to a half").arg(kTypicalLargeSide);
}

QStringList seenTexts(const Catalogue& catalogue)
{
    const std::set<Exposure> seen = exposureOf(catalogue);
    QStringList texts;
    if (seen.contains(Exposure::Text))
        texts << QCoreApplication::translate("Market", "Your words, where a node that reads text runs there.");
    if (seen.contains(Exposure::Encoding))
        texts << QCoreApplication::translate("Market", "Where only a sampler runs there: the encoding of your words, not the words. What they were about can be guessed from it.");
    if (seen.contains(Exposure::Pictures))
        texts << QCoreApplication::translate("Market", "Pictures and masks that its nodes get or make.");
    if (seen.contains(Exposure::Latents))
        texts << QCoreApplication::translate("Market", "Latents: the picture can be rebuilt from them.");
    texts << QCoreApplication::translate("Market", "Not who you are, not your files, not what runs elsewhere. The relay passes it on encrypted and can't read it.");
    return texts;
}

QString rowText(const MachineHit& hit)
{
    const MarketMachine& machine = *hit.machine;
    QStringList parts {QString::fromStdString(machine.info.displayName)};
    if (machine.isTrusted)
        parts << QCoreApplication::translate("Market", "trusted");
    if (machine.listed && !machine.listed->device.empty())
        parts << deviceText(QString::fromStdString(machine.listed->device));
    parts << offerText(hit) << jobsText(machine) << priceText(machine.info);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace weft

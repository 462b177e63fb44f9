// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/MissingBanner.h"

#include "app/editor/model/StatusText.h"
#include "app/models/ModelText.h"
#include "app/theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace weft {

namespace {

constexpr int kMostNames = 3;

QString namesOf(const QList<LackedModel>& lacked)
{
    QStringList names;
    for (const LackedModel& model : lacked.mid(0, kMostNames))
        names << QStringLiteral("“%1”").arg(model.name);
    if (lacked.size() > kMostNames)
        names << QStringLiteral("…");
    return names.join(QStringLiteral(", "));
}

/// "6.9 GB, CreativeML Open RAIL++-M"
QString termsOf(const QList<LackedModel>& lacked)
{
    qint64 size = 0;
    bool isSizeKnown = true;
    QStringList licences;
    for (const LackedModel& model : lacked) {
        if (!model.canBeGot())
            continue;
        size += model.known->sizeBytes.value_or(0);
        isSizeKnown = isSizeKnown && model.known->sizeBytes;
        licences << modelLicenceText(*model.known);
    }
    licences.removeDuplicates();
    return modelSizeText(isSizeKnown ? std::optional(size) : std::nullopt) + QStringLiteral(", ") + licences.join(QStringLiteral(", "));
}

} // namespace

MissingBanner::MissingBanner(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_get(new QPushButton(this))
    , m_elsewhere(new QPushButton(this))
    , m_list(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    setObjectName(QStringLiteral("missingBanner"));
    m_get->setProperty("isPrimary", true);
    m_list->setProperty("isLink", true);
    m_close->setProperty("isLink", true);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_text->setWordWrap(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::kLarge, space::kSmall, space::kLarge, space::kSmall);
    row->setSpacing(space::kSmall);
    row->addWidget(m_text, 1);
    for (QPushButton* button : {m_get, m_elsewhere, m_list, m_close})
        row->addWidget(button);
    connect(m_get, &QPushButton::clicked, this, &MissingBanner::getAsked);
    connect(m_elsewhere, &QPushButton::clicked, this, &MissingBanner::elsewhereAsked);
    connect(m_list, &QPushButton::clicked, this, [this] { Q_EMIT listAsked(m_first); });
    connect(m_close, &QPushButton::clicked, this, &MissingBanner::dismissed);
    hide();
}

QString MissingBanner::text() const { return m_text->text(); }

void MissingBanner::show(const QList<LackedModel>& lacked, const std::optional<RunElsewhere>& elsewhere, bool isOnlyHere)
{
    setVisible(!lacked.isEmpty());
    if (lacked.isEmpty())
        return;
    m_first = lacked.first().name;
    const bool isComing = std::ranges::any_of(lacked, &LackedModel::isComing);
    const bool canGet = std::ranges::any_of(lacked, &LackedModel::canBeGot);
    const auto here = std::ranges::find_if(lacked, [](const LackedModel& model) { return !model.here.isEmpty(); });
    const int machines = std::ranges::min_element(lacked, {}, &LackedModel::machines)->machines;
    QString text = tr("This workflow uses what isn't on this computer: %1.").arg(namesOf(lacked));
    if (isComing)
        text += u' ' + tr("What is being downloaded is used as soon as it is here.");
    else if (!canGet && machines == 0 && here == lacked.end())
        text += u' ' + tr("Weft doesn't know where to get it. Put the file into one of your folders of models, or choose another one on the node.");
    if (here != lacked.end())
        text += u' ' + tr("“%1” is on this computer as “%2” and used once Weft has read it. If this stays, choose it on the node, or start Weft again.").arg(here->name, here->here);
    m_text->setText(text);
    m_get->setVisible(canGet);
    m_get->setText(tr("Get it (%1)").arg(termsOf(lacked)));
    m_elsewhere->setVisible(machines > 0 && elsewhere);
    QStringList terms {machines == 1 ? tr("1 machine has it") : tr("%1 machines have it").arg(machines)};
    if (elsewhere)
        terms << (elsewhere->estimate.micro > 0 ? tr("≈ %1 credits").arg(creditsText(elsewhere->estimate)) : tr("free"));
    const bool isTrusted = elsewhere && elsewhere->privacy == Privacy::TrustedMachines;
    const QString what = !isOnlyHere ? tr("Run it there (%1)") : isTrusted ? tr("Allow trusted machines and run (%1)") : tr("Allow other machines and run (%1)");
    m_elsewhere->setText(what.arg(terms.join(QStringLiteral(", "))));
    m_list->setText(tr("Models"));
    m_close->setText(tr("Not now"));
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/model/RunTable.h"

#include "app/editor/model/StatusText.h"
#include "app/gallery/model/GalleryModel.h"
#include "app/language/ErrorText.h"

#include <QCoreApplication>

#include <algorithm>

namespace weft {

QString runStateText(const RunRecord& run)
{
    switch (run.state) {
    case RunState::Running:
        return QCoreApplication::translate("Gallery", "runs");
    case RunState::Done:
        return QCoreApplication::translate("Gallery", "done");
    case RunState::Failed:
        return run.error ? sentenceFor(*run.error) : QString();
    case RunState::Cancelled:
        return QCoreApplication::translate("Gallery", "cancelled");
    case RunState::Interrupted:
        return QCoreApplication::translate("Gallery", "Weft ended before the run did");
    }
    return {};
}

RunTable::RunTable(const RunHistory& history, QObject* parent)
    : QAbstractTableModel(parent)
    , m_history(history)
{
    connect(&history, &RunHistory::runChanged, this, &RunTable::showRun);
    connect(&history, &RunHistory::fileAdded, this, &RunTable::showRun);
    connect(&history, &RunHistory::reset, this, &RunTable::rebuild);
    rebuild();
}

int RunTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_ids.size()); }
int RunTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(kColumns); }
const RunRecord* RunTable::at(int row) const { return m_history.find(m_ids.value(row)); }

QVariant RunTable::data(const QModelIndex& index, int role) const
{
    const RunRecord* run = index.isValid() ? at(index.row()) : nullptr;
    if (!run)
        return {};
    if (role == Qt::ToolTipRole)
        return QStringList {run->name, run->prompts.value(0).left(400), runStateText(*run)}.join(u'\n').toHtmlEscaped().replace(
            u'\n', QStringLiteral("<br>"));
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == Took || index.column() == Credits || index.column() == Results ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Started:
        return shortTime(run->started);
    case Name:
        return run->name;
    case State:
        return runStateText(*run);
    case Took:
        return run->milliseconds > 0 ? secondsText(double(run->milliseconds) / 1000) : QString();
    case Credits:
        return run->charged.micro > 0 ? chargedCredits(run->charged) : QCoreApplication::translate("Gallery", "free");
    case Machines:
        return run->machines.join(QStringLiteral(", "));
    case Results:
        return int(run->files.size());
    default:
        return {};
    }
}

QVariant RunTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Started:
        return QCoreApplication::translate("Gallery", "Started");
    case Name:
        return QCoreApplication::translate("Gallery", "Workflow");
    case State:
        return QCoreApplication::translate("Gallery", "How it ended");
    case Took:
        return QCoreApplication::translate("Gallery", "Took");
    case Credits:
        return QCoreApplication::translate("Gallery", "Credits");
    case Machines:
        return QCoreApplication::translate("Gallery", "Machines");
    case Results:
        return QCoreApplication::translate("Gallery", "Results");
    default:
        return {};
    }
}

bool RunTable::fits(const RunRecord& run) const
{
    return std::ranges::all_of(m_words, [&run](const QString& word) {
        const auto has = [&word](const QString& where) { return where.contains(word, Qt::CaseInsensitive); };
        return has(run.name) || has(run.seed) || std::ranges::any_of(run.prompts, has) || std::ranges::any_of(run.machines, has);
    });
}

void RunTable::rebuild()
{
    beginResetModel();
    m_ids.clear();
    for (const RunRecord& run : m_history.runs()) {
        if (fits(run))
            m_ids.prepend(run.id);
    }
    endResetModel();
}

void RunTable::showRun(const QString& id)
{
    if (const int row = int(m_ids.indexOf(id)); row >= 0) {
        Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
        return;
    }
    const RunRecord* run = m_history.find(id);
    if (!run || !fits(*run))
        return;
    beginInsertRows({}, 0, 0);
    m_ids.prepend(id);
    endInsertRows();
}

void RunTable::setFilter(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    rebuild();
}

void RunTable::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    rebuild();
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/model/GalleryModel.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/StatusText.h"
#include "app/language/DateText.h"
#include "app/gallery/model/RunTable.h"
#include "app/gallery/model/Thumbnails.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace weft {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Gallery", source);
}

bool hasWord(const RunRecord& run, const RunFile& file, const QString& word)
{
    const auto has = [&word](const QString& where) { return where.contains(word, Qt::CaseInsensitive); };
    return has(run.name) || has(run.seed) || has(file.title) || has(file.type) || has(nodeTitleOf(file))
        || has(QFileInfo(file.path).fileName()) || std::ranges::any_of(run.prompts, has);
}

QString shortDetail(const RunRecord& run)
{
    QStringList parts;
    if (!run.seed.isEmpty())
        parts << QCoreApplication::translate("Gallery", "seed %1").arg(run.seed);
    if (run.charged.micro > 0)
        parts << QCoreApplication::translate("Gallery", "%1 credits").arg(chargedCredits(run.charged));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString shortTime(const QDateTime& time) { return recentText(time); }

QString nodeTitleOf(const RunFile& file)
{
    if (!file.title.isEmpty())
        return file.title;
    NodeType type;
    type.name = type.displayName = file.type.toStdString();
    return displayName(type);
}

GalleryModel::GalleryModel(const RunHistory& history, Thumbnails& thumbnails, QObject* parent)
    : QAbstractListModel(parent)
    , m_history(history)
    , m_thumbnails(thumbnails)
{
    connect(&history, &RunHistory::fileAdded, this, &GalleryModel::addNewest);
    connect(&history, &RunHistory::reset, this, &GalleryModel::rebuild);
    connect(&thumbnails, &Thumbnails::ready, this, [this](const QString& path) {
        if (const int row = rowOf(path); row >= 0)
            Q_EMIT dataChanged(index(row), index(row), {PictureRole, MissingRole});
    });
    rebuild();
}

int GalleryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const GalleryItem& item = itemAt(index.row());
    const RunRecord* run = m_history.find(item.run);
    if (!run)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return run->name.isEmpty() ? QFileInfo(item.file.path).fileName() : run->name;
    case Qt::ToolTipRole:
        return (run->prompts.isEmpty() ? item.file.path
                                       : run->prompts.first().left(400) + QStringLiteral("\n") + item.file.path)
            .toHtmlEscaped();
    case Qt::AccessibleTextRole:
        return QStringList{run->name, nodeTitleOf(item.file), momentText(item.file.made),
            shortDetail(*run)}
            .join(QStringLiteral(", "));
    case PathRole:
        return item.file.path;
    case PictureRole:
        return m_thumbnails.of(item.file.path);
    case MissingRole:
        return m_thumbnails.isMissing(item.file.path);
    case TimeRole:
        return shortTime(item.file.made);
    case DetailRole:
        return shortDetail(*run);
    default:
        return {};
    }
}

int GalleryModel::rowOf(const QString& path) const
{
    const auto found =
        std::ranges::find_if(m_items, [&path](const GalleryItem& item) { return item.file.path == path; });
    return found == m_items.end() ? -1 : int(found - m_items.begin());
}

bool GalleryModel::fits(const RunRecord& run, const RunFile& file) const
{
    if (m_day.isValid() && file.made.date() != m_day)
        return false;
    return std::ranges::all_of(m_words, [&](const QString& word) { return hasWord(run, file, word); });
}

void GalleryModel::rebuild()
{
    beginResetModel();
    m_items.clear();
    const auto& runs = m_history.runs();
    for (auto run = runs.end(); run != runs.begin();) {
        --run;
        for (auto file = run->files.crbegin(); file != run->files.crend(); ++file) {
            if (fits(*run, *file))
                m_items.push_back({run.key(), *file});
        }
    }
    std::ranges::stable_sort(m_items, std::ranges::greater(), [](const GalleryItem& item) { return item.file.made; });
    endResetModel();
}

void GalleryModel::addNewest(const QString& id)
{
    const RunRecord* run = m_history.find(id);
    if (!run || run->files.isEmpty() || !fits(*run, run->files.last()))
        return;
    const RunFile& file = run->files.last();
    const auto place =
        std::ranges::find_if(m_items, [&file](const GalleryItem& item) { return item.file.made <= file.made; });
    const int row = int(place - m_items.begin());
    beginInsertRows({}, row, row);
    m_items.insert(place, {id, file});
    endInsertRows();
}

void GalleryModel::setFilter(const QString& filter)
{
    const QStringList words = filter.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    rebuild();
}

void GalleryModel::setDay(const QDate& day)
{
    if (day == m_day)
        return;
    m_day = day;
    rebuild();
}

QList<std::pair<QDate, int>> GalleryModel::days() const
{
    std::map<QDate, int> counts;
    for (const RunRecord& run : m_history.runs()) {
        for (const RunFile& file : run.files)
            ++counts[file.made.date()];
    }
    return {counts.rbegin(), counts.rend()};
}

int GalleryModel::total() const
{
    int count = 0;
    for (const RunRecord& run : m_history.runs())
        count += int(run.files.size());
    return count;
}

QList<std::pair<QString, QString>> factsOf(const RunRecord& run, const RunFile& file)
{
    QList<std::pair<QString, QString>> facts;
    const auto add = [&facts](const char* name, const QString& value) {
        if (!value.isEmpty())
            facts.append({text(name), value});
    };
    add(QT_TRANSLATE_NOOP("Gallery", "Workflow"), run.name);
    add(QT_TRANSLATE_NOOP("Gallery", "Prompt"), run.prompts.join(QStringLiteral("\n\n")));
    add(QT_TRANSLATE_NOOP("Gallery", "Seed"), run.seed);
    if (!file.size.isEmpty())
        add(QT_TRANSLATE_NOOP("Gallery", "Size"),
            QStringLiteral("%1 × %2").arg(file.size.width()).arg(file.size.height()));
    add(QT_TRANSLATE_NOOP("Gallery", "Made"), momentText(file.made));
    add(QT_TRANSLATE_NOOP("Gallery", "Node"), nodeTitleOf(file));
    if (run.milliseconds > 0)
        add(QT_TRANSLATE_NOOP("Gallery", "Took"), secondsText(double(run.milliseconds) / 1000));
    add(QT_TRANSLATE_NOOP("Gallery", "Credits"),
        run.charged.micro > 0 ? chargedCredits(run.charged) : text(QT_TRANSLATE_NOOP("Gallery", "free")));
    add(QT_TRANSLATE_NOOP("Gallery", "Machines"), run.machines.join(QStringLiteral(", ")));
    add(QT_TRANSLATE_NOOP("Gallery", "Run"), runStateText(run));
    add(QT_TRANSLATE_NOOP("Gallery", "File"), file.path);
    return facts;
}

} // namespace weft

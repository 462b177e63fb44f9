// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/GalleryPage.h"

#include "app/gallery/CompareView.h"
#include "app/gallery/GalleryGrid.h"
#include "app/gallery/PictureViewer.h"
#include "app/gallery/ResultActions.h"
#include "app/gallery/RunList.h"
#include "app/gallery/model/MediaKind.h"
#include "app/language/DateText.h"
#include "app/theme/Widgets.h"

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace weft {

namespace {

constexpr int kTypingPause = 150; // ms before a search
constexpr int kMostDays = 400;

QShortcut* keyOf(const QKeySequence& keys, QWidget* where)
{
    return new QShortcut(keys, where, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
}

} // namespace

QString captionOf(const RunRecord& run, const RunFile& file)
{
    const QString title = nodeTitleOf(file);
    return captionOf(title.isEmpty() ? run.name : title, file.made, run.seed);
}

QString captionOf(const QString& title, const QDateTime& made, const QString& seed)
{
    QStringList parts {shortTime(made)};
    if (!seed.isEmpty())
        parts << GalleryPage::tr("seed %1").arg(seed);
    parts << title; // last: where there is little room, it is the one that tells least
    return parts.join(QStringLiteral(" · "));
}

GalleryPage::GalleryPage(RunHistory& history, Thumbnails& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_history(history)
    , m_thumbnails(thumbnails)
    , m_model(new GalleryModel(history, thumbnails, this))
    , m_grid(new GalleryGrid(*m_model, this))
    , m_runs(new RunList(history, this))
    , m_views(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("galleryPage"));
    setAttribute(Qt::WA_StyledBackground); // the sheet's colour, though it is no plain QWidget
    QVBoxLayout* column = middleColumn(this, kWidestPage);
    column->addWidget(makeHeader());
    m_views->addWidget(m_grid);
    m_views->addWidget(m_runs);
    column->addWidget(m_views, 1);
    makeUndoBar();
    column->addWidget(m_undoBar);
    column->addWidget(m_actions = makeActions());
    setFocusProxy(m_grid);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&m_typing, &QTimer::timeout, this, [this] { setFilter(m_filter->text()); });
    connect(m_runs, &RunList::workflowAsked, this, [this](const QString& run) { Q_EMIT workflowAsked(run, {}); });
    connect(m_runs, &RunList::forgetAllAsked, this, &GalleryPage::clearHistory);
    connect(m_grid, &QListView::activated, this, [this](const QModelIndex& index) { openViewer(index.row()); });
    connect(m_grid, &GalleryGrid::selectionMoved, this, &GalleryPage::showChosen);
    connect(m_grid, &QWidget::customContextMenuRequested, this, &GalleryPage::showMenu);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        showDays();
        showCounts();
        showChosen();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &GalleryPage::showCounts);
    connect(keyOf(QKeySequence::Delete, m_grid), &QShortcut::activated, this, &GalleryPage::deleteChosen);
    connect(keyOf(QKeySequence::Copy, m_grid), &QShortcut::activated, this,
        [this] { m_buttons[QStringLiteral("copy")]->click(); });
    connect(keyOf(QKeySequence::Find, this), &QShortcut::activated, m_filter, qOverload<>(&QWidget::setFocus));
    connect(keyOf(QKeySequence::Undo, this), &QShortcut::activated, this, &GalleryPage::undoDelete);
    retranslate();
}

QWidget* GalleryPage::makeHeader()
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kMedium);
    m_title = new QLabel(header);
    m_title->setFont(uiFont(20, QFont::Bold));
    m_count = new QLabel(header);
    m_count->setObjectName(QStringLiteral("fieldLabel"));
    m_day = new QComboBox(header);
    m_day->setObjectName(QStringLiteral("galleryDay"));
    m_day->setMinimumWidth(170);
    m_filter = new QLineEdit(header);
    m_filter->setObjectName(QStringLiteral("galleryFilter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(280);
    row->addWidget(m_title);
    row->addWidget(m_count);
    m_switch = new QPushButton(header);
    m_switch->setObjectName(QStringLiteral("galleryRuns"));
    m_switch->setCheckable(true);
    m_switch->setProperty("isLink", true);
    row->addWidget(m_switch);
    connect(m_switch, &QPushButton::toggled, this, &GalleryPage::showRuns);
    row->addStretch(1);
    row->addWidget(m_day);
    row->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_day, &QComboBox::currentIndexChanged, this, [this] { m_model->setDay(m_day->currentData().toDate()); });
    return header;
}

QWidget* GalleryPage::makeActions()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kSmall);
    const auto add = [&](const char* name, auto act) {
        auto* made = new QPushButton(bar);
        m_buttons[QString::fromLatin1(name)] = made;
        row->addWidget(made);
        connect(made, &QPushButton::clicked, this, act);
    };
    add("open", [this] { openViewer(m_grid->selectedRows().value(0)); });
    add("compare", [this] { compareChosen(); });
    add("workflow", [this] {
        const QList<GalleryItem> items = chosen();
        if (!items.isEmpty())
            Q_EMIT workflowAsked(items.first().run, items.first().file.path);
    });
    add("copy", [this] {
        if (const QStringList paths = m_grid->selectedPaths(); !paths.isEmpty())
            copyPicture(paths.first(), readPicture(paths.first()));
    });
    add("folder", [this] {
        if (const QStringList paths = m_grid->selectedPaths(); !paths.isEmpty())
            showInFolder(paths.first());
    });
    row->addStretch(1);
    add("delete", [this] { deleteChosen(); });
    return bar;
}

QPushButton* GalleryPage::button(const char* name) const
{
    return m_buttons.value(QString::fromLatin1(name));
}

void GalleryPage::retranslate()
{
    m_title->setText(tr("Gallery"));
    m_filter->setPlaceholderText(tr("Search prompts, workflows, nodes"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_day->setAccessibleName(tr("Day"));
    m_grid->setAccessibleName(tr("Results"));
    m_runs->retranslate();
    m_switch->setText(m_switch->isChecked() ? tr("Show the results") : tr("Show all runs"));
    m_buttons[QStringLiteral("open")]->setText(tr("Open"));
    m_buttons[QStringLiteral("compare")]->setText(tr("Compare"));
    m_buttons[QStringLiteral("compare")]->setToolTip(tr("Choose two pictures (Ctrl and a click) to compare them"));
    m_buttons[QStringLiteral("workflow")]->setText(tr("Open its workflow"));
    m_buttons[QStringLiteral("copy")]->setText(tr("Copy"));
    m_buttons[QStringLiteral("folder")]->setText(tr("Show in its folder"));
    m_buttons[QStringLiteral("delete")]->setText(tr("Move to the trash"));
    m_buttons[QStringLiteral("undo")]->setText(tr("Undo"));
    showDays();
    showCounts();
    showChosen();
}

void GalleryPage::showRuns(bool runs)
{
    m_switch->setChecked(runs);
    m_switch->setText(runs ? tr("Show the results") : tr("Show all runs"));
    m_views->setCurrentWidget(runs ? static_cast<QWidget*>(m_runs) : m_grid);
    m_actions->setVisible(!runs);
    m_day->setVisible(!runs);
    m_count->setVisible(!runs);
    m_views->currentWidget()->setFocus();
}

void GalleryPage::showDays()
{
    const QDate shown = m_day->currentData().toDate();
    const QSignalBlocker quiet(m_day);
    m_day->clear();
    m_day->addItem(tr("Any day"), QDate());
    const QDate today = QDate::currentDate();
    const QList<std::pair<QDate, int>> days = m_model->days();
    for (qsizetype i = 0; i < std::min<qsizetype>(days.size(), kMostDays); ++i) {
        const auto& [day, count] = days[i];
        const QString name = day == today ? tr("Today")
            : day == today.addDays(-1)    ? tr("Yesterday")
                                          : dayText(day);
        m_day->addItem(QStringLiteral("%1 (%2)").arg(name).arg(count), day);
    }
    m_day->setCurrentIndex(std::max(0, m_day->findData(shown)));
}

void GalleryPage::showCounts()
{
    const int shown = m_model->rowCount();
    const int total = m_model->total();
    m_count->setText(shown != total ? tr("%1 of %2 results").arg(shown).arg(total)
            : total == 1            ? tr("1 result")
                                    : tr("%1 results").arg(total));
    m_grid->setEmptyText(total == 0 ? tr("What your runs make is kept here, with the workflow that made it.")
                                    : tr("No result fits this search."));
}

QList<GalleryItem> GalleryPage::chosen() const
{
    QList<GalleryItem> items;
    for (const int row : m_grid->selectedRows())
        items << m_model->itemAt(row);
    return items;
}

void GalleryPage::showChosen()
{
    const QStringList paths = m_grid->selectedPaths();
    const bool one = paths.size() == 1;
    const auto isPicture = [](const QString& path) { return mediaKindOf(path) == MediaKind::Picture; };
    for (const char* name : {"open", "workflow", "folder"})
        button(name)->setEnabled(one);
    button("copy")->setEnabled(one && isPicture(paths.first()));
    button("compare")->setEnabled(paths.size() == 2 && std::ranges::all_of(paths, isPicture));
    button("delete")->setEnabled(!paths.isEmpty());
}

void GalleryPage::showMenu(QPoint position)
{
    if (m_grid->selectedRows().isEmpty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const char* name : {"open", "compare", "workflow", "copy", "folder"})
        menu->addAction(button(name)->text(), button(name), &QPushButton::click)->setEnabled(button(name)->isEnabled());
    menu->addSeparator();
    menu->addAction(button("delete")->text(), QKeySequence(QKeySequence::Delete), this, &GalleryPage::deleteChosen);
    menu->addAction(tr("Forget this run, keep its files"), this, &GalleryPage::forgetRun)
        ->setEnabled(m_grid->selectedRows().size() == 1);
    menu->addAction(tr("Forget all runs…"), this, &GalleryPage::clearHistory);
    menu->popup(m_grid->viewport()->mapToGlobal(position));
}

void GalleryPage::forgetRun()
{
    if (const QList<GalleryItem> items = chosen(); !items.isEmpty())
        m_history.remove(items.first().run);
}

void GalleryPage::clearHistory()
{
    auto* ask = new QMessageBox(QMessageBox::Question, tr("Forget all runs?"),
        tr("Prompts, workflows, times and costs of all runs are deleted from this computer. The pictures and other "
           "files stay where they are."),
        QMessageBox::Cancel, this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* forget = ask->addButton(tr("Forget"), QMessageBox::DestructiveRole);
    connect(forget, &QPushButton::clicked, &m_history, &RunHistory::removeAll);
    ask->open();
}

PictureViewer* GalleryPage::openViewer(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return nullptr;
    QList<ResultPicture> pictures;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        const GalleryItem& item = m_model->itemAt(i);
        const RunRecord* run = m_history.find(item.run);
        pictures.append({i == row ? m_thumbnails.of(item.file.path) : QImage(),
            run ? captionOf(*run, item.file) : QString(), item.file.path, item.run});
    }
    m_viewer = new PictureViewer(std::move(pictures), row, this, [this](const ResultPicture& picture) {
        const RunRecord* run = m_history.find(picture.run);
        const auto* file = run ? std::ranges::find(run->files, picture.path, &RunFile::path).operator->() : nullptr;
        return run && file != run->files.end().operator->() ? factsOf(*run, *file)
                                                            : QList<std::pair<QString, QString>>();
    });
    connect(m_viewer, &PictureViewer::workflowAsked, this, [this](const ResultPicture& picture) {
        m_viewer->close();
        Q_EMIT workflowAsked(picture.run, picture.path);
    });
    connect(m_viewer, &PictureViewer::deleteAsked, this, [this](const ResultPicture& picture) {
        if (const int at = m_model->rowOf(picture.path); at >= 0)
            deleteFiles({m_model->itemAt(at)});
    });
    m_viewer->open();
    return m_viewer;
}

QWidget* GalleryPage::compareChosen()
{
    const QList<GalleryItem> items = chosen();
    if (items.size() != 2)
        return nullptr;
    std::vector<CompareView::Side> sides;
    for (const int at : {1, 0}) { // the older one on the left
        const RunRecord* run = m_history.find(items[at].run);
        sides.push_back({readPicture(items[at].file.path), run ? captionOf(*run, items[at].file) : QString()});
        if (sides.back().picture.isNull()) {
            say(tr("“%1” can't be read.").arg(QFileInfo(items[at].file.path).fileName()), false);
            return nullptr;
        }
    }
    auto* view = new CompareView(std::move(sides[0]), std::move(sides[1]), this);
    view->open();
    return view;
}

void GalleryPage::setFilter(const QString& text)
{
    m_filter->setText(text);
    m_typing.stop();
    m_model->setFilter(text);
    m_runs->table().setFilter(text);
}

void GalleryPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    showDays();
    if (!m_grid->currentIndex().isValid() && m_model->rowCount() > 0)
        m_grid->setCurrentIndex(m_model->index(0));
}

} // namespace weft

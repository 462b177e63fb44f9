// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/PictureViewer.h"

#include "app/gallery/FactsPanel.h"
#include "app/gallery/LevelsBar.h"
#include "app/gallery/MediaView.h"
#include "app/gallery/PictureCanvas.h"
#include "app/gallery/ResultActions.h"
#include "app/gallery/model/MediaKind.h"
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"
#include "core/threads/HandOver.h"

#include <QComboBox>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace weft {

PictureViewer::PictureViewer(QList<ResultPicture> pictures, int index, QWidget* parent, Facts facts)
    : QDialog(parent)
    , m_pictures(std::move(pictures))
    , m_facts(std::move(facts))
    , m_stack(new QStackedWidget(this))
    , m_canvas(new PictureCanvas(this))
    , m_factsPanel(new FactsPanel(this))
    , m_levels(new LevelsBar(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(parent ? parent->window()->size() * 0.85 : QSize(1000, 700));
    m_pool.setMaxThreadCount(1);
    m_stack->addWidget(m_canvas);
    makeBar();
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_stack, 1);
    middle->addWidget(m_factsPanel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addLayout(middle, 1);
    column->addWidget(m_levels);
    m_levels->hide();
    m_factsPanel->setVisible(bool(m_facts));
    m_info->setChecked(bool(m_facts));
    connectBar();
    showIcons();
    if (!m_pictures.isEmpty())
        showAt(index);
    m_stack->setFocus();
}

PictureViewer::~PictureViewer()
{
    m_pool.waitForDone();
}

PictureCanvas& PictureViewer::canvas() const
{
    return m_media ? m_media->canvas() : *m_canvas;
}

QToolButton* PictureViewer::barButton(const char* icon, const QString& text, bool checkable)
{
    auto* button = new QToolButton(m_bar);
    button->setObjectName(QStringLiteral("plainButton"));
    button->setFixedSize(30, 28);
    button->setFocusPolicy(Qt::TabFocus);
    button->setCheckable(checkable);
    button->setToolTip(text);
    button->setAccessibleName(text);
    m_icons.append({button, QString::fromLatin1(icon)});
    m_bar->layout()->addWidget(button);
    return button;
}

void PictureViewer::makeBar()
{
    m_bar = new QWidget(this);
    m_bar->setObjectName(QStringLiteral("viewerBar"));
    m_bar->setFixedHeight(40);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(space::kMedium, 0, space::kMedium, 0);
    row->setSpacing(space::kTiny);
    m_back = barButton("chevron-left", tr("The one before (left arrow)"));
    m_next = barButton("chevron-right", tr("The next one (right arrow)"));
    m_caption = new QLabel(m_bar);
    m_caption->setTextFormat(Qt::PlainText);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_caption, 1);
    m_pixel = new QLabel(m_bar);
    m_pixel->setObjectName(QStringLiteral("fieldLabel"));
    m_scale = new QLabel(m_bar);
    m_scale->setObjectName(QStringLiteral("fieldLabel"));
    row->addWidget(m_pixel);
    row->addWidget(m_scale);
    m_alpha = new QComboBox(m_bar);
    m_alpha->addItems({tr("Over checks"), tr("Opaque"), tr("Only the mask"), tr("Mask in red")});
    m_alpha->setAccessibleName(tr("Transparency (A)"));
    m_alpha->setToolTip(m_alpha->accessibleName());
    m_alpha->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_alpha);
    m_fit = barButton("maximize", tr("All of it (F); each pixel (1)"));
    m_levelsButton = barButton("sliders-horizontal", tr("Levels (L)"), true);
    m_copy = barButton("copy", tr("Copy the picture (Ctrl+C)"));
    m_folder = barButton("folder-open", tr("Show in its folder"));
    m_workflow = barButton("workflow", tr("Open its workflow (W)"));
    m_delete = barButton("trash-2", tr("Move to the trash (Delete)"));
    m_info = barButton("info", tr("What is known of it (I)"), true);
}

void PictureViewer::connectBar()
{
    connect(m_back, &QToolButton::clicked, this, [this] { showAt(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showAt(m_index + 1); });
    connect(
        m_fit, &QToolButton::clicked, this, [this] { canvas().fits() ? canvas().showPixels() : canvas().showAll(); });
    connect(m_levelsButton, &QToolButton::toggled, this, [this](bool on) {
        m_levels->setVisible(on);
        if (!on)
            m_levels->reset(); // nobody should wonder why pictures look strange
        showIcons();
    });
    connect(m_levels, &LevelsBar::changed, this, [this](const Levels& levels) { canvas().setLevels(levels); });
    connect(m_info, &QToolButton::toggled, this, [this](bool on) {
        m_factsPanel->setVisible(on);
        showIcons();
    });
    connect(
        m_alpha, &QComboBox::currentIndexChanged, this, [this](int view) { canvas().setAlphaView(AlphaView(view)); });
    connect(m_copy, &QToolButton::clicked, this, [this] { copyPicture(current().path, canvas().picture()); });
    connect(m_folder, &QToolButton::clicked, this, [this] { showInFolder(current().path); });
    connect(m_workflow, &QToolButton::clicked, this, [this] { Q_EMIT workflowAsked(current()); });
    connect(m_delete, &QToolButton::clicked, this, [this] { Q_EMIT deleteAsked(current()); });
    connect(m_canvas, &PictureCanvas::pixelPointed, m_pixel, &QLabel::setText);
    connect(m_canvas, &ZoomArea::viewChanged, this, &PictureViewer::showCaption);
}

void PictureViewer::showAt(int index)
{
    m_index = std::clamp<int>(index, 0, int(m_pictures.size()) - 1);
    const QString& path = current().path;
    const MediaKind kind = path.isEmpty() ? MediaKind::Picture : mediaKindOf(path);
    if (m_media) {
        m_media->deleteLater();
        m_media = nullptr;
    }
    m_pixel->clear();
    if (kind == MediaKind::Picture)
        showPicture();
    else if (kind == MediaKind::Other)
        m_canvas->setSentence(
            tr("Files of this kind can't be shown here. Open it in another program: its folder is one click away."));
    else
        showMedia(path);
    m_stack->setCurrentWidget(m_media ? static_cast<QWidget*>(m_media) : m_canvas);
    canvas().setLevels(m_levels->levels());
    setWindowTitle(current().caption);
    setAccessibleName(current().caption);
    m_back->setEnabled(m_index > 0);
    m_next->setEnabled(m_index + 1 < m_pictures.size());
    for (QToolButton* button : {m_folder, m_workflow, m_delete})
        button->setEnabled(!path.isEmpty());
    showAlpha();
    showFacts();
    showCaption();
}

/// What is small stands for the whole until that is read, on a thread.
void PictureViewer::showPicture()
{
    m_canvas->setTrueSize({});
    m_canvas->setPicture(current().image);
    if (!current().path.isEmpty())
        load(current().path);
    else
        Q_EMIT loaded();
}

void PictureViewer::load(const QString& path)
{
    m_pool.clear();
    m_pool.start(new PoolCall([this, path] {
        const QImage image = readPicture(path);
        callLater(this, [this, path, image] { take(path, image); });
    }));
}

void PictureViewer::take(const QString& path, const QImage& image)
{
    if (m_pictures.isEmpty() || current().path != path)
        return;
    if (!image.isNull())
        m_canvas->setPicture(image, true);
    else if (current().image.isNull() || !QFileInfo::exists(path))
        m_canvas->setSentence(QFileInfo::exists(path) ? tr("This picture can't be read. The file is as it was.")
                                                      : tr("The file isn't there any more."));
    showAlpha();
    showFacts();
    showCaption();
    Q_EMIT loaded();
}

void PictureViewer::showMedia(const QString& path)
{
    m_media = new MediaView(openReel(path), m_stack);
    m_stack->addWidget(m_media);
    connect(&m_media->canvas(), &ZoomArea::viewChanged, this, &PictureViewer::showCaption);
}

void PictureViewer::showAlpha()
{
    m_alpha->setVisible(canvas().picture().hasAlphaChannel());
    canvas().setAlphaView(AlphaView(m_alpha->currentIndex()));
}

void PictureViewer::showFacts()
{
    QList<std::pair<QString, QString>> facts;
    if (m_facts)
        facts = m_facts(current());
    const QSize size = canvas().picture().size();
    if (facts.isEmpty() && !size.isEmpty())
        facts.append({tr("Size"), QStringLiteral("%1 × %2").arg(size.width()).arg(size.height())});
    if (facts.size() < 2 && !current().path.isEmpty())
        facts.append({tr("File"), current().path});
    m_factsPanel->setFacts(facts);
}

void PictureViewer::showCaption()
{
    if (m_pictures.isEmpty())
        return;
    const QString place =
        m_pictures.size() > 1 ? QStringLiteral("%1 / %2 · ").arg(m_index + 1).arg(m_pictures.size()) : QString();
    m_caption->setText(place + current().caption);
    const QSize size = canvas().picture().size();
    m_scale->setText(size.isEmpty() ? QString()
                                    : QStringLiteral("%1 × %2 · %3 %")
                                          .arg(size.width())
                                          .arg(size.height())
                                          .arg(std::lround(canvas().scale() * devicePixelRatioF() * 100)));
}

void PictureViewer::showIcons()
{
    const Theme& theme = Theme::of(this);
    for (const auto& [button, name] : m_icons)
        button->setIcon(themedIcon(name, button->isChecked() ? theme.accent : theme.text));
}

void PictureViewer::remove(const QString& path)
{
    m_pictures.removeIf([&path](const ResultPicture& picture) { return picture.path == path; });
    if (m_pictures.isEmpty())
        close();
    else
        showAt(m_index);
}

void PictureViewer::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcons();
}

void PictureViewer::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        m_copy->click();
        return;
    }
    if (event->matches(QKeySequence::Delete)) {
        m_delete->click();
        return;
    }
    if (m_media && m_media->takeKey(event->key()))
        return;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_PageUp:
        m_back->click();
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_PageDown:
        m_next->click();
        break;
    case Qt::Key_Home:
        showAt(0);
        break;
    case Qt::Key_End:
        showAt(int(m_pictures.size()) - 1);
        break;
    case Qt::Key_1:
        canvas().showPixels();
        break;
    case Qt::Key_F:
        canvas().showAll();
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        canvas().zoomBy(1.25);
        break;
    case Qt::Key_Minus:
        canvas().zoomBy(0.8);
        break;
    case Qt::Key_L:
        m_levelsButton->toggle();
        break;
    case Qt::Key_I:
        m_info->toggle();
        break;
    case Qt::Key_A:
        m_alpha->setCurrentIndex((m_alpha->currentIndex() + 1) % m_alpha->count());
        break;
    case Qt::Key_W:
        m_workflow->click();
        break;
    default:
        QDialog::keyPressEvent(event);
    }
}

} // namespace weft

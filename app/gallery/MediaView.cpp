// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/MediaView.h"

#include "app/gallery/PictureCanvas.h"
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QEvent>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

namespace weft {

MediaView::MediaView(std::unique_ptr<Reel> reel, QWidget* parent)
    : QWidget(parent)
    , m_reel(std::move(reel))
    , m_canvas(new PictureCanvas(this))
    , m_play(new QToolButton(this))
    , m_back(new QToolButton(this))
    , m_forth(new QToolButton(this))
    , m_loop(new QToolButton(this))
    , m_sound(new QToolButton(this))
    , m_place(new QSlider(Qt::Horizontal, this))
    , m_time(new QLabel(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_canvas, 1);
    makeBar();
    if (!m_reel->hasPicture())
        m_canvas->setSentence(tr("Sound"));
    connect(m_reel.get(), &Reel::frameShown, this, [this](const QImage& frame) { m_canvas->setPicture(frame, true); });
    connect(m_reel.get(), &Reel::changed, this, &MediaView::showState);
    connect(m_reel.get(), &Reel::failed, this, [this](const QString& sentence) {
        m_hasFailed = true;
        m_canvas->setSentence(sentence);
        showState();
    });
    showState();
}

MediaView::~MediaView()
{
    disconnect(m_reel.get(), nullptr, this, nullptr);
}

void MediaView::makeBar()
{
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(space::kMedium, space::kSmall, space::kMedium, space::kSmall);
    bar->setSpacing(space::kSmall);
    for (QToolButton* button : {m_back, m_play, m_forth, m_loop, m_sound}) {
        button->setObjectName(QStringLiteral("plainButton"));
        button->setFixedSize(28, 28);
        button->setFocusPolicy(Qt::TabFocus);
    }
    const auto name = [](QToolButton* button, const QString& text) {
        button->setAccessibleName(text);
        button->setToolTip(text);
    };
    name(m_back, tr("Back by one frame (,)"));
    name(m_forth, tr("On by one frame (.)"));
    name(m_loop, tr("Again and again"));
    name(m_sound, tr("Sound"));
    m_loop->setCheckable(true);
    m_sound->setCheckable(true);
    m_sound->setChecked(true);
    m_place->setAccessibleName(tr("Place"));
    m_place->setFocusPolicy(Qt::TabFocus);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_back, m_play, m_forth})
        bar->addWidget(widget);
    bar->addWidget(m_place, 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_time, m_loop, m_sound})
        bar->addWidget(widget);
    static_cast<QVBoxLayout*>(layout())->addLayout(bar);
    connect(m_play, &QToolButton::clicked, this, &MediaView::togglePlay);
    connect(m_back, &QToolButton::clicked, this, [this] { m_reel->step(-1); });
    connect(m_forth, &QToolButton::clicked, this, [this] { m_reel->step(1); });
    connect(m_loop, &QToolButton::toggled, this, [this](bool loop) {
        m_reel->setLoop(loop);
        showIcons();
    });
    connect(m_sound, &QToolButton::toggled, this, [this](bool sound) {
        m_reel->setMuted(!sound);
        showIcons();
    });
    connect(m_place, &QSlider::valueChanged, this, [this](int place) { m_reel->seek(place); });
    m_loop->setChecked(m_reel->hasPicture() && !m_reel->hasSound());
}

void MediaView::togglePlay()
{
    if (m_reel->isPlaying())
        m_reel->pause();
    else
        m_reel->play();
    showState();
}

bool MediaView::takeKey(int key)
{
    switch (key) {
    case Qt::Key_Space:
        togglePlay();
        return true;
    case Qt::Key_Comma:
        m_reel->step(-1);
        return true;
    case Qt::Key_Period:
        m_reel->step(1);
        return true;
    default:
        return false;
    }
}

void MediaView::showState()
{
    const QSignalBlocker quiet(m_place);
    m_place->setRange(0, int(m_reel->length()));
    if (!m_place->isSliderDown())
        m_place->setValue(int(m_reel->position()));
    m_time->setText(m_reel->positionText());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_play, m_back, m_forth, m_place, m_loop})
        widget->setEnabled(!m_hasFailed);
    m_sound->setVisible(m_reel->hasSound() && !m_hasFailed);
    const QString play = m_reel->isPlaying() ? tr("Pause (Space)") : tr("Play (Space)");
    m_play->setAccessibleName(play);
    m_play->setToolTip(play);
    showIcons();
}

void MediaView::showIcons()
{
    const Theme& theme = Theme::of(this);
    const auto icon = [&theme](QToolButton* button, const char* name, bool isOn) {
        button->setIcon(themedIcon(QString::fromLatin1(name), isOn ? theme.accent : theme.text));
    };
    icon(m_play, m_reel->isPlaying() ? "pause" : "play", false);
    icon(m_back, "step-back", false);
    icon(m_forth, "step-forward", false);
    icon(m_loop, "repeat", m_loop->isChecked());
    icon(m_sound, m_sound->isChecked() ? "volume-2" : "volume-x", false);
}

void MediaView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcons();
}

} // namespace weft

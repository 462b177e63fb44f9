// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/StartPage.h"

#include "app/gallery/Card.h"
#include "app/gallery/Templates.h"
#include "app/theme/Theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weft {

namespace {

constexpr int kWidest = 1120; // px that the content fills at most
constexpr int kGap = 24;
constexpr int kSmallGap = 16;
constexpr int kLeastCard = 190; // narrower ones go into another row
constexpr int kMostRecent = 4;

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea(this))
{
    setObjectName(QStringLiteral("startPage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_scroll);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(makeContent());
    setFocusProxy(m_make);
    retranslate();
}

QWidget* StartPage::makeContent()
{
    m_content = new QWidget;
    m_content->setObjectName(QStringLiteral("startContent"));
    m_title = new QLabel(QStringLiteral("weft"), m_content);
    m_title->setFont(uiFont(30, QFont::Bold));
    m_title->setAlignment(Qt::AlignCenter);
    m_tagline = new QLabel(m_content);
    m_tagline->setFont(uiFont(14));
    m_tagline->setObjectName(QStringLiteral("fieldLabel"));
    m_tagline->setAlignment(Qt::AlignCenter);
    m_make = new Card(Card::Size::Door, Card::Art::Picture, m_content);
    m_make->setObjectName(QStringLiteral("makeDoor"));
    m_make->setPicture(templatePicture(QStringLiteral("make-a-picture")));
    m_make->setPrimary(true);
    m_share = new Card(Card::Size::Door, Card::Art::Bars, m_content);
    m_share->setObjectName(QStringLiteral("shareDoor"));
    m_open = new Card(Card::Size::Door, Card::Art::Wires, m_content);
    m_open->setObjectName(QStringLiteral("openDoor"));
    connect(m_make, &Card::clicked, this, &StartPage::makeAsked);
    connect(m_share, &Card::clicked, this, &StartPage::shareAsked);
    connect(m_open, &Card::clicked, this, &StartPage::openAsked);
    m_templatesTitle = new QLabel(m_content);
    m_templatesTitle->setObjectName(QStringLiteral("sectionTitle"));
    m_templatesTitle->setFont(uiFont(11, QFont::DemiBold));
    for (const Template& one : templates()) {
        auto* card = new Card(Card::Size::Small, Card::Art::Wires, m_content);
        card->setObjectName(QStringLiteral("template.") + one.id);
        card->setPicture(templatePicture(one.id));
        connect(card, &Card::clicked, this, [this, id = one.id] { Q_EMIT templateAsked(id); });
        m_templates[one.id] = card;
        m_templateRow << card;
    }
    m_links = new QWidget(m_content);
    m_linkRow = new QHBoxLayout(m_links);
    m_linkRow->setContentsMargins(0, 0, 0, 0);
    m_linkRow->setSpacing(kSmallGap);
    m_empty = makeLink(QStringLiteral("emptyLink"));
    connect(m_empty, &QPushButton::clicked, this, &StartPage::emptyAsked);
    m_models = makeLink(QStringLiteral("modelsLink"));
    connect(m_models, &QPushButton::clicked, this, &StartPage::modelsAsked);
    m_gallery = makeLink(QStringLiteral("galleryLink"));
    connect(m_gallery, &QPushButton::clicked, this, &StartPage::galleryAsked);
    m_recentTitle = new QLabel(m_links);
    m_recentTitle->setObjectName(QStringLiteral("sectionTitle"));
    m_recentTitle->hide();
    m_linkRow->addWidget(m_recentTitle);
    m_linkRow->addStretch(1);
    return m_content;
}

QPushButton* StartPage::makeLink(const QString& name)
{
    auto* link = new QPushButton(m_links);
    link->setObjectName(name);
    link->setProperty("isLink", true);
    link->setFlat(true);
    link->setAutoDefault(true); // Enter presses it
    link->setCursor(Qt::PointingHandCursor);
    m_linkRow->insertWidget(std::max(0, m_linkRow->count() - 1), link); // the last one is what stretches
    return link;
}

void StartPage::setTemplateNote(const QString& id, const QString& note)
{
    if (Card* card = m_templates.value(id))
        card->setQuiet(note);
    if (id == QLatin1String(kFirstTemplate))
        m_make->setQuiet(note);
    layOut(); // a note may take two lines
}

/// Nothing is promised before it is so.
void StartPage::showMake()
{
    m_make->setTexts(tr("Make a picture"), m_engineRuns ? tr("Type what you want to see. It runs on this computer: no account, no download, nothing to pay.")
                                                        : tr("Type what you want to see. The engine of this computer hasn't started yet."));
    layOut();
}

void StartPage::setEngineRuns(bool runs)
{
    if (std::exchange(m_engineRuns, runs) != runs)
        showMake();
}

void StartPage::setSharing(std::optional<bool> isOn, const QString& detail)
{
    m_isSharing = isOn;
    m_shareDetail = detail;
    const bool sharing = isOn.value_or(false);
    m_share->setTexts(tr("Share my GPU"),
        !isOn         ? tr("Lend this computer's free time and earn. It needs a relay: the page says how to set one.")
            : sharing ? tr("This computer works for others when you don't need it.")
                      : tr("Lend this computer's free time and earn. Guests see none of your files; you stop it at any time."));
    m_share->setQuiet(sharing ? (detail.isEmpty() ? tr("Sharing") : tr("Sharing · %1").arg(detail)) : QString());
    layOut();
}

void StartPage::setRecent(const QStringList& paths)
{
    qDeleteAll(m_recent);
    m_recent.clear();
    for (const QString& path : paths.mid(0, kMostRecent)) {
        auto* link = makeLink(QStringLiteral("recentLink"));
        link->setText(link->fontMetrics().elidedText(QFileInfo(path).fileName(), Qt::ElideMiddle, 200));
        link->setAccessibleName(tr("Open %1").arg(QFileInfo(path).fileName()));
        link->setToolTip(path);
        connect(link, &QPushButton::clicked, this, [this, path] { Q_EMIT fileAsked(path); });
        m_recent << link;
    }
    m_recentTitle->setVisible(!m_recent.isEmpty());
    layOut();
}

void StartPage::retranslate()
{
    m_tagline->setText(tr("Build it as a graph. Run it on everyone's machines."));
    showMake();
    m_open->setTexts(tr("Open a ComfyUI file"), tr("A workflow or a picture that carries one. What this computer lacks can run on machines that have it."));
    m_templatesTitle->setText(tr("TEMPLATES"));
    m_empty->setText(tr("Empty workflow"));
    m_models->setText(tr("Models"));
    m_gallery->setText(tr("Gallery"));
    m_recentTitle->setText(tr("RECENT"));
    for (const Template& one : templates())
        m_templates[one.id]->setTexts(one.name, one.line);
    setSharing(m_isSharing, m_shareDetail);
}

void StartPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        layOut();
}

void StartPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void StartPage::layOut()
{
    if (!m_links) // not made yet
        return;
    const int full = m_scroll->viewport()->width();
    const int inner = std::max(320, std::min(full - 2 * kGap, kWidest));
    const int left = std::max(0, (full - inner) / 2);
    int y = std::clamp(height() / 25, 12, 48);
    m_title->setGeometry(left, y, inner, 40);
    y += 42;
    m_tagline->setGeometry(left, y, inner, 24);
    y += 24 + kSmallGap;
    const auto row = [&](const QList<Card*>& cards, int columns, int gap) {
        const int width = (inner - (columns - 1) * gap) / columns;
        for (qsizetype first = 0; first < cards.size(); first += columns) {
            const auto part = cards.mid(first, columns);
            int height = 0;
            for (const Card* card : part)
                height = std::max(height, card->heightFor(width));
            for (qsizetype i = 0; i < part.size(); ++i)
                part[i]->setGeometry(left + int(i) * (width + gap), y, width, height);
            y += height + gap;
        }
    };
    row({m_make, m_share, m_open}, inner >= 3 * 230 ? 3 : 1, kGap);
    m_templatesTitle->setGeometry(left, y, inner, 20);
    y += 28;
    const int fitting = (inner + kSmallGap) / (kLeastCard + kSmallGap);
    row(m_templateRow, std::clamp(fitting, 1, int(m_templateRow.size())), kSmallGap);
    m_links->setGeometry(left, y, inner, 32);
    y += 32 + kSmallGap;
    m_content->resize(full, std::max(y, m_scroll->viewport()->height()));
    if (m_scroll->viewport()->width() < full) // a scroll bar came; without it nothing would be too high, so it stays
        layOut();
}

} // namespace weft

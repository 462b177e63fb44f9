// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
QT_END_NAMESPACE

namespace weft {

class Card;

/// What is seen before there is a workflow: three doors, and the templates below them.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);

    /// A template's quiet line: "free · 2.1 s".
    void setTemplateNote(const QString& id, const QString& note);
    /// Whether pictures can be made on this computer now; what isn't so isn't said.
    void setEngineRuns(bool runs);
    /// `isOn` none: this computer can't share (no relay).
    void setSharing(std::optional<bool> isOn, const QString& detail);
    void setRecent(const QStringList& paths); // newest first; the first few are shown
    void retranslate();

Q_SIGNALS:
    void makeAsked();
    void shareAsked();
    void openAsked();
    void templateAsked(const QString& id);
    void emptyAsked();
    void modelsAsked();
    void galleryAsked();
    void fileAsked(const QString& path);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showMake();
    QWidget* makeContent();
    QPushButton* makeLink(const QString& name);
    void layOut();

    QScrollArea* m_scroll;
    QWidget* m_content = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_tagline = nullptr;
    QLabel* m_templatesTitle = nullptr;
    Card* m_make = nullptr;
    Card* m_share = nullptr;
    Card* m_open = nullptr;
    QMap<QString, Card*> m_templates;
    QList<Card*> m_templateRow; // in the order shown
    QWidget* m_links = nullptr;
    QHBoxLayout* m_linkRow = nullptr;
    QPushButton* m_empty = nullptr;
    QPushButton* m_models = nullptr;
    QPushButton* m_gallery = nullptr;
    QLabel* m_recentTitle = nullptr;
    QList<QPushButton*> m_recent;
    bool m_engineRuns = false;
    std::optional<bool> m_isSharing;
    QString m_shareDetail;
};

} // namespace weft

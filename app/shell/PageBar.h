// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QToolButton;
QT_END_NAMESPACE

namespace weft {

/// What the window shows: workflows in their tabs, or a page instead.
enum class ShownPage { Workflow, Market, Sharing, Wallet, Gallery, Models, Settings, Account, Start, Other };

/// The way to every page: four that are one click away, and a menu of the others. Words where there is room, else icons.
class PageBar : public QWidget {
    Q_OBJECT

public:
    explicit PageBar(QWidget* parent = nullptr);

    void setShown(weft::ShownPage page);
    weft::ShownPage shown() const { return m_shown; }
    /// What it takes with words, or without, in px.
    int wantedWidth() const;
    void setWords(bool hasWords);
    bool hasWords() const { return m_hasWords; }
    /// Keys for a page's tip; empty: none.
    void setKeys(weft::ShownPage page, const QString& keys);
    /// This computer is shared: its icon shows that.
    void setSharing(bool isOn);
    void retranslate();

Q_SIGNALS:
    void pageAsked(weft::ShownPage page);

private:
    struct Entry {
        ShownPage page;
        QToolButton* button;
        QString keys;
    };

    void add(ShownPage page, const char* name, QHBoxLayout& row);
    void refresh();
    void showMore();

    QList<Entry> m_entries;
    QToolButton* m_more;
    ShownPage m_shown = ShownPage::Workflow;
    bool m_hasWords = false;
    bool m_isSharing = false;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiShelf.h"
#include "app/theme/Widgets.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QTableWidget;
QT_END_NAMESPACE

namespace weft {

class CallPreview;

/// What this user publishes: prices, what each API has earned, how it is called; and the way to withdraw one.
class ApisDialog : public QDialog {
    Q_OBJECT

public:
    /// `isShared`: this computer is shared now. The shelf outlives the dialog.
    ApisDialog(ApiShelf& shelf, bool isShared, QWidget* parent = nullptr);

    void setDoor(const QUrl& address, bool wantsToken);
    /// Asks first. Does nothing without a chosen API.
    void withdraw();

Q_SIGNALS:
    void settingsAsked(); // where the front door is opened; the dialog is closed

private:
    void makeRows(QWidget* parent);
    QWidget* makeChosen();
    void refresh();
    void showChosen();
    void keepPrice();
    std::string chosen() const;

    ApiShelf& m_shelf;
    std::map<std::string, PublishedApi> m_apis;
    Sentence* m_shared;
    Sentence* m_none;
    QTableWidget* m_rows;
    QWidget* m_chosen;
    QLineEdit* m_price;
    CallPreview* m_preview;
    Sentence* m_note;
};

} // namespace weft

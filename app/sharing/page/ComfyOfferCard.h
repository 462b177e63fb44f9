// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/page/OfferedServerCard.h"

QT_BEGIN_NAMESPACE
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
QT_END_NAMESPACE

namespace weft {

class ComfyOfferTable;

/// Which nodes of the owner's ComfyUI guests may run, and what a call of each costs.
class ComfyOfferCard : public OfferedServerCard {
    Q_OBJECT
public:
    explicit ComfyOfferCard(QWidget* parent);

    void retranslate() override;

protected:
    QString switchText(const QString& name) const override;
    bool isOn(const ServerOffers& offers) const override { return offers.comfy.isOn; }
    QUrl serverOf(const ServerOffers& offers) const override { return offers.comfy.server; }
    ServerOffers changed(ServerOffers offers, const ServerEntry& server, bool isOn) const override;
    QString buyersSee(const ServerOffers& offers) const override;
    void showContent(const ServerStatus& server, const ServerOffers& offers) override;

private:
    void makeTable();
    void onEdited();
    void showAbout();

    ComfyOfferTable* m_table;
    QSortFilterProxyModel* m_shown;
    QLineEdit* m_search;
    QTableView* m_view;
    Sentence* m_about;
    QString m_ofServer; // whose classes are in the table, and which version's
};

} // namespace weft

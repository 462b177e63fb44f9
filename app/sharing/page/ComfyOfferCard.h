// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/page/OfferedServerCard.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QTableView;
QT_END_NAMESPACE

namespace weft {

class ComfyOfferFilter;
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
    bool isAnyTicked(const ServerOffers& offers) const override { return !offers.comfy.classes.empty(); }
    QString buyersSee(const ServerOffers& offers) const override;
    void showContent(const ServerStatus& server, const ServerOffers& offers) override;

private:
    void makeTable();
    void connectTable();
    void onEdited(int row);
    void select(int row);
    void askToOffer(int row);
    void askToUntick();
    void ask(const QString& title, const QString& text, const QString& yes, const QString& no, std::function<void()> act);
    void showAbout();
    void showTicks();

    ComfyOfferTable* m_table;
    ComfyOfferFilter* m_shown;
    QLineEdit* m_search;
    QCheckBox* m_onlyTicked;
    QPushButton* m_tickSafe;
    QPushButton* m_untick;
    Sentence* m_hint;
    QTableView* m_view;
    Sentence* m_about;
    QString m_ofServer; // whose classes are in the table, and which version's
};

} // namespace weft

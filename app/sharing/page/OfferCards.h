// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sharing/SharingModel.h"
#include "app/theme/Widgets.h"
#include "core/catalogue/Catalogue.h"

namespace weft {

/// The name and the price under which this computer is offered. Both are kept when a field is left or Enter is pressed.
class PriceCard : public TitledCard {
    Q_OBJECT

public:
    explicit PriceCard(QWidget* parent = nullptr);

    void use(SharingModel* sharing);
    void retranslate();
    void refresh();

private:
    void keepName();
    void keepPrice();
    void showHour();

    SharingModel* m_sharing = nullptr;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QLabel* m_priceLabel;
    QLineEdit* m_price;
    QLabel* m_unit;
    Sentence* m_hour;
    Sentence* m_note;
};

/// What guests can touch, and what they can't; whether the sandbox holds, and what runs outside of it.
class GuestsMayCard : public TitledCard {
    Q_OBJECT

public:
    explicit GuestsMayCard(QWidget* parent = nullptr);

    void use(SharingModel* sharing) { m_sharing = sharing; }
    void retranslate();
    void refresh();

private:
    QString outsideText() const;
    QString seesText() const;

    SharingModel* m_sharing = nullptr;
    Sentence* m_may;
    Sentence* m_mayNot;
    Sentence* m_outside;
    Sentence* m_sees;
    Sentence* m_sandbox;
};

/// The nodes and models of Weft's own that are offered: all that this computer has but those that touch its files.
class OfferedCard : public TitledCard {
    Q_OBJECT

public:
    explicit OfferedCard(QWidget* parent = nullptr);

    void setCatalogue(const Catalogue& catalogue);
    void retranslate();

private:
    void refresh();

    Catalogue m_catalogue;
    bool m_showsAll = false;
    Sentence* m_nodesTitle;
    Sentence* m_nodes;
    QPushButton* m_all;
    Sentence* m_modelsTitle;
    Sentence* m_models;
    Sentence* m_withheld;
};

/// What this computer has seen of guests' jobs since Weft was started.
class GuestsCard : public TitledCard {
    Q_OBJECT

public:
    explicit GuestsCard(QWidget* parent = nullptr);

    void use(SharingModel* sharing) { m_sharing = sharing; }
    void setCatalogue(const Catalogue& catalogue) { m_catalogue = catalogue; }
    void retranslate();
    void refresh();

private:
    QWidget* lineOf(const GuestJob& job);

    SharingModel* m_sharing = nullptr;
    Catalogue m_catalogue;
    Sentence* m_intro;
    QVBoxLayout* m_lines;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiShelf.h"
#include "app/theme/Widgets.h"

namespace weft {

/// How many APIs this user publishes, and the way to them: guests call them while this computer is shared.
class OwnApisCard : public TitledCard {
    Q_OBJECT

public:
    explicit OwnApisCard(QWidget* parent = nullptr);

    /// It outlives the card.
    void use(ApiShelf& shelf);
    void retranslate();

Q_SIGNALS:
    void listAsked();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    ApiShelf* m_shelf = nullptr;
    Sentence* m_count;
    QPushButton* m_list;
};

} // namespace weft

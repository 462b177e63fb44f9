// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"

namespace weft {

/// The wallet where there is no relay: what it needs, and a field for a relay's address.
class NoWalletPage : public QWidget {
    Q_OBJECT

public:
    /// `setup`: asks for the relay's address; the page owns it.
    NoWalletPage(QWidget* setup, QWidget* parent);

    void retranslate();

private:
    QLabel* m_title;
    Sentence* m_text;
};

} // namespace weft

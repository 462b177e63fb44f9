// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace weft {

/// Version, licence, and whose work Weft stands on.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent);
};

/// A library, data file or model that Weft is made with or comes with.
struct Credit {
    QString name;
    QString licence; // SPDX expression
    QString use; // in the language of the moment
};

QList<Credit> credits();

} // namespace weft

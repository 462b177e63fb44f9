// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace weft {

/// What is known of a result, as names and texts below each other; texts can be selected.
class FactsPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit FactsPanel(QWidget* parent = nullptr);
    void setFacts(const QList<std::pair<QString, QString>>& facts);
};

} // namespace weft

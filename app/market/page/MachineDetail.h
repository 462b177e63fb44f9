// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/market/MachineList.h"
#include "app/theme/Widgets.h"

namespace weft {

/// A node that the user has selected on the canvas: what "Use for" would move to a machine.
struct NodeWish {
    QString title; // "KSampler", "3 nodes"
    std::vector<std::pair<std::string, QString>> needs; // node types that the machine must offer, and what they are called
};

/// All that is known of one machine, and what can be done with it.
class MachineDetail : public QScrollArea {
    Q_OBJECT

public:
    explicit MachineDetail(QWidget* parent = nullptr);

    /// None: nothing is chosen.
    void show(const std::optional<MarketMachine>& machine);
    /// None: no node is selected.
    void setWish(const std::optional<NodeWish>& wish);
    void retranslate();

Q_SIGNALS:
    void useAsked(const QString& machine);
    void trustAsked(const QString& machine, bool trusted);

private:
    QWidget* makeContent();
    QLabel* addTitle(QVBoxLayout& column);
    QVBoxLayout* addLines(QVBoxLayout& column);
    void refresh();
    void showActions();
    void showPrices();
    void showModels();
    void showNodes();
    void showFacts();

    std::optional<MarketMachine> m_machine;
    std::optional<NodeWish> m_wish;
    bool m_showsAllNodes = false;
    QLabel* m_letter;
    QLabel* m_name;
    Sentence* m_device;
    QPushButton* m_use;
    QPushButton* m_trust;
    Sentence* m_useNote;
    QLabel* m_seenTitle = nullptr;
    Sentence* m_seen = nullptr;
    QLabel* m_priceTitle = nullptr;
    QVBoxLayout* m_prices = nullptr;
    QLabel* m_modelsTitle = nullptr;
    QVBoxLayout* m_models = nullptr;
    QLabel* m_nodesTitle = nullptr;
    Sentence* m_nodes = nullptr;
    QPushButton* m_allNodes = nullptr;
    QLabel* m_factsTitle = nullptr;
    QVBoxLayout* m_facts = nullptr;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/preferences/SettingsCard.h"
#include "app/servers/OwnServers.h"

#include <QElapsedTimer>

namespace weft {

/// Other programs' servers whose nodes the user wants: those that are used and how they are, those that were found at their
/// usual addresses, and a field for others. While it is seen they are asked more often.
class ServersCard : public SettingsCard {
    Q_OBJECT
public:
    explicit ServersCard(QWidget* parent);

    /// They outlive the card.
    void use(OwnServers& servers);
    /// Who is asked before a server is removed; false: it stays.
    void askBeforeRemoval(std::function<bool(const ServerEntry&)> ask) { m_mayRemove = std::move(ask); }
    void retranslate() override;
    QWidget& firstField() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Row {
        QWidget* widget = nullptr;
        QLabel* name = nullptr;
        Sentence* state = nullptr;
        QPushButton* button = nullptr;
        bool isFound = false;
    };

    QWidget* makeAdding();
    void add();
    void press(QUrl address, bool isFound);
    Row makeRow(const ServerEntry& entry, bool isFound);
    void arrange();
    void showRow(const Row& row, const ServerEntry& entry, const QString& state, Sentence::Tone tone);
    void refresh();

    OwnServers* m_servers = nullptr;
    std::function<bool(const ServerEntry&)> m_mayRemove;
    QElapsedTimer m_sinceUse; // the button that says Remove is where Use was
    QList<std::pair<QUrl, Row>> m_rows; // those that are used, then those that were found
    QVBoxLayout* m_list;
    Sentence* m_none;
    QLineEdit* m_address = nullptr;
    QLineEdit* m_key = nullptr;
    QPushButton* m_add = nullptr;
    Sentence* m_note;
};

} // namespace weft

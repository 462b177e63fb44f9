// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/market/page/MachineDetail.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLineEdit;
class QListView;
QT_END_NAMESPACE

namespace weft {

class MachineHead;
class MachineRows;

/// How the relay stands: what an empty list means.
struct RelayState {
    bool isSet = false; // false: Weft was started without one
    bool isOnline = false;
    QString name;

    bool operator==(const RelayState&) const = default;
};

/// The marketplace: machines that a relay lists, searched, filtered, sorted, and one of them in detail.
class MarketPage : public QWidget {
    Q_OBJECT

public:
    explicit MarketPage(QWidget* parent = nullptr);

    void setMachines(const std::vector<EngineInfo>& infos, const std::vector<ListedMachine>& listed, const std::set<std::string>& trusted);
    void setRelay(const RelayState& relay);
    /// What asks for a relay's address while none is set; the page owns it.
    void setRelaySetup(QWidget* setup);
    void setWish(const std::optional<NodeWish>& wish) { m_detail->setWish(wish); }
    void retranslate();
    int shownRows() const;
    /// Less than what it shows well in: it has the window to itself, while the others of its stack have columns beside them.
    QSize minimumSizeHint() const override { return {480, 320}; }

Q_SIGNALS:
    void useAsked(const QString& machine);
    void trustAsked(const QString& machine, bool trusted);
    void refreshAsked();

protected:
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    QWidget* makeFilters();
    QWidget* makeMiddle();
    QWidget* makeEmpty();
    QLabel* addCaption(QVBoxLayout& column);
    void fillChoices();
    MachineFilter filter();
    void search();
    void showEmpty(int shown);
    void showChosen();

    std::vector<EngineInfo> m_infos; // as they were given
    std::vector<ListedMachine> m_listed;
    std::set<std::string> m_trustedIds;
    MachineList m_list;
    RelayState m_relay;
    std::string m_chosen; // the machine that is looked at, also while it isn't shown
    QLabel* m_title;
    QWidget* m_filters = nullptr;
    QLineEdit* m_text = nullptr;
    QLabel* m_count = nullptr;
    QComboBox* m_order = nullptr;
    QLabel* m_showCaption = nullptr;
    QCheckBox* m_free = nullptr;
    QCheckBox* m_trusted = nullptr;
    QLabel* m_modelCaption = nullptr;
    QComboBox* m_model = nullptr;
    QLabel* m_priceCaption = nullptr;
    QLineEdit* m_price = nullptr;
    Sentence* m_priceNote = nullptr;
    QPushButton* m_reset = nullptr;
    MachineRows* m_rows;
    QListView* m_view = nullptr;
    MachineHead* m_head = nullptr;
    QWidget* m_empty = nullptr;
    QLabel* m_emptyTitle = nullptr;
    Sentence* m_emptyText = nullptr;
    QPushButton* m_emptyAct = nullptr;
    QVBoxLayout* m_relayPlace = nullptr;
    QWidget* m_relaySetup = nullptr;
    MachineDetail* m_detail;
};

} // namespace weft

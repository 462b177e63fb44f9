// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyGuard.h"
#include "app/sharing/ServerOffers.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace weft {

/// Every class of a ComfyUI, and which of them guests get: a box to tick, how safe it is, the price of a call. Core classes
/// that only compute come first, then other core classes, then what others wrote; nothing is ticked by itself, and what
/// isn't known to be safe not before its owner was asked.
class ComfyOfferTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Node,
        Known,
        Price,
        kColumns };
    static constexpr int kSearchRole = Qt::UserRole; // what a search looks into

    explicit ComfyOfferTable(QObject* parent = nullptr);

    void setClasses(std::vector<ComfyJudgement> classes);
    bool isEmpty() const { return m_rows.empty(); }
    /// What is ticked. Classes that the server doesn't have now stay, unseen.
    void setOffered(std::map<std::string, OfferedClass> offered);
    const std::map<std::string, OfferedClass>& offered() const { return m_offered; }
    /// All that Weft knows of the class in a row, as a sentence.
    QString about(int row) const;
    /// Whether guests could do more there than compute.
    bool isRisky(int row) const;
    bool isTicked(int row) const { return offeredIn(m_rows[std::size_t(row)]); }
    QString nameAt(int row) const { return m_rows[std::size_t(row)].name; }
    std::string classAt(int row) const { return m_rows[std::size_t(row)].is.name; }
    /// Ticks a class, however risky it is: its owner was asked.
    void offer(const std::string& name);
    int safeLeft() const; // that aren't ticked
    void tickSafe();
    void untickAll(); // those that the server doesn't have now, too
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// The owner ticked, unticked or priced something; -1: more than one row.
    void edited(int row);
    /// A class that is risky is to be ticked. It isn't before offer().
    void tickAsked(int row);
    /// A price that is none was typed; what was set before stays.
    void priceRefused();

private:
    struct Row {
        ComfyJudgement is;
        QString name;
    };

    const OfferedClass* offeredIn(const Row& row) const;
    bool tick(const Row& row, bool isOn);
    bool setPrice(const Row& row, const QString& typed);
    static bool mayOffer(const Row& row) { return row.is.verdict != ComfyVerdict::Elsewhere; }
    static bool isRisky(const Row& row) { return row.is.verdict == ComfyVerdict::Unlisted || row.is.verdict == ComfyVerdict::Replaced; }
    static QString known(const Row& row);
    static QString reachText(const Row& row);
    QVariant inkOf(const Row& row, int column) const;
    void tellTicks(int row);

    std::vector<Row> m_rows;
    std::map<std::string, OfferedClass> m_offered;
};

/// The rows that a search finds, all or the ticked ones. What is unticked stays in sight until the next search.
class ComfyOfferFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ComfyOfferFilter(ComfyOfferTable& table, QObject* parent = nullptr);

    void showOnlyTicked(bool onlyTicked);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    ComfyOfferTable& m_table;
    bool m_onlyTicked = false;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyGuard.h"
#include "app/sharing/ServerOffers.h"

#include <QAbstractTableModel>

namespace weft {

/// Every class of a ComfyUI, and which of them guests get: a box to tick, what Weft knows of it, the price of a call. Core
/// classes that only compute come first, then other core classes, then what others wrote; nothing is ticked by itself.
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
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// The owner ticked, unticked or priced something.
    void edited();
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
    static QString known(const Row& row);

    std::vector<Row> m_rows;
    std::map<std::string, OfferedClass> m_offered;
};

} // namespace weft

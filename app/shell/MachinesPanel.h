// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace weft {

/// One computer that can run nodes.
struct MachineRow {
    QString id; // "here" or the key hash in hex; empty: known by name only
    QString name;
    QString detail; // "free", "0.02 credits/s", ...
    bool isRemote = false;
    bool isBusy = false;
    bool isTrusted = false; // its owner is known: "Trusted machines" may use it
    bool isOwn = false; // a server of the user's own: there is no one to trust

    bool operator==(const MachineRow&) const = default;
};

/// The machines that runs can use: a dot, the name, what it costs.
class MachinesPanel : public QListWidget {
    Q_OBJECT
public:
    explicit MachinesPanel(QWidget* parent = nullptr);
    void setMachines(const QList<MachineRow>& machines);
    const QList<MachineRow>& machines() const { return m_machines; }
    void retranslate();

Q_SIGNALS:
    void trustChanged(const QString& id, bool trusted);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QList<MachineRow> m_machines;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace weft {

/// The line at the bottom: relay, what the workflow is made of, what is held and charged, zoom.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);

    struct State {
        QString relay; // its name; empty: none is set
        bool isOnline = false;
        bool needsRelay = false; // a node must run on another machine, and there is no relay
        bool isReport = false; // a finished run is shown, read from its report
        int nodes = 0;
        int machines = 1;
        int crossings = 0;
        bool isRunning = false;
        Money held, charged;
        double zoom = 1;
        bool isGraph = true; // a canvas is seen
    };
    void show(const State& state);
    /// A sentence that needs attention; empty: none. `action`: what a button beside it says.
    void setNotice(const QString& text, const QString& action = {});
    /// The same of something good.
    void setGoodNotice(const QString& text, const QString& action = {});

Q_SIGNALS:
    void noticeActed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    State m_state;
    QLabel* m_relay;
    QLabel* m_graph;
    QLabel* m_notice;
    QPushButton* m_action;
    QLabel* m_money;
    QLabel* m_zoom;
};

} // namespace weft

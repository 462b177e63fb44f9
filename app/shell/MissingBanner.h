// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelCatalogue.h"
#include "core/base/Money.h"
#include "core/planning/Plan.h"

#include <QFrame>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace weft {

/// One model that the workflow on the screen lacks.
struct LackedModel {
    QString name; // as the workflow calls it
    std::optional<CuratedModel> known; // where to get it
    bool isComing = false; // it is being got
    QString here; // the name by which this computer has it already; empty: it doesn't
    int machines = 0; // that have it and may be used

    bool canBeGot() const { return known && !isComing && here.isEmpty(); }
};

/// A run of the workflow on other machines.
struct RunElsewhere {
    Privacy privacy = Privacy::AnyMachine; // that it takes
    Money estimate;
};

/// The line above a workflow that lacks models: get them, or run where they are.
class MissingBanner : public QFrame {
    Q_OBJECT
public:
    explicit MissingBanner(QWidget* parent = nullptr);

    /// `elsewhere`: none when no plan can be made. `isOnlyHere`: others aren't allowed yet. Hides itself when nothing is lacking.
    void show(const QList<LackedModel>& lacked, const std::optional<RunElsewhere>& elsewhere, bool isOnlyHere);
    QString text() const;
    QPushButton* getButton() const { return m_get; }
    QPushButton* elsewhereButton() const { return m_elsewhere; }

Q_SIGNALS:
    void getAsked();
    void elsewhereAsked();
    void listAsked(const QString& name);
    void dismissed();

private:
    QLabel* m_text;
    QPushButton* m_get;
    QPushButton* m_elsewhere;
    QPushButton* m_list;
    QPushButton* m_close;
    QString m_first;
};

} // namespace weft

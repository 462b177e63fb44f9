// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/apis/ApiCost.h"
#include "app/apis/ParameterTable.h"
#include "app/theme/Widgets.h"

#include <QDialog>
#include <QTimer>

#include <functional>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QListWidget;
class QTableView;
QT_END_NAMESPACE

namespace weft {

class CallPreview;

/// What the dialog is told of its surroundings.
struct PublishSurroundings {
    QString what; // "2 nodes of “portrait”"
    QString title; // what it is called at first; may be empty
    std::set<std::string> taken; // names of this user's other APIs
    std::optional<std::int64_t> shareMillionths; // the relay's; nothing: there is no relay, or it hasn't said
    std::function<Result<ApiCost>(const PublishedApi&)> cost; // what the planner says; may be empty
    std::function<Done(const PublishedApi&)> publish;
};

/// Publish as API: a name, the inputs and results of a call, a price, and the lines that call it.
class PublishDialog : public QDialog {
    Q_OBJECT

public:
    PublishDialog(ApiDraft draft, PublishSurroundings surroundings, QWidget* parent = nullptr);
    ~PublishDialog() override;

    /// Where a front door is open on this computer; empty: none.
    void setDoor(const QUrl& address, bool wantsToken);
    const ApiDraft& draft() const { return m_draft; }

Q_SIGNALS:
    void published(const QString& name);

public Q_SLOTS:
    void accept() override;

private:
    QWidget* makeWords();
    QWidget* makePrice();
    QWidget* makeLists();
    void showOutputs();
    void takeWords();
    void refresh();
    void showPaid();
    void showElsewhere();
    void showCost();
    void showProblem(const std::optional<DraftProblem>& problem);
    void goTo(const DraftProblem& problem);

    ApiDraft m_draft;
    PublishSurroundings m_around;
    QLineEdit* m_name;
    QLineEdit* m_title;
    QLineEdit* m_description;
    QLineEdit* m_price;
    Sentence* m_paid;
    Sentence* m_cost;
    QWidget* m_spendRow;
    QLineEdit* m_spend;
    ParameterTable* m_table;
    QTableView* m_parameters;
    QListWidget* m_outputs;
    CallPreview* m_preview;
    Sentence* m_problem;
    QPushButton* m_publish;
    QTimer m_costs; // the plan of a large graph isn't made at every key
    std::optional<ApiCost> m_known;
    std::optional<Error> m_cannotRun;
    bool m_isTooDear = false; // for what a call may cost
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/CanvasDocument.h"
#include "app/runs/RunController.h"

#include <QPointer>
#include <QThreadPool>

namespace weft {

/// Shows on a document's nodes what a plan intends and what a run does: places, prices, progress, previews, errors.
/// Holds no widgets.
class RunPresenter : public QObject {
    Q_OBJECT
public:
    explicit RunPresenter(const RunController& runs, QObject* parent = nullptr);
    ~RunPresenter() override;

    /// The document whose nodes the next events are about.
    void follow(CanvasDocument* document);
    CanvasDocument* document() const { return m_document; }

    /// A plan: places and estimates; what an earlier run said goes. `state`: of the nodes that it names.
    void showPlan(const Plan& plan, NodeStatus::State state = NodeStatus::State::Idle);
    /// The names of the other machines that a plan asks, each once.
    QStringList machinesOf(const Plan& plan) const;
    /// No plan can be made (yet): where the user wants nodes to run.
    void showWishes();
    void onEvent(const RunEvent& event);
    void onFinished(const RunReport& report);
    /// What stands on nodes in words, said again in the language that is now chosen.
    void retranslate();
    /// A file's picture on its node, once the file is safe: what was shown isn't lost. It is read on another thread; `then`
    /// gets it, null where the file is none.
    void showFile(const StoredFile& file, std::function<void(const QImage&)> then = {});

    Money held() const { return m_held; }
    Money charged() const { return m_charged; }
    void setCharged(Money charged) { m_charged = charged; } // of a run that was read from a report

Q_SIGNALS:
    void moneyMoved();

private:
    void on(const RunPlanned& event);
    void on(const FragmentStarted& event);
    void on(const FragmentProgressed& event);
    void on(const FragmentFinished& event);
    void on(const FragmentFailedOn& event);
    void on(const NodeAnswered& event);
    void on(const SlotReady& event);
    void on(const FilesReady&) { } // shown when they are stored
    void showWhenRead(const NodeId& node, std::function<QImage()> read, std::function<void(const QImage&)> then);
    void placeNode(const NodeId& id);
    std::map<NodeId, NodeStatus> planned(NodeStatus::State state) const;
    void estimateTransfers();
    Error named(const Error& error) const;
    void showError(const NodeId& id, const Error& error);
    QString nameIn(const PlannedFragment& fragment) const;
    QString machineName(const std::string& engine) const;
    template <typename Change>
    void change(const NodeId& id, Change change);

    const RunController& m_runs;
    QPointer<CanvasDocument> m_document;
    Plan m_plan;
    std::map<int, QString> m_names; // by fragment: what the machine that runs it calls itself
    std::map<NodeId, Error> m_errors; // of the last run
    std::vector<NodeId> m_answered; // from the cache, before there was a plan
    Money m_held, m_charged;
    QThreadPool m_pool; // one thread: pictures are read there, in their order
};

/// The picture in a FILE value; null when it is no PNG.
QImage pictureOf(const Value& file);

/// A picture value's first picture, at most 1024 px a side; null when it is none. IMAGE [B,H,W,C], MASK [B,H,W].
QImage previewOf(const Value& value);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/AppFields.h"
#include "app/editor/model/CanvasDocument.h"
#include "core/graph/Prompt.h"

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace weft {

class FormField;
class PictureStage;

/// A plain form over a workflow: its words, a few settings, Run, and the picture large. Edits the same document as the
/// canvas, so undo and everything else work as there. Which settings: app/editor/model/AppFields.h.
class AppView : public QWidget {
    Q_OBJECT
public:
    AppView(CanvasDocument& document, QString inputFolder, QWidget* parent = nullptr);

    void setName(const QString& name);
    /// What Run would cost, and the other machines that would work for it; none: not known.
    void setPrice(std::optional<Money> estimate, std::optional<Money> cap, const QStringList& machines);
    /// A part must run on another machine, and there is no relay to find one: the form says what to do.
    void setNeedsRelay(bool needs);
    void setRunning(bool running);
    /// Why the last run failed; empty: it didn't.
    void setError(const QString& why);
    /// A file that the run made, whole: what stands on nodes is smaller.
    void setResult(const QImage& picture);
    /// The last run ended well: the button offers another picture as long as nothing is changed that counts for one.
    void setFinished();
    void retranslate();
    void focusFirst();
    /// Runs; another picture where this one is already there. Nothing while a run goes on.
    void start();

    const std::vector<FormField*>& fields() const { return m_fields; }
    PictureStage& stage() const { return *m_stage; }
    QPushButton& runButton() const { return *m_run; }

Q_SIGNALS:
    void runAsked();
    void cancelAsked();
    void pictureChosen(const QString& node, const QString& input, const QString& path);
    void pictureOpened(const QImage& picture, const QString& caption);
    void publishAsked(); // the workflow behind the form, as an API

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makePanel();
    void makeBelowRun(QVBoxLayout& column);
    void connectDocument();
    void refresh();
    void rebuild(const std::vector<AppField>& fields);
    bool isFor(const FormField& field, const AppField& wanted) const;
    FormField* addField(const AppField& wanted);
    void edit(const FormField& field, const Json& value);
    void rollSeeds();
    void showStatus(const QString& node);
    void showButton();
    QString runText() const;
    bool undoOrRedo(QKeyEvent& event);
    bool hasSeed() const;
    bool isFresh() const;
    void setTabs();

    CanvasDocument& m_document;
    QString m_inputFolder;
    std::vector<FormField*> m_fields;
    std::map<NodeId, qint64> m_seen; // each node's picture as it was when the run began
    QLabel* m_name;
    QLabel* m_nothing;
    QVBoxLayout* m_rows;
    QPushButton* m_run;
    QLabel* m_price;
    QProgressBar* m_bar;
    QLabel* m_what;
    QLabel* m_error;
    PictureStage* m_stage;
    QImage m_result;
    std::optional<Money> m_estimate, m_cap;
    QStringList m_machines;
    QElapsedTimer m_clock;
    double m_seconds = -1; // of the last run
    QTimer m_burst; // while it runs, what is typed melts into one step
    const FormField* m_burstField = nullptr;
    int m_gesture = 0;
    bool m_isRunning = false;
    bool m_needsRelay = false;
    std::optional<Prompt> m_running; // what the run that goes on, or went on last, was given
    std::optional<Prompt> m_shown; // what the picture was made from
};

} // namespace weft

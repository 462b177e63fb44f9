// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/ModelsController.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
QT_END_NAMESPACE

namespace weft {

/// One model of the list: what it is, how large, whose licence, and the button that gets it.
class ModelLine : public QFrame {
    Q_OBJECT
public:
    explicit ModelLine(const CuratedModel& model, QWidget* parent = nullptr);

    void show(const ModelRow& row);
    const QString& id() const { return m_id; }
    /// Whether it has this text in one of its names, and is of this kind ("": every kind).
    bool matches(const QString& text, const QString& folder) const;

Q_SIGNALS:
    void getAsked(const QString& id);
    void cancelAsked(const QString& id);

private:
    QString m_id;
    QString m_folder;
    QString m_words;
    bool m_isBusy = false;
    QLabel* m_name;
    QLabel* m_detail;
    QLabel* m_state;
    QProgressBar* m_bar;
    QPushButton* m_button;
};

} // namespace weft

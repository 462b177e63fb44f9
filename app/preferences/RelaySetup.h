// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace weft {

class Sentence;

/// Where pages lack a relay: a field for its address, which goes into the settings, and what to do then. Weft connects when it
/// starts.
class RelaySetup : public QWidget {
    Q_OBJECT
public:
    /// `settings` outlive it.
    explicit RelaySetup(QSettings& settings, QWidget* parent = nullptr);

    /// Its sentence stands in the middle, as what is above it.
    void centre();

    void retranslate();

Q_SIGNALS:
    void restartAsked();

private:
    void keep();
    void showKept();

    QSettings& m_settings;
    Sentence* m_about;
    QLineEdit* m_address;
    QPushButton* m_connect;
    Sentence* m_note;
    QPushButton* m_restart;
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/Widgets.h"
#include "core/catalogue/NodeType.h"

#include <QUrl>

namespace weft {

/// The lines that call an API, each with a button that copies it, and a link to its form on the web.
class CallPreview : public QWidget {
    Q_OBJECT

public:
    explicit CallPreview(QWidget* parent = nullptr);

    void show(const NodeType& type, const std::string& name);
    /// Where a front door is open on this computer; empty: none, and the usual address stands in the line.
    void setDoor(const QUrl& address, bool wantsToken);
    /// While no front door is open, a link leads to where one is opened.
    void leadToSettings();
    QLineEdit* curl() const { return m_curl; }
    QLineEdit* command() const { return m_command; }

Q_SIGNALS:
    void settingsAsked();

private:
    QLineEdit* addLine(const QString& title, const char* objectName);
    void refresh();

    QLineEdit* m_curl;
    QLineEdit* m_command;
    Sentence* m_where;
    QPushButton* m_form;
    QPushButton* m_settings;
    NodeType m_type;
    std::string m_name;
    QUrl m_door;
    bool m_wantsToken = false;
    bool m_leadsToSettings = false;
};

} // namespace weft

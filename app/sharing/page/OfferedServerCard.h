// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/servers/OwnServers.h"
#include "app/sharing/SharingModel.h"
#include "app/theme/Widgets.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
QT_END_NAMESPACE

namespace weft {

/// What the cards have in common that offer one of the owner's servers to guests: which server, whether it is offered, and
/// what stands in the way.
class OfferedServerCard : public TitledCard {
    Q_OBJECT
public:
    OfferedServerCard(ServerKind kind, QWidget* parent);

    /// Both outlive the card; null: there are none.
    void use(SharingModel* sharing);
    void use(OwnServers* servers);
    virtual void retranslate();
    void refresh();

Q_SIGNALS:
    void setupAsked(); // servers are set up in the settings

protected:
    /// Between the choice of the server and the sentences: seen only where there is a server.
    QVBoxLayout* content() const { return m_content; }
    SharingModel* sharing() const { return m_sharing; }
    OwnServers* servers() const { return m_servers; }
    /// The server that is chosen; null: there is none.
    const ServerStatus* chosen() const;
    void keep(const ServerOffers& offers);
    void sayMistake(const QString& text);

    /// The words of the kind: "ComfyUI".
    virtual QString switchText(const QString& name) const = 0;
    virtual bool isOn(const ServerOffers& offers) const = 0;
    virtual QUrl serverOf(const ServerOffers& offers) const = 0;
    /// The same offers with another server, or switched. What was ticked for another server goes.
    virtual ServerOffers changed(ServerOffers offers, const ServerEntry& server, bool isOn) const = 0;
    virtual bool isAnyTicked(const ServerOffers& offers) const = 0;
    /// Whether there is anything to offer; what buyers see of it.
    virtual QString buyersSee(const ServerOffers& offers) const = 0;
    virtual void showContent(const ServerStatus& server, const ServerOffers& offers) = 0;

private:
    void showChoice();
    void choose(bool isOn);
    QString stateText(bool isOffered) const;
    void showState(bool isOffered);

    ServerKind m_kind;
    SharingModel* m_sharing = nullptr;
    OwnServers* m_servers = nullptr;
    Sentence* m_none;
    QPushButton* m_setup;
    QComboBox* m_server;
    QCheckBox* m_switch;
    QWidget* m_body;
    QVBoxLayout* m_content;
    Sentence* m_sees;
    Sentence* m_state;
    QPushButton* m_turnOn; // sharing
    Sentence* m_note;
};

} // namespace weft

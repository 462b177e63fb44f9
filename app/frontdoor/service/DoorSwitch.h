// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/service/DoorService.h"

#include <QSettings>
#include <QTimer>

namespace weft {

/// The window's front door: off until the user turns it on, and at the next start as it was left (settings door/on, door/port,
/// door/network). On this computer alone, or with tokens for others too. What programs without a token may spend has a
/// budget, which is 0 until the user says more. No widgets.
class DoorSwitch : public QObject {
    Q_OBJECT
public:
    static constexpr int kUsualPort = 8188; // ComfyUI's
    static constexpr int kOtherPort = 8189; // where a ComfyUI has that one

    /// `runs` and `settings` outlive it.
    DoorSwitch(RunController& runs, const QString& home, QSettings& settings, QObject* parent = nullptr);
    ~DoorSwitch() override;

    /// What prompts may do, asked anew for each. Without it nothing leaves this computer.
    void setOptions(std::function<RunOptions()> options) { m_options = std::move(options); }
    /// Turns it on where it was on. Once.
    void start();

    bool isOn() const { return m_service.isOpen(); }
    /// Empty while it is off.
    QString address() const { return m_service.address(); }
    /// Errors: those of DoorService::listen; SettingInvalid (args: name "door-token") where others are to be let in and
    /// there is no token. problem() has it then.
    Done switchOn();
    /// Prompts that wait are forgotten; the one that runs is stopped.
    void switchOff();
    /// Why it is off although it was to be on.
    const std::optional<Error>& problem() const { return m_problem; }

    /// Until somebody chooses one, or turns it on: kUsualPort, or kOtherPort where that one is taken by a ComfyUI.
    int port() const;
    void setUsualTaken(bool isTaken);
    /// Where it is on, it moves at once. Errors: AmountInvalid for none of 1..65535; those of switchOn().
    Done setPort(int port);
    /// Whether other computers are let in, with a token.
    bool isForNetwork() const;
    Done setForNetwork(bool isForNetwork);

    /// Tokens and budgets. Errors: those of DoorService::takeBook and of TokenBook.
    std::vector<TokenBook::Entry> tokens() const;
    Result<QString> makeToken(const QString& name, std::optional<Money> budget); // -> the secret, which nobody tells again
    Done revoke(const QString& id);
    Money leftWithoutToken() const;
    Done setBudgetWithoutToken(Money left); // from now on so much more

    /// Prompts of programs.
    int running() const; // 0 or 1
    int waiting() const;
    /// The prompt that runs is stopped; those that wait go on.
    void stopRunning();
    /// No prompt of a program runs or waits any more, and none is taken. The settings stay.
    void end();

Q_SIGNALS:
    void changed();

private:
    Done open();
    void tell();
    Result<TokenBook*> book();
    Done moved();

    QSettings& m_settings;
    std::function<RunOptions()> m_options;
    DoorService m_service;
    std::optional<Error> m_problem;
    bool m_isUsualTaken = false;
    QTimer m_tell; // thousands of prompts are told of together
};

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/Pending.h"
#include "app/network/RelayPins.h"
#include "app/network/RelayProxy.h"
#include "core/protocol/Codec.h"
#include "core/protocol/Wires.h"
#include "core/security/DeviceKey.h"

#include <QCoroTask>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <functional>
#include <map>

namespace weft {

struct RelaySettings {
    QUrl url; // ws:// or wss://
    QString pinsFile; // keys of relays met before
    bool anonymous = false; // without a login: for blind credits (core/protocol/RelayBlind.h)
    QString proxy = defaultProxy(); // socks5://host:port; empty: none (app/network/RelayProxy.h)
    std::chrono::milliseconds handshake{10'000}; // from the first try to Welcome
    std::chrono::milliseconds answer{30'000}; // of one request
    std::chrono::milliseconds firstRetry{200}; // doubled up to lastRetry
    std::chrono::milliseconds lastRetry{10'000};
    std::chrono::milliseconds ping{15'000}; // silence after which the relay is asked whether it lives; twice: lost
};

/// The relay at this address, for whoever has this home: there are the keys of relays that were met before.
RelaySettings relaySettingsAt(const QUrl& relay, const QString& home);

/// The one WebSocket to a relay: hello, login, requests and their answers, pushes, and coming back after a loss.
/// Requests that wait when the socket is lost fail with RelayUnreachable: those who hold a job ask AskJob then.
class RelayConnection : public QObject {
    Q_OBJECT

public:
    enum class State { Offline, Connecting, Online, Refused };
    using Answer = protocol::relay::ToMachine;
    using AnswerTo = std::function<void(Result<Answer>)>;

    RelayConnection(RelaySettings settings, DeviceKey key, QObject* parent = nullptr);
    ~RelayConnection() override;

    void open();
    /// Ends for good; pending requests fail with Cancelled.
    void close();

    State state() const { return m_state; }
    bool isOnline() const { return m_state == State::Online; }
    /// Why the last try failed; with Refused there is no further try.
    const Error& lastError() const { return m_lastError; }
    const DeviceKey& key() const { return m_key; }
    /// Signs tickets. Null before the first Challenge.
    const PublicKey& relayKey() const { return m_relayKey; }
    const protocol::relay::Welcome& welcome() const { return m_welcome; }

    /// Sends a request under a fresh id; `done` is called once, never inside this call.
    /// Errors: those of RequestFailed; RelayUnreachable; TimedOut.
    template <typename Request> void ask(Request request, AnswerTo done)
    {
        if constexpr (std::is_same_v<Request, protocol::relay::RequestHold>) {
            Q_EMIT holdAsked(request.job);
            if (m_holdPayer)
                return m_holdPayer(request, std::move(done));
        }
        request.id = nextId();
        track(request.id, std::move(done));
        tell(request);
    }
    /// Asks for holds in another way from now on: with blind credits.
    using HoldPayer = std::function<void(const protocol::relay::RequestHold&, AnswerTo)>;
    void setHoldPayer(HoldPayer payer) { m_holdPayer = std::move(payer); }
    /// The same to be awaited.
    template <typename Request> QCoro::Task<Result<Answer>> ask(Request request)
    {
        Pending<Result<Answer>> pending;
        ask(std::move(request), [pending](Result<Answer> answer) { pending.set(std::move(answer)); });
        auto awaiter = pending.wait();
        co_return co_await awaiter;
    }
    /// Messages without an answer; dropped while offline, and before the login is done: the relay would hang up.
    template <typename Message> void tell(const Message& message)
    {
        if (isOnline())
            sendFrame(protocol::encode(message));
    }

    /// A request that is answered by any number of `Listed` and RequestDone. At most kMaxListed. Errors: as ask().
    template <typename Listed, typename Request>
    void askList(Request request, std::function<void(Result<std::vector<Listed>>)> done)
    {
        request.id = nextId();
        auto list = std::make_shared<std::vector<Listed>>();
        track(request.id, [list, done = std::move(done)](const Result<Answer>& answer) {
            if (answer)
                done(std::move(*list));
            else
                done(answer.error());
        });
        m_waiting[request.id].listed = [list](const Answer& one) {
            const auto* fits = std::get_if<Listed>(&one);
            if (fits && list->size() < kMaxListed)
                list->push_back(*fits);
            return fits != nullptr;
        };
        tell(request);
    }
    /// The same to be awaited.
    template <typename Listed, typename Request> QCoro::Task<Result<std::vector<Listed>>> askList(Request request)
    {
        Pending<Result<std::vector<Listed>>> pending;
        askList<Listed>(
            std::move(request), [pending](Result<std::vector<Listed>> list) { pending.set(std::move(list)); });
        auto awaiter = pending.wait();
        co_return co_await awaiter;
    }
    /// All offers, as they were signed. Errors: as ask().
    QCoro::Task<Result<std::vector<protocol::relay::OfferListed>>> listOffers();
    /// Waits for Online. Errors: lastError() when it was refused, or TimedOut.
    QCoro::Task<Done> waitOnline(std::chrono::milliseconds limit);

    /// Bytes that the socket hasn't sent.
    qint64 unsentBytes() const;

Q_SIGNALS:
    void online();
    void offline(const weft::Error& why);
    void refused(const weft::Error& why); // KeyMismatch, VersionUnsupported, RelayRefused: trying again makes no sense
    /// Whatever isn't the answer to a request, and Settled, Released and JobState also when they are.
    void pushed(const weft::protocol::relay::ToMachine& message);
    void holdAsked(const weft::JobId& job); // a job is about to be paid for over this connection; also when asked again
    void sent(); // there is room in the socket again

private:
    struct Waiting {
        AnswerTo done;
        qint64 until = 0; // of m_clock
        std::function<bool(const Answer&)> listed; // takes one entry of a list; false: this isn't one
    };
    static constexpr std::size_t kMaxListed = 100'000;

    std::int64_t nextId() { return ++m_lastId; }
    void track(std::int64_t id, AnswerTo done);
    void sendFrame(const QByteArray& frame);
    void connectSocket();
    void becomeOnline();
    void dropSocket();
    void lose(const Error& why, bool forGood = false);
    void retryLater();
    void onFrame(const QByteArray& frame);
    void onMessage(const Answer& message);
    void onHandshake(const Answer& message);
    void answer(std::int64_t id, Result<Answer> result);
    void failAll(const Error& why);
    void sweep();

    RelaySettings m_settings;
    DeviceKey m_key;
    protocol::relay::ProgramId m_program; // another for each connection: nothing links one that has no login to the others
    HoldPayer m_holdPayer;
    RelayPins m_pins;
    State m_state = State::Offline;
    bool m_wanted = false;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_sweep;
    QTimer m_retry;
    std::chrono::milliseconds m_delay{};
    qint64 m_handshakeUntil = 0;
    qint64 m_heard = 0;
    qint64 m_pinged = 0;
    PublicKey m_relayKey;
    protocol::relay::Welcome m_welcome;
    Error m_lastError;
    std::int64_t m_lastId = 0;
    std::map<std::int64_t, Waiting> m_waiting;
};

} // namespace weft

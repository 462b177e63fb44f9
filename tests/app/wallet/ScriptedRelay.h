// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/network/RelayConnection.h"
#include "app/wallet/PageOpener.h"
#include "core/protocol/Codec.h"
#include "core/protocol/ErrorCodec.h"
#include "core/security/DeviceKey.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>
#include <map>
#include <set>

namespace weft::test {

using namespace protocol::relay;

template <typename Id> Id numberedId(std::uint8_t number)
{
    Id id;
    id.bytes[0] = number;
    id.bytes[15] = 1;
    return id;
}

/// A relay that knows one account, lets everybody in, and answers about money from what the test put into it.
class ScriptedRelay {
public:
    AccountId account = numberedId<AccountId>(1); // who logs in
    Balance balance{0, credits(120), credits(3), credits(900)};
    Wallet wallet;
    std::vector<StatementListed> lines; // newest first
    std::vector<TopUpState> topUps; // newest first
    std::vector<PayoutState> payouts;
    std::string page = "https://checkout.example/pay/cs_1"; // for the browser
    std::map<int, Error> refusals; // type of request -> why
    std::set<int> silences; // types of requests that aren't answered
    std::vector<ToRelay> heard;

    ScriptedRelay()
    {
        wallet.payments = true;
        wallet.minTopUp = credits(500);
        wallet.maxTopUp = credits(10'000);
        wallet.onboarding = int(OnboardingState::Ready);
        wallet.matured = credits(700);
        wallet.maturing = credits(150);
        wallet.nextMatures = credits(60);
        wallet.nextMaturesUnixMillis = 1'796'000'000'000;
        wallet.reserve = credits(50);
        wallet.minPayout = credits(500);
        wallet.shareMillionths = 120'000;
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] { meet(); });
        start();
    }

    ~ScriptedRelay() { stop(); }

    QUrl url() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_port)); }

    void start()
    {
        m_server.listen(QHostAddress::LocalHost, m_port);
        m_port = m_server.serverPort();
    }

    void stop()
    {
        m_server.close();
        for (QWebSocket* socket : std::exchange(m_sockets, {})) {
            socket->disconnect(&m_server);
            socket->abort();
            socket->deleteLater();
        }
    }

    template <typename Message> void push(const Message& message)
    {
        for (QWebSocket* socket : m_sockets)
            socket->sendBinaryMessage(protocol::encode(message));
    }

    /// The requests of this kind, in order.
    template <typename Message> std::vector<Message> all() const
    {
        std::vector<Message> found;
        for (const ToRelay& one : heard) {
            if (const auto* message = std::get_if<Message>(&one))
                found.push_back(*message);
        }
        return found;
    }
    template <typename Message> int count() const { return int(all<Message>().size()); }

    /// The device moves to another account, as it does when it signs in there.
    void moveTo(std::uint8_t number)
    {
        account = numberedId<AccountId>(number);
        AccountState state;
        state.account = account;
        push(state);
        push(balance);
    }

    void setTopUp(const TopUpState& topUp)
    {
        std::erase_if(topUps, [&](const TopUpState& one) { return one.topUp == topUp.topUp; });
        topUps.insert(topUps.begin(), topUp);
    }

    /// The webhook has come: the credits are here.
    void pay(const StartTopUp& started, TopUpStage stage = TopUpStage::Paid, std::string problem = {})
    {
        TopUpState state;
        state.topUp = started.topUp;
        state.stage = int(stage);
        state.amount = started.amount;
        state.createdUnixMillis = QDateTime::currentMSecsSinceEpoch();
        state.method = "card";
        state.problem = std::move(problem);
        if (stage == TopUpStage::Paid) {
            balance.available = *plus(balance.available, started.amount);
            state.refundable = started.amount;
            state.refundableUntilUnixMillis = state.createdUnixMillis + 14LL * 24 * 3600 * 1000;
            state.receiptUrl = "https://pay.example/receipt/1";
            StatementListed line;
            line.transfer = started.topUp;
            line.createdUnixMillis = state.createdUnixMillis;
            line.kind = int(StatementKind::TopUp);
            line.amount = started.amount;
            lines.insert(lines.begin(), line);
            push(balance);
        }
        setTopUp(state);
        push(state);
    }

private:
    void meet()
    {
        QWebSocket* socket = m_server.nextPendingConnection();
        m_sockets.push_back(socket);
        QObject::connect(
            socket, &QWebSocket::binaryMessageReceived, &m_server, [this, socket](const QByteArray& frame) {
                const auto message = protocol::decodeAny<ToRelay>(protocol::viewOf(frame));
                Q_ASSERT(message);
                std::visit([this, socket](const auto& one) { onRequest(*socket, one); }, *message);
            });
        QObject::connect(socket, &QWebSocket::disconnected, &m_server, [this, socket] {
            std::erase(m_sockets, socket);
            socket->deleteLater();
        });
    }

    template <typename Message> void send(QWebSocket& socket, const Message& message)
    {
        socket.sendBinaryMessage(protocol::encode(message));
    }

    template <typename Message> void onRequest(QWebSocket& socket, const Message& message)
    {
        if constexpr (std::is_same_v<Message, RelayHello>) {
            Challenge challenge;
            challenge.version = message.maxVersion;
            challenge.relay = m_key.publicKey();
            send(socket, challenge);
        } else if constexpr (std::is_same_v<Message, Login>) {
            send(socket, Welcome{account, balance.available, balance.held, balance.earned, {}});
        } else if constexpr (requires { message.id; }) {
            heard.push_back(message);
            if (silences.contains(Message::type))
                return;
            if (const auto refusal = refusals.find(Message::type); refusal != refusals.end())
                send(socket, RequestFailed{message.id, protocol::toWire(refusal->second)});
            else
                answer(socket, message);
        }
    }

    template <typename Message> void answer(QWebSocket& socket, const Message& request)
    {
        const auto listed = [&](auto list) {
            for (auto& one : list) {
                one.id = request.id;
                send(socket, one);
            }
            send(socket, RequestDone{request.id});
        };
        if constexpr (std::is_same_v<Message, AskWallet>) {
            Wallet told = wallet;
            told.id = request.id;
            send(socket, told);
        } else if constexpr (std::is_same_v<Message, AskStatement>) {
            std::vector<StatementListed> asked;
            for (const StatementListed& line : lines) {
                const bool isBefore =
                    request.beforeUnixMillis == 0 || line.createdUnixMillis < request.beforeUnixMillis;
                if (isBefore && line.createdUnixMillis >= request.sinceUnixMillis
                    && std::int64_t(asked.size()) < request.limit)
                    asked.push_back(line);
            }
            listed(asked);
        } else if constexpr (std::is_same_v<Message, ListTopUps>) {
            listed(topUps);
        } else if constexpr (std::is_same_v<Message, ListPayouts>) {
            listed(payouts);
        } else if constexpr (
            std::is_same_v<Message,
                StartTopUp> || std::is_same_v<Message, SaveCard> || std::is_same_v<Message, StartOnboarding>) {
            send(socket, OpenInBrowser{request.id, page});
        } else {
            send(socket, RequestDone{request.id});
        }
    }

    QWebSocketServer m_server{QStringLiteral("scripted"), QWebSocketServer::NonSecureMode};
    quint16 m_port = 0;
    DeviceKey m_key = DeviceKey::generate(systemRandom());
    std::vector<QWebSocket*> m_sockets;
};

/// Notes what would be opened.
class NotedPages : public PageOpener {
public:
    bool open(const QUrl& page) override
    {
        pages << page;
        return works;
    }
    QList<QUrl> pages;
    bool works = true;
};

inline RelaySettings settingsFor(const ScriptedRelay& relay, const QTemporaryDir& folder)
{
    RelaySettings settings;
    settings.url = relay.url();
    settings.pinsFile = folder.filePath(QStringLiteral("relays.json"));
    settings.firstRetry = std::chrono::milliseconds{30};
    settings.lastRetry = std::chrono::milliseconds{60};
    return settings;
}

} // namespace weft::test

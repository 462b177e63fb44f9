// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/gateway/Acceptor.h"
#include "relay-server/gateway/BlindDesk.h"
#include "relay-server/gateway/Capture.h"
#include "relay-server/gateway/Connection.h"
#include "relay-server/gateway/JobDesk.h"
#include "relay-server/gateway/LoggedIn.h"
#include "relay-server/gateway/PaymentRoutes.h"
#include "relay-server/gateway/RelayCrypto.h"
#include "relay-server/payments/OutboxPump.h"
#include "relay-server/publicgateway/PublicGateway.h"

#include <QTimer>

#include <unordered_set>

namespace weft::relay {

class AccountDesk;

/// The running relay: takes each machine's messages to the part that handles them, and the answers back.
/// One event loop; the ledger's work runs on its writer's thread.
class RelayServer : public QObject {
    Q_OBJECT
public:
    RelayServer(RelayConfig config, DeviceKey key);
    ~RelayServer() override;

    /// Errors: of the database, of listening, of the capture file.
    Done start();
    /// "ws://127.0.0.1:8443"
    QString url() const;
    /// "http://127.0.0.1:8444", where Stripe's webhooks and the public gateway's calls come in; empty: nowhere.
    QString httpUrl() const;
    /// "http://127.0.0.1:8444/gateway"; empty: this relay has none.
    std::string gatewayUrl() const;
    /// Closes everything; what was acknowledged is on the disk.
    void stop();

private:
    void onSocket(QWebSocket* socket);
    void onProved(Connection* connection, const PublicKey& key);
    void onEnrolled(Connection* connection, const Party& party, const protocol::relay::Balance& balance);
    void onProvedBlind(Connection* connection, const PublicKey& key);
    /// From here on messages reach it under this machine's key. False: it was refused.
    bool admit(Connection* connection, const Party& party);
    void onClosed(Connection* connection);
    /// Nothing is forwarded to it or offered by it any more. Whether it was there.
    bool leave(Connection* connection);
    /// A program is there that may go on with the machine's jobs as a provider.
    void noteCame(const KeyHash& machine);
    /// It offers, or is at a job that it offered to do.
    bool isProviding(const Connection* connection) const;
    /// Which of its machine's jobs as a provider wait for the return of a program that is about to leave; empty: all.
    std::function<bool(const JobId&)> leftBy(const Connection* connection) const;
    void sweep();
    void checkDeadlines();
    /// The operator's command freezes an account in another process: looks who is frozen, tells those who are here.
    void checkFrozen();
    void tellFrozen(std::set<AccountId> frozen);

    template <typename Message>
    void take(Connection& from, const Message& message);
    void handle(Connection& from, const protocol::relay::RelayHello&);
    void handle(Connection& from, const protocol::relay::Login&);
    void handle(Connection& from, const protocol::relay::PublishOffer& request);
    void handle(Connection& from, const protocol::relay::WithdrawOffer& request);
    void handle(Connection& from, const protocol::relay::ListOffers& request);
    void handle(Connection& from, const protocol::relay::RequestHold& request);
    void handle(Connection& from, const protocol::relay::OpenSession& request);
    void handle(Connection& from, const protocol::relay::SessionData& message);
    void handle(Connection& from, const protocol::relay::SessionCredit& message);
    void handle(Connection& from, const protocol::relay::CloseSession& message);
    void handle(Connection& from, const protocol::relay::Settle& request);
    void handle(Connection& from, const protocol::relay::ReleaseHold& request);
    void handle(Connection& from, const protocol::relay::AskJob& request);
    void handle(Connection& from, const protocol::relay::AskBalance& request);
    void handle(Connection& from, const protocol::relay::AskAccount& request);
    void handle(Connection& from, const protocol::relay::ListDevices& request);
    void handle(Connection& from, const protocol::relay::RevokeDevice& request);
    void handle(Connection& from, const protocol::relay::RenameDevice& request);
    void handle(Connection& from, const protocol::relay::MakeRecoveryCode& request);
    void handle(Connection& from, const protocol::relay::SetPassword& request);
    void handle(Connection& from, const protocol::relay::SignIn& request);
    void handle(Connection& from, const protocol::relay::UseRecoveryCode& request);
    void handle(Connection& from, const protocol::relay::BeginTotp& request);
    void handle(Connection& from, const protocol::relay::ConfirmTotp& request);
    void handle(Connection& from, const protocol::relay::RemoveTotp& request);
    void handle(Connection& from, const protocol::relay::BeginApproval& request);
    void handle(Connection& from, const protocol::relay::ApproveDevice& request);
    void handle(Connection& from, const protocol::relay::AskWallet& request);
    void handle(Connection& from, const protocol::relay::AskStatement& request);
    void handle(Connection& from, const protocol::relay::StartTopUp& request);
    void handle(Connection& from, const protocol::relay::ListTopUps& request);
    void handle(Connection& from, const protocol::relay::RefundTopUp& request);
    void handle(Connection& from, const protocol::relay::SaveCard& request);
    void handle(Connection& from, const protocol::relay::ForgetCard& request);
    void handle(Connection& from, const protocol::relay::SetAutoTopUp& request);
    void handle(Connection& from, const protocol::relay::StartOnboarding& request);
    void handle(Connection& from, const protocol::relay::RequestPayout& request);
    void handle(Connection& from, const protocol::relay::ListPayouts& request);
    void handle(Connection& from, const protocol::relay::EarningsToCredits& request);
    void handle(Connection& from, const protocol::relay::LoginBlind&);
    void handle(Connection& from, const protocol::relay::AskBlindKeys& ask);
    void handle(Connection& from, const protocol::relay::WithdrawBlind& withdraw);
    void handle(Connection& from, const protocol::relay::RequestBlindHold& hold);
    void handle(Connection& from, const protocol::relay::AskBlindChange& ask);
    void handle(Connection& from, const protocol::relay::ClaimBlindChange& claim);
    void handle(Connection& from, const protocol::relay::ExchangeBlind& exchange);
    void handle(Connection& from, const protocol::relay::DepositBlind& deposit);
    void handle(Connection& from, const protocol::relay::AskGateway& request);
    void handle(Connection& from, const protocol::relay::BuyGatewayToken& request);
    void handle(Connection& from, const protocol::relay::ListGatewayTokens& request);
    void handle(Connection& from, const protocol::relay::RevokeGatewayToken& request);
    void handle(Connection& from, const protocol::relay::RequestGatewayHold& hold);
    void issue(const Party& from, std::int64_t id, std::int64_t epoch,
        const std::vector<protocol::relay::BlindedToken>& tokens, const char* what,
        std::function<Result<bool>(BlindBank&, BlindBank::Mode)> work);
    void pushBalance(const Party& party);
    /// Who asks, for one job: a connection without a login has an account for each of its jobs.
    static Party partyFor(const Connection& from, const JobId& job);

    std::unique_ptr<AccountDesk> makeAccountDesk();
    /// Ends a machine's connections for good.
    void drop(const KeyHash& machine, const Error& why);
    /// It is joining another account: a job that began now would end in the wrong one.
    bool isMoving(const KeyHash& machine) const;

    /// Runs a request on the ledger; its messages, or its failure, are delivered after the commit.
    void request(const Party& from, std::int64_t id, const char* what, std::function<Result<Outbox>(RelayJobs&)> work);
    /// Writes down that a machine came or left.
    void note(std::function<Done(RelayJobs&)> work);
    /// Runs a payment's request; RequestDone, or its failure, after the commit.
    void payment(
        Connection& from, std::int64_t id, const char* what, std::function<Result<PaymentEffects>(Payments&)> work);
    /// The same for one that is answered with a page's address, at once or when Stripe has made it.
    void page(Connection& from, std::int64_t id, const char* what, std::function<Result<PageAsked>(Payments&)> work);
    template <typename Message>
    void list(Connection& from, std::int64_t id, std::function<Result<std::vector<Message>>(Payments&)> work);
    bool refuseWithoutPayments(Connection& from, std::int64_t id) const;
    Done openHttp();
    Done startPayments();
    void startGateway();
    void topUpIfLow(const AccountId& account);
    void deliver(const PaymentEffects& effects);
    void answerPage(const Party& to, std::int64_t id, const Result<std::string>& url);
    void open(const Party& from, const protocol::relay::OpenSession& request, SessionRight right);
    void closeJobOf(const Party& party, const JobId& job);
    void deliver(const Outbox& out);
    void deliver(const SessionOutbox& out);
    /// An answer goes to the program that asked, news to all of the machine's.
    template <typename Message>
    void sendTo(const KeyHash& machine, const Message& message)
    {
        if constexpr (requires { message.id; }) {
            if (message.id != 0) {
                if (Connection* asker = m_loggedIn.asker(machine, message.id))
                    asker->send(message);
                return;
            }
        }
        for (Connection* program : m_loggedIn.of(machine))
            program->send(message);
    }
    /// Its end follows. Nothing is sent if who asked has left meanwhile.
    template <typename Message>
    void sendListTo(const KeyHash& machine, std::int64_t id, std::vector<Message> messages)
    {
        Connection* asker = m_loggedIn.asker(machine, id);
        if (!asker)
            return;
        if (const Done sent = asker->sendList(id, std::move(messages)); !sent)
            asker->fail(id, sent.error());
    }
    void failTo(const KeyHash& machine, std::int64_t id, const Error& error);
    void refreshRecord(const KeyHash& machine);
    bool isSameHousehold(const Connection& from, const KeyHash& machine) const;
    /// A machine that is connected with a login: it can be paid.
    std::optional<Party> providerAt(const KeyHash& machine) const;

    RelayConfig m_config;
    DeviceKey m_key;
    std::unique_ptr<JobDesk> m_desk;
    std::unique_ptr<AccountDesk> m_accountDesk;
    std::unique_ptr<BlindDesk> m_blind;
    Directory m_directory;
    Forwarder m_forwarder;
    Capture m_capture;
    Acceptor m_acceptor;
    std::unordered_set<Connection*> m_connections;
    LoggedIn m_loggedIn;
    std::int64_t m_lastNumber = 0; // of a connection
    UnixMillis m_started = unixNow();
    struct WaitingForPage {
        Party party;
        std::int64_t id = 0;
    };
    std::unique_ptr<PublicGateway> m_gateway; // outlives the server that asks it
    std::unique_ptr<http::Server> m_http; // with payments or a gateway
    std::unique_ptr<OutboxPump> m_pump; // with payments only, as the next one
    std::multimap<TransferId, WaitingForPage> m_pages;
    QTimer m_sweep;
    bool m_checkingDeadlines = false;
    bool m_checkingFrozen = false;
    std::set<AccountId> m_frozen; // when it was last looked
    int m_sweeps = 0;
};

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engines/comfy/ComfyMessages.h"

#include <QCoroTask>
#include <QNetworkAccessManager>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <chrono>

namespace weft {

/// How long and how much. Passed in, so that tests needn't wait.
struct ComfyLimits {
    std::chrono::milliseconds answer{60'000}; // until a request is answered, or goes on being
    std::chrono::milliseconds firstRetry{250}; // before the WebSocket is opened again; doubles
    std::chrono::milliseconds lastRetry{5'000};
    std::chrono::milliseconds poll{1'000}; // how often a run is looked for, besides the WebSocket's messages
    std::chrono::milliseconds lost{30'000}; // a server that can't be reached for so long is given up
    std::uint64_t maxJsonBytes = 64u << 20; // one answer; a large object_info has 10 MB
    std::uint64_t maxMessageBytes = 64u << 20; // one message of the WebSocket
};

/// What a server answered to a request: also 400 and 500.
struct ComfyAnswer {
    int status = 0;
    SharedBytes body;
};

/// One ComfyUI server's HTTP and WebSocket API. Asynchronous; lives on the event loop's thread, and must outlive
/// nobody: a request that is under way when it goes ends with Cancelled.
///
/// Errors of each request: ProviderLost (can't be reached), TimedOut, LimitExceeded (a larger answer than allowed);
/// ProviderRefused (another status than 200; args: reason), and JsonInvalid where JSON is wanted. Args: machine.
class ComfyClient : public QObject {
    Q_OBJECT

public:
    /// `id`: what the server knows this program by.
    ComfyClient(QUrl server, std::string id, ComfyLimits limits = {}, QObject* parent = nullptr);
    ~ComfyClient() override;

    const QUrl& server() const { return m_server; }
    /// "127.0.0.1:8188"
    std::string name() const;
    /// This program to the server: it sends what concerns our prompts only to us.
    const std::string& clientId() const { return m_clientId; }
    const ComfyLimits& limits() const { return m_limits; }

    /// Opens the WebSocket, and again whenever it breaks.
    void open();
    bool isOnline() const { return m_online; }

    QCoro::Task<Result<Json>> get(QString path);
    QCoro::Task<Result<Json>> post(QString path, Json body);
    /// Whatever the status is.
    QCoro::Task<Result<ComfyAnswer>> ask(QString path, QByteArray body, QByteArray contentType, std::uint64_t maxBytes);
    QCoro::Task<Result<SharedBytes>> view(ComfyFile file, std::uint64_t maxBytes);
    /// Overwrites a file of that name. The name may come back another one. `original`: upload/mask, over that picture.
    QCoro::Task<Result<ComfyFile>> upload(ComfyFile place, SharedBytes bytes, std::optional<ComfyFile> original = {});

    /// Pending ones are taken out of the queue; a running one is interrupted; other clients' prompts are left alone.
    QCoro::Task<Result<Json>> queue() { return get(QStringLiteral("/queue")); }
    QCoro::Task<Result<Json>> dequeue(std::string prompt);
    QCoro::Task<Result<Json>> interrupt(std::string prompt);
    QCoro::Task<Result<Json>> forget(std::string prompt); // its history entry
    QCoro::Task<Result<Json>> freeMemory(bool unloadModels);

Q_SIGNALS:
    void online();
    void offline();
    void happened(const weft::ComfyEvent& event);

private:
    QUrl urlOf(const QString& path) const;
    Error lost(std::string detail, ErrorCode code = ErrorCode::ProviderLost) const;
    void connectSocket();
    void dropped();

    QUrl m_server;
    ComfyLimits m_limits;
    std::string m_clientId;
    QNetworkAccessManager m_network;
    QWebSocket m_socket;
    QTimer m_retry;
    std::chrono::milliseconds m_delay;
    bool m_wanted = false;
    bool m_online = false;
};

/// An address that a user types: "8188", "host:8188", "http://host:8188/". Errors: SettingInvalid (args: received).
Result<QUrl> comfyAddress(const QString& text);

} // namespace weft

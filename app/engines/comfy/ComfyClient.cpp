// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/comfy/ComfyClient.h"

#include "core/http/WebAddress.h"

#include <QCoroFuture>
#include <QFuture>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QPromise>
#include <QUrlQuery>
#include <QUuid>

namespace weft {

namespace {

constexpr qsizetype kMaxReasonBytes = 300;
const QByteArray kJsonType = "application/json";

SharedBytes sharedOf(QByteArray bytes)
{
    auto owner = std::make_shared<const QByteArray>(std::move(bytes));
    const ByteView view(
        reinterpret_cast<const std::uint8_t*>(owner->constData()), static_cast<std::size_t>(owner->size()));
    return {std::move(owner), view};
}

QByteArray bytesOf(const SharedBytes& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

/// Its own words, for people: ComfyUI answers a refusal with JSON, a bad request with a line of text.
std::string reasonOf(const ComfyAnswer& answer)
{
    const std::string_view text(reinterpret_cast<const char*>(answer.body.data()), answer.body.size());
    if (const auto json = parseJson(text); json && json->is_object()) {
        const Json& error = memberAt(*json, "error");
        if (error.is_string())
            return error.get<std::string>();
        const std::string details = stringAt(error, "details");
        const std::string message = stringAt(error, "message");
        return message.empty() || details.empty() ? message + details : message + ": " + details;
    }
    return QString::fromUtf8(bytesOf(answer.body).left(kMaxReasonBytes)).simplified().toStdString();
}

void addField(QByteArray& body, const QByteArray& boundary, const QByteArray& disposition, const QByteArray& content)
{
    body += "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

QByteArray formOf(const QByteArray& boundary, const ComfyFile& place, const SharedBytes& bytes,
    const std::optional<ComfyFile>& original)
{
    QByteArray body;
    const auto text = [&](const char* name, const std::string& content) {
        addField(body, boundary, QByteArray("name=\"") + name + '"', QByteArray::fromStdString(content));
    };
    text("overwrite", "true");
    text("type", place.type);
    text("subfolder", place.subfolder);
    if (original) {
        text("original_ref",
            toJsonText(
                {{"filename", original->filename}, {"subfolder", original->subfolder}, {"type", original->type}}));
    }
    addField(body, boundary,
        "name=\"image\"; filename=\"" + QByteArray::fromStdString(place.filename)
            + "\"\r\nContent-Type: application/octet-stream",
        bytesOf(bytes));
    return body + "--" + boundary + "--\r\n";
}

} // namespace

ComfyClient::ComfyClient(QUrl server, std::string id, ComfyLimits limits, QObject* parent)
    : QObject(parent)
    , m_server(std::move(server))
    , m_limits(limits)
    , m_clientId("weft-" + std::move(id))
    , m_delay(limits.firstRetry)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.setMaxAllowedIncomingFrameSize(m_limits.maxMessageBytes);
    m_socket.setMaxAllowedIncomingMessageSize(m_limits.maxMessageBytes);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ComfyClient::connectSocket);
    connect(&m_socket, &QWebSocket::connected, this, [this] {
        m_online = true;
        m_delay = m_limits.firstRetry;
        m_socket.sendTextMessage(
            QStringLiteral(R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})"));
        Q_EMIT online();
    });
    connect(&m_socket, &QWebSocket::disconnected, this, &ComfyClient::dropped);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        if (const auto event = readComfyText(text.toStdString()))
            Q_EMIT happened(*event);
    });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) {
        if (const auto event = readComfyBinary(sharedOf(bytes)); event && *event)
            Q_EMIT happened(**event);
    });
}

ComfyClient::~ComfyClient()
{
    m_wanted = false;
    m_socket.disconnect(this);
    m_socket.abort();
}

std::string ComfyClient::name() const
{
    return http::hostAndPort(m_server);
}

QUrl ComfyClient::urlOf(const QString& path) const
{
    QUrl url = m_server;
    const QUrl relative(path);
    url.setPath(m_server.path() + relative.path());
    url.setQuery(relative.query(QUrl::FullyEncoded));
    return url;
}

Error ComfyClient::lost(std::string detail, ErrorCode code) const
{
    return {code, std::move(detail), {{"machine", name()}}};
}

void ComfyClient::open()
{
    if (!std::exchange(m_wanted, true))
        connectSocket();
}

void ComfyClient::connectSocket()
{
    QUrl url = urlOf(QStringLiteral("/ws?clientId=") + QString::fromStdString(m_clientId));
    url.setScheme(m_server.scheme() == QStringLiteral("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    m_socket.open(url);
}

void ComfyClient::dropped()
{
    if (std::exchange(m_online, false))
        Q_EMIT offline();
    if (!m_wanted)
        return;
    m_retry.start(m_delay);
    m_delay = std::min(m_delay * 2, m_limits.lastRetry);
}

QCoro::Task<Result<ComfyAnswer>> ComfyClient::ask(
    QString path, QByteArray body, QByteArray contentType, std::uint64_t maxBytes)
{
    const QPointer<ComfyClient> self(this);
    QNetworkRequest request(urlOf(path));
    request.setTransferTimeout(static_cast<int>(m_limits.answer.count()));
    request.setRawHeader("User-Agent", "weft");
    if (!contentType.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, contentType);
    const QPointer<QNetworkReply> reply(contentType.isEmpty() ? m_network.get(request) : m_network.post(request, body));
    body.clear();
    auto over = std::make_shared<bool>(false);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply, over, maxBytes](qint64 received, qint64 total) {
        if (static_cast<std::uint64_t>(std::max({received, total, qint64{0}})) > maxBytes) {
            *over = true;
            reply->abort();
        }
    });
    auto ended = std::make_shared<QPromise<void>>();
    ended->start();
    connect(reply, &QNetworkReply::finished, reply, [ended] { ended->finish(); });
    connect(reply, &QObject::destroyed, reply, [ended] { ended->finish(); });
    const QFuture<void> future = ended->future();
    co_await future;
    if (!self || !reply)
        co_return Error{ErrorCode::Cancelled, "the client was closed"};
    reply->deleteLater();
    if (*over)
        co_return lost("an answer is larger than allowed", ErrorCode::LimitExceeded)
            .with("limit", std::to_string(maxBytes));
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply->error() == QNetworkReply::OperationCanceledError || reply->error() == QNetworkReply::TimeoutError)
        co_return lost("no answer in time", ErrorCode::TimedOut);
    if (status == 0 || reply->error() == QNetworkReply::RemoteHostClosedError)
        co_return lost(reply->errorString().toStdString());
    co_return ComfyAnswer{status, sharedOf(reply->readAll())};
}

namespace {

Result<Json> jsonOf(const Result<ComfyAnswer>& answer, const std::string& machine)
{
    if (!answer)
        return answer.error();
    if (answer->status != 200) {
        return Error{ErrorCode::ProviderRefused, "status " + std::to_string(answer->status),
            {{"machine", machine}, {"reason", reasonOf(*answer)}}};
    }
    if (answer->body.empty())
        return Json();
    return parseJson(
        {reinterpret_cast<const char*>(answer->body.data()), answer->body.size()}, {.maxBytes = 64u << 20});
}

} // namespace

QCoro::Task<Result<Json>> ComfyClient::get(QString path)
{
    const std::string machine = name();
    auto asking = ask(std::move(path), {}, {}, m_limits.maxJsonBytes);
    const Result<ComfyAnswer> answer = co_await asking;
    co_return jsonOf(answer, machine);
}

QCoro::Task<Result<Json>> ComfyClient::post(QString path, Json body)
{
    const std::string machine = name();
    auto asking = ask(std::move(path), QByteArray::fromStdString(toJsonText(body)), kJsonType, m_limits.maxJsonBytes);
    const Result<ComfyAnswer> answer = co_await asking;
    co_return jsonOf(answer, machine);
}

QCoro::Task<Result<SharedBytes>> ComfyClient::view(ComfyFile file, std::uint64_t maxBytes)
{
    const std::string machine = name();
    QUrlQuery query;
    for (const auto& [key, text] :
        {std::pair("filename", file.filename), std::pair("subfolder", file.subfolder), std::pair("type", file.type)})
        query.addQueryItem(
            QString::fromLatin1(key), QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(text))));
    auto asking = ask(QStringLiteral("/view?") + query.toString(QUrl::FullyEncoded), {}, {}, maxBytes);
    Result<ComfyAnswer> answer = co_await asking;
    if (!answer)
        co_return answer.error();
    if (answer->status != 200) {
        co_return Error{ErrorCode::ProviderRefused, "view: status " + std::to_string(answer->status),
            {{"machine", machine}, {"reason", file.filename}}};
    }
    co_return answer->body;
}

QCoro::Task<Result<ComfyFile>> ComfyClient::upload(
    ComfyFile place, SharedBytes bytes, std::optional<ComfyFile> original)
{
    const std::string machine = name();
    const QByteArray boundary = "weft" + QUuid::createUuid().toByteArray(QUuid::Id128);
    const QString path = original ? QStringLiteral("/upload/mask") : QStringLiteral("/upload/image");
    auto asking = ask(path, formOf(boundary, place, bytes, original), "multipart/form-data; boundary=" + boundary,
        m_limits.maxJsonBytes);
    const Result<ComfyAnswer> answer = co_await asking;
    const Result<Json> json = jsonOf(answer, machine);
    if (!json)
        co_return json.error();
    co_return ComfyFile{
        stringAt(*json, "name", place.filename), stringAt(*json, "subfolder"), stringAt(*json, "type", place.type)};
}

QCoro::Task<Result<Json>> ComfyClient::dequeue(std::string prompt)
{
    return post(QStringLiteral("/queue"), {{"delete", Json::array({prompt})}});
}

QCoro::Task<Result<Json>> ComfyClient::interrupt(std::string prompt)
{
    return post(QStringLiteral("/interrupt"), {{"prompt_id", prompt}});
}

QCoro::Task<Result<Json>> ComfyClient::forget(std::string prompt)
{
    return post(QStringLiteral("/history"), {{"delete", Json::array({prompt})}});
}

QCoro::Task<Result<Json>> ComfyClient::freeMemory(bool unloadModels)
{
    return post(QStringLiteral("/free"), {{"unload_models", unloadModels}, {"free_memory", true}});
}

Result<QUrl> comfyAddress(const QString& text)
{
    WEFT_TRY(QUrl url, http::webAddress(text, "comfy"));
    while (url.path().endsWith(u'/'))
        url.setPath(url.path().chopped(1));
    return url;
}

} // namespace weft

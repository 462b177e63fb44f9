// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/v1/CallRoutes.h"

#include "app/apis/CallGraph.h"
#include "app/frontdoor/routes/Replies.h"
#include "app/frontdoor/v1/OpenApi.h"
#include "app/language/ErrorText.h"
#include "core/formats/ApiJson.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTimer>
#include <QUrlQuery>
#include <QUuid>

namespace weft {

namespace {

constexpr std::size_t kMaxCallBytes = 64u << 20;

http::Response failure(int status, const Error& error)
{
    return jsonResponse({{"error", {{"message", sentenceFor(error).toStdString()}, {"type", std::string(nameOf(error.code))}, {"details", error.args}}}}, status);
}

std::string viewAddress(const PlacedFile& file)
{
    QUrlQuery query;
    for (const auto& [part, value] : {std::pair {"filename", file.name}, std::pair {"subfolder", file.subfolder}, std::pair {"type", file.type}})
        query.addQueryItem(QString::fromLatin1(part), QString::fromUtf8(QUrl::toPercentEncoding(value)));
    return "/view?" + query.toString(QUrl::FullyEncoded).toStdString();
}

/// What the history tells of a prompt that failed: ComfyUI's execution_error.
Json errorOf(const Json& entry)
{
    for (const Json& message : memberAt(memberAt(entry, "status"), "messages")) {
        if (!message.is_array() || message.size() != 2)
            continue;
        const std::string kind = message[0].get<std::string>();
        if (kind == "execution_error")
            return {{"message", stringAt(message[1], "exception_message")}, {"type", stringAt(message[1], "exception_type")}};
        if (kind == "execution_interrupted")
            return {{"message", "The call was stopped."}, {"type", "Cancelled"}};
    }
    return {{"message", "The call failed."}, {"type", "Internal"}};
}

} // namespace

CallRoutes::CallUploads::~CallUploads()
{
    for (const QString& path : paths)
        QFile::remove(path);
}

CallRoutes::CallRoutes(PromptDesk& desk, const PromptRunner& runner, DoorFolders folders, CallPlace place)
    : m_desk(desk)
    , m_runner(runner)
    , m_folders(std::move(folders))
    , m_place(std::move(place))
{
    connect(&desk, &PromptDesk::settled, this,
        [this](const QString&, const QString& id, Money charged) { onSettled(id, charged); });
}

void CallRoutes::addTo(Routes& routes)
{
    routes.route("GET", "/v1", 0, [this](const Call& call, const http::Reply& reply) {
        http::Response page;
        page.headers = {{"Content-Type", "text/html; charset=utf-8"},
            {"Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"}};
        page.body = apiPage(m_runner.catalogue(), m_place.scheme + "://" + std::string(call.request.header("Host")));
        reply(std::move(page));
    });
    routes.route("GET", "/v1/openapi.json", 0, [this](const Call&, const http::Reply& reply) { reply(jsonResponse(openApiOf(m_runner.catalogue()))); });
    routes.route("POST", "/v1/{name}", kMaxCallBytes,
        [this](const Call& one, const http::Reply& reply) { call(one, one.captured("name").toStdString(), reply); });
    routes.route("POST", "/v1/nodes/{class...}", kMaxCallBytes,
        [this](const Call& one, const http::Reply& reply) { call(one, one.captured("class").toStdString(), reply); });
}

/// The output of a node, as a caller reads it: files with an address, or a text.
Json CallRoutes::readable(const Json& shown, const QString& caller) const
{
    if (const Json& texts = memberAt(shown, "text"); texts.is_array())
        return texts.size() == 1 ? texts.front() : texts;
    Json files = Json::array();
    for (const auto& [key, items] : shown.items()) {
        for (const Json& item : items.is_array() ? items : Json::array()) {
            if (!item.is_object())
                continue;
            const auto part = [&item](const char* name) { return QString::fromStdString(stringAt(item, name)); };
            const PlacedFile placed {part("filename"), part("subfolder"), part("type")};
            Json file = item;
            file["url"] = m_place.addressOf ? m_place.addressOf(caller, placed) : viewAddress(placed);
            files.push_back(std::move(file));
        }
    }
    return files;
}

/// "data:image/png;base64,..." as a file of the input folder; its name there. Errors: SettingInvalid, FileUnwritable.
Result<Json> CallRoutes::storedPicture(const std::string& dataUrl, CallUploads& uploads) const
{
    const QByteArray text = QByteArray::fromStdString(dataUrl);
    const qsizetype comma = text.indexOf(',');
    const QByteArray kind = text.left(comma);
    const auto decoded = QByteArray::fromBase64Encoding(text.mid(comma + 1), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (comma < 0 || !kind.endsWith(";base64") || !decoded)
        return Error {ErrorCode::SettingInvalid, "not a data: address in base64", {{"node", kCallNode}, {"input", "image"}}};
    const QString suffix = kind.startsWith("data:image/jpeg") ? QStringLiteral(".jpg") : kind.startsWith("data:image/webp") ? QStringLiteral(".webp") : QStringLiteral(".png");
    const QString stem = m_place.isForStrangers ? QUuid::createUuid().toString(QUuid::Id128) // nobody shares a file with another
                                                : QString::fromLatin1(QCryptographicHash::hash(*decoded, QCryptographicHash::Sha256).toHex().left(32));
    WEFT_TRY(const QString stored, storeUpload(m_folders.input, QStringLiteral("v1"), stem + suffix, *decoded, false));
    if (m_place.isForStrangers)
        uploads.paths.push_back(QDir(m_folders.input).filePath(QStringLiteral("v1/") + stored));
    return Json("v1/" + stored.toStdString());
}

Result<std::map<std::string, Json>> CallRoutes::argumentsOf(const NodeType& type, const Json& body, CallUploads& uploads) const
{
    std::map<std::string, Json> arguments;
    if (!body.is_object())
        return Error {ErrorCode::JsonInvalid, "the body isn't a JSON object"};
    for (const auto& [name, value] : body.items()) {
        const InputSpec* input = type.findInput(name);
        if (input && isGivenAsFile(*input) && value.is_string() && value.get_ref<const std::string&>().starts_with("data:")) {
            WEFT_TRY(arguments[name], storedPicture(value.get_ref<const std::string&>(), uploads));
        } else if (input && (isGivenAsFile(*input) || input->picksInput()) && m_place.isForStrangers) {
            return Error {ErrorCode::SettingInvalid, "files here are other callers'", {{"node", kCallNode}, {"input", name}, {"received", "data:image/png;base64,... is expected"}}};
        } else {
            arguments[name] = value;
        }
    }
    return arguments;
}

void CallRoutes::call(const Call& call, const std::string& word, const http::Reply& reply)
{
    const auto type = callable(m_runner.catalogue(), word);
    if (!type)
        return reply(failure(404, type.error()));
    const NodeType& asked = **type;
    if (m_place.isForStrangers && (asked.writesFile || asked.isOutput || (asked.readsFile && apiNameOf(asked.name).empty()))) // over everybody's files
        return reply(failure(400, Error {ErrorCode::NoMachine, "files are read and written only here", {{"node", kCallNode}, {"type", asked.name}}}));
    const auto uploads = std::make_shared<CallUploads>();
    const auto body = call.request.body.empty() ? Result<Json>(Json::object()) : call.json();
    const auto arguments = body ? argumentsOf(asked, *body, *uploads) : Result<std::map<std::string, Json>>(body.error());
    const std::string api = apiNameOf((*type)->name);
    auto made = arguments ? callGraph(**type, *arguments, "v1/" + (api.empty() ? std::string("call") : api)) : Result<CallGraph>(arguments.error());
    if (!made)
        return reply(failure(400, made.error()));
    Waiting waiting {reply, {}, call.caller, uploads};
    for (const auto& [name, slot] : made->values) {
        const NodeId id = "show-" + name;
        made->prompt.nodes[id] = {"PreviewAny", {}, {{"source", slot}}};
        waiting.nodes[name] = id;
    }
    for (const auto& [name, id] : made->savers)
        waiting.nodes[name] = id;
    const Answer answer = m_desk.post({{"prompt", writeApiJson(made->prompt)}}, call.caller);
    if (answer.status != 200) {
        const bool isBudgets = stringAt(memberAt(answer.body, "error"), "type") == "budget_exceeded";
        return reply(jsonResponse(answer.body, m_place.isForStrangers && isBudgets ? 402 : answer.status));
    }
    m_waiting[QString::fromStdString(stringAt(answer.body, "prompt_id"))] = std::move(waiting);
}

void CallRoutes::onSettled(const QString& id, Money charged)
{
    auto node = m_waiting.extract(id);
    if (node.empty())
        return;
    // The history is written when all who hear of the end have heard of it.
    QTimer::singleShot(0, this, [this, id, charged, waiting = std::move(node.mapped())] {
        const Json entry = memberAt(m_desk.historyOf(id), id.toUtf8().constData());
        if (stringAt(memberAt(entry, "status"), "status_str") != "success")
            return waiting.reply(jsonResponse({{"id", id.toStdString()}, {"charged", toCreditString(charged)}, {"error", errorOf(entry)}}, 500));
        Json outputs = Json::object();
        for (const auto& [name, shown] : waiting.nodes)
            outputs[name] = readable(memberAt(memberAt(entry, "outputs"), shown.c_str()), waiting.caller);
        waiting.reply(jsonResponse({{"id", id.toStdString()}, {"charged", toCreditString(charged)}, {"outputs", outputs}}));
    });
}

} // namespace weft

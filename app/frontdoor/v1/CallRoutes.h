// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/frontdoor/files/UploadPlace.h"
#include "app/frontdoor/prompts/PromptDesk.h"
#include "app/frontdoor/routes/Routes.h"

namespace weft {

/// What differs where callers are strangers to each other and to this Weft.
struct CallPlace {
    std::string scheme = "http"; // or "https", as the door is reached
    bool isForStrangers = false; // pictures come as data: addresses alone, and a spent budget is 402
    /// The address of a file that a call made; empty: /view, as ComfyUI has it.
    std::function<std::string(const QString& caller, const PlacedFile& file)> addressOf;
};

/// Nodes and published APIs as plain HTTP services, over the same queue as ComfyUI's prompts:
///
///   POST /v1/NAME             an API that somebody publishes; /v1/nodes/CLASS any node type
///     {PARAMETER: value}      pictures as names of uploaded files or as data: addresses
///     -> 200 {id, charged, outputs: {NAME: [{url, filename, subfolder, type}] or text}}
///     -> 400 {error: {message, ...}}, 429 a budget is spent, 500 {error} it failed, 404 no such name
///   GET /v1                   a page with a form for each
///   GET /v1/openapi.json      OpenAPI 3.1
///
/// The answer comes when the call has ended. All must outlive the routes.
class CallRoutes : public QObject {
    Q_OBJECT
public:
    CallRoutes(PromptDesk& desk, const PromptRunner& runner, DoorFolders folders, CallPlace place = {});
    void addTo(Routes& routes);

private:
    /// What strangers send lives as long as their call.
    struct CallUploads {
        std::vector<QString> paths;
        ~CallUploads();
    };
    struct Waiting {
        http::Reply reply;
        std::map<std::string, NodeId> nodes; // by output
        QString caller;
        std::shared_ptr<CallUploads> uploads;
    };

    void call(const Call& call, const std::string& word, const http::Reply& reply);
    Result<std::map<std::string, Json>> argumentsOf(const NodeType& type, const Json& body, CallUploads& uploads) const;
    Json readable(const Json& shown, const QString& caller) const;
    Result<Json> storedPicture(const std::string& dataUrl, CallUploads& uploads) const;
    void onSettled(const QString& id, Money charged);

    PromptDesk& m_desk;
    const PromptRunner& m_runner;
    DoorFolders m_folders;
    CallPlace m_place;
    std::map<QString, Waiting> m_waiting; // by the prompt's id
};

} // namespace weft

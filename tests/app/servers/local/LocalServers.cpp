// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/servers/local/LocalServers.h"

namespace weft::testing {

Json comfyClass(const char* module, const char* extraInput)
{
    Json inputs {{"image", Json::array({"IMAGE"})}};
    if (extraInput)
        inputs[extraInput] = Json::array({"STRING", Json::object()});
    return {{"input", {{"required", std::move(inputs)}}}, {"output", Json::array({"IMAGE"})}, {"output_is_list", Json::array({false})},
        {"output_name", Json::array({"IMAGE"})}, {"category", "image"}, {"python_module", module}, {"output_node", false}};
}

LocalComfy::LocalComfy()
    : classes {{"ImageInvert", comfyClass("nodes")}, {"LoadImage", comfyClass("nodes")},
        {"WeftTestFetch", comfyClass("custom_nodes.test_pack", "url")}, {"SomebodysApi", comfyClass("comfy_api_nodes.nodes_somebody")}}
    , m_server([this](const FakeRequest& request) { return answer(request); })
    , m_url(m_server.url())
{
    classes["SomebodysApi"]["api_node"] = true;
}

void LocalComfy::goAway()
{
    m_server.close();
    for (QTcpSocket* socket : m_server.findChildren<QTcpSocket*>())
        socket->abort();
}

void LocalComfy::comeBack() { m_server.listen(QHostAddress::LocalHost, quint16(m_url.port())); }

FakeAnswer LocalComfy::answer(const FakeRequest& request)
{
    if (request.path == "/system_stats")
        return {200, QByteArray::fromStdString(toJsonText({{"system", system}, {"devices", Json::array()}}))};
    if (request.path == "/models")
        return {200, "[]"};
    if (request.path != "/object_info")
        return {404, "{}"};
    ++described;
    return {200, QByteArray::fromStdString(toJsonText(classes))};
}

LocalModels::LocalModels()
    : m_server([this](const HttpRequest& request, QTcpSocket* socket) { serve(request, socket); })
{
}

void LocalModels::serve(const HttpRequest& request, QTcpSocket* socket) const
{
    if (request.path != "/v1/models")
        return weft::testing::answer(socket, 404, "{}");
    if (!key.isEmpty() && !request.head.contains("Bearer " + key))
        return weft::testing::answer(socket, 401, "{}");
    Json data = Json::array();
    for (const QString& model : models)
        data.push_back({{"id", model.toStdString()}, {"object", "model"}});
    weft::testing::answer(socket, 200, QByteArray::fromStdString(toJsonText({{"object", "list"}, {"data", std::move(data)}})));
}

} // namespace weft::testing

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/page/FindDoor.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace weft {

namespace {

constexpr int kDoorLimit = 2000; // ms: it is on this computer
constexpr qint64 kMostRead = 64 * 1024;
constexpr int kUnauthorized = 401;

} // namespace

void findDoor(QObject* context, const QUrl& address, std::function<void(bool)> found)
{
    auto* network = new QNetworkAccessManager(context);
    network->setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(address.resolved(QUrl(QStringLiteral("/v1"))));
    request.setTransferTimeout(kDoorLimit);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    QNetworkReply* reply = network->get(request);
    QObject::connect(reply, &QNetworkReply::finished, context, [network, reply, found = std::move(found)] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const QByteArray text = reply->read(kMostRead);
        network->deleteLater();
        if (status == 200 && text.contains("<title>Weft: APIs</title>"))
            found(false);
        else if (status == kUnauthorized && text.contains("Weft"))
            found(true);
    });
}

} // namespace weft

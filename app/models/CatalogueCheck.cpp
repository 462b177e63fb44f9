// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/CatalogueCheck.h"

#include "app/models/DownloadState.h"
#include "app/models/SiteRequest.h"

#include <QCoroNetworkReply>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <memory>

namespace weft {

namespace {

constexpr int kMostHops = 6;

/// A tag that is a SHA-256 in hexadecimal; null: another kind of tag.
Hash256 hashIn(QByteArray tag)
{
    tag = tag.trimmed();
    if (tag.startsWith("W/"))
        return {};
    tag.replace('"', "");
    const auto hash = Hash256::fromHex(tag.toLower().toStdString());
    return hash ? *hash : Hash256 {};
}

void readHeaders(const QNetworkReply& reply, bool isLast, SiteWord& word)
{
    bool isNumber = false;
    const qint64 size = reply.rawHeader(isLast && !word.sizeBytes ? "Content-Length" : "X-Linked-Size").toLongLong(&isNumber);
    if (isNumber && !word.sizeBytes)
        word.sizeBytes = size;
    if (word.sha256.isNull())
        word.sha256 = hashIn(reply.rawHeader("X-Linked-ETag"));
}

} // namespace

CheckVerdict verdictOf(const CuratedModel& model, const SiteWord& word)
{
    if (word.error)
        return model.mustAccept && word.error->code == ErrorCode::DownloadGated ? CheckVerdict::NotAsked : CheckVerdict::Failed;
    if (!word.sha256.isNull() && !model.sha256.isNull() && word.sha256 != model.sha256)
        return CheckVerdict::HashDiffers;
    if (word.sizeBytes && model.sizeBytes && *word.sizeBytes != *model.sizeBytes)
        return CheckVerdict::SizeDiffers;
    if (!word.sha256.isNull() && word.sha256 == model.sha256)
        return CheckVerdict::Same;
    return word.sizeBytes && model.sizeBytes ? CheckVerdict::SameSize : CheckVerdict::NotSaid;
}

QCoro::Task<SiteWord> askSite(QNetworkAccessManager* network, QUrl url, QByteArray token, std::chrono::milliseconds limit)
{
    SiteWord word;
    const QUrl origin = url;
    for (int hop = 0; hop < kMostHops; ++hop) {
        const std::map<std::string, std::string> where {{"host", url.host().toStdString()}, {"url", url.toString(QUrl::RemoveQuery).toStdString()}};
        if (!isSafeAddress(url)) {
            word.error = Error {ErrorCode::DownloadRedirected, {}, where};
            co_return word;
        }
        const bool isSite = isSameOrigin(url, origin);
        QNetworkRequest request = siteRequest(url, isSite ? token : QByteArray());
        request.setTransferTimeout(int(limit.count()));
        const std::unique_ptr<QNetworkReply> reply(network->head(request));
        auto asking = qCoro(reply.get()).waitForFinished();
        co_await asking;
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status == 0) {
            word.error = Error {ErrorCode::DownloadUnreachable, reply->errorString().toStdString(), where};
            co_return word;
        }
        const QByteArray location = reply->rawHeader("Location").trimmed();
        const bool leadsOn = status >= 300 && status < 400 && !location.isEmpty();
        if (!leadsOn && status != 200) {
            word.error = Error {refusalOf(status, isSite), {}, where}.with("status", std::to_string(status));
            co_return word;
        }
        readHeaders(*reply, !leadsOn, word);
        if (!leadsOn)
            co_return word;
        url = url.resolved(QUrl::fromEncoded(location));
    }
    word.error = Error {ErrorCode::DownloadRedirected, {}, {{"host", url.host().toStdString()}}};
    co_return word;
}

} // namespace weft

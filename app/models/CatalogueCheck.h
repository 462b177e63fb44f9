// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/Mirror.h"
#include "app/models/ModelCatalogue.h"

#include <QCoroTask>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace weft {

/// What a site says of an entry's file, without sending it.
struct SiteWord {
    std::optional<qint64> sizeBytes;
    Hash256 sha256; // null: it doesn't say
    std::optional<Error> error; // Download...: it couldn't be asked, or doesn't give the file
};

/// How that fits what the list says.
/// NotAsked: the site tells it only to accounts that accepted the licence.
enum class CheckVerdict { Same, SameSize, NotSaid, SizeDiffers, HashDiffers, NotAsked, Failed };
CheckVerdict verdictOf(const CuratedModel& model, const SiteWord& word);

/// Asks with HEAD, through mirrors and at most five redirects, each hop's X-Linked-Size, X-Linked-ETag (Hugging Face's,
/// which hold size and SHA-256 of a file in Git LFS) and Content-Length; other ETags may be a hash of anything. `token` is
/// sent to `url`'s own host only. `network` lives until it ends.
QCoro::Task<SiteWord> askSite(
    QNetworkAccessManager* network, QUrl url, QByteArray token = {}, std::chrono::milliseconds limit = std::chrono::seconds(20));

} // namespace weft

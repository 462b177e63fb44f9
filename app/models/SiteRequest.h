// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkRequest>

namespace weft {

/// What is asked of a site that has models: redirects are left to the caller, no cookies, the bytes as they are. An empty `token`
/// isn't sent; whether this address may see it is for the caller to know.
QNetworkRequest siteRequest(const QUrl& url, const QByteArray& token);

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace weft::relay::test {

/// tests/fakes/stripe as a process of its own, on a free port. Its README lists what can be asked of it.
class FakeStripe {
public:
    static constexpr const char* kKey = "sk_test_canary_key_4f1e";
    static constexpr const char* kSecret = "whsec_canary_secret_77aa";

    ~FakeStripe();

    /// false: there is no python3.
    bool start();
    QUrl url() const { return m_url; }
    /// Webhooks go there from now on.
    void sendEventsTo(const QUrl& webhook, const Json& secrets = Json::array({kSecret}));
    /// POST or GET below /_fake/.
    Json post(const std::string& path, const Json& body = Json::object());
    Json get(const std::string& path);
    /// Until no webhook is on its way.
    bool waitIdle(int milliseconds = 15'000);
    /// The newest object of a kind.
    Json newest(const std::string& kind);
    Json ofKind(const std::string& kind);
    void fault(const Json& fault) { post("faults", fault); }

private:
    Json call(const std::string& path, const Json* body);

    QTemporaryDir m_dir;
    QProcess m_process;
    QNetworkAccessManager m_network;
    QUrl m_url;
};

/// Any HTTP request: its status (0: none came).
int httpStatus(const QUrl& url, const QByteArray& body, const QList<std::pair<QByteArray, QByteArray>>& headers = {},
    QByteArray* answer = nullptr);

} // namespace weft::relay::test

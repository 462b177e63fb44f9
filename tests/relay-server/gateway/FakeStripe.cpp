// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/FakeStripe.h"

#include <QNetworkReply>
#include <QTest>

namespace weft::relay::test {

FakeStripe::~FakeStripe()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool FakeStripe::start()
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral("python3"),
        {QStringLiteral("-B"), QStringLiteral(WEFT_SOURCE_DIR "/tests/fakes/stripe/main.py"), QStringLiteral("--port"),
            QStringLiteral("0"), QStringLiteral("--key"), QString::fromUtf8(kKey)});
    if (!m_process.waitForStarted() || !m_process.waitForReadyRead(20'000))
        return false;
    m_url = QUrl(QString::fromUtf8(m_process.readLine().trimmed().split(' ').last()));
    return m_url.isValid();
}

Json FakeStripe::call(const std::string& path, const Json* body)
{
    QNetworkRequest request(QUrl(m_url.toString() + QStringLiteral("/_fake/") + QString::fromStdString(path)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply* reply =
        body ? m_network.post(request, QByteArray::fromStdString(toJsonText(*body))) : m_network.get(request);
    (void)QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000);
    const QByteArray text = reply->readAll();
    if (reply->error() != QNetworkReply::NoError)
        qWarning("%s: %s", path.c_str(), text.constData());
    delete reply;
    auto json = parseJson({text.constData(), std::size_t(text.size())});
    return json ? *json : Json{};
}

Json FakeStripe::post(const std::string& path, const Json& body)
{
    return call(path, &body);
}
Json FakeStripe::get(const std::string& path)
{
    return call(path, nullptr);
}

void FakeStripe::sendEventsTo(const QUrl& webhook, const Json& secrets)
{
    post("webhooks/endpoints", {{"url", webhook.toString().toStdString()}, {"secrets", secrets}});
}

bool FakeStripe::waitIdle(int milliseconds)
{
    return QTest::qWaitFor([&] { return boolAt(get("idle"), "idle"); }, milliseconds);
}

Json FakeStripe::ofKind(const std::string& kind)
{
    const Json all = get("state?kind=" + kind);
    return memberAt(all, kind);
}

Json FakeStripe::newest(const std::string& kind)
{
    const Json all = ofKind(kind);
    return all.empty() ? Json{} : all.back();
}

int httpStatus(const QUrl& url, const QByteArray& body, const QList<std::pair<QByteArray, QByteArray>>& headers,
    QByteArray* answer)
{
    QNetworkAccessManager network;
    QNetworkRequest request(url);
    for (const auto& [name, value] : headers)
        request.setRawHeader(name, value);
    QNetworkReply* reply = body.isNull() ? network.get(request) : network.post(request, body);
    (void)QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000);
    if (answer)
        *answer = reply->readAll();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    delete reply;
    return status;
}

} // namespace weft::relay::test

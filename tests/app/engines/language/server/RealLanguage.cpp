// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/language/server/RealLanguage.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>

namespace weft::testing {

namespace {

QString interpreter()
{
    return qEnvironmentVariable("WEFT_LLAMA_PYTHON");
}

bool answers(const QUrl& url)
{
    QNetworkAccessManager network;
    QNetworkReply* reply = network.get(QNetworkRequest(QUrl(url.toString() + QStringLiteral("/v1/models"))));
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply->error() == QNetworkReply::NoError;
}

} // namespace

QString RealLanguage::whyNot()
{
    if (interpreter().isEmpty())
        return QStringLiteral(
            "WEFT_LLAMA_PYTHON doesn't name an interpreter that has llama-cpp-python[server] and gguf");
    return QFileInfo(interpreter()).isExecutable() ? QString() : QStringLiteral("no interpreter: ") + interpreter();
}

void RealLanguage::kill()
{
    m_process.kill();
    m_process.waitForFinished(10'000);
}

bool RealLanguage::makeModel()
{
    QProcess making;
    making.start(interpreter(),
        {QStringLiteral(WEFT_SOURCE_DIR "/tests/fakes/tiny_gguf.py"), m_base.filePath(QStringLiteral("tiny.gguf"))});
    return making.waitForFinished(60'000) && making.exitCode() == 0;
}

bool RealLanguage::start()
{
    if (m_port == 0) {
        QTcpServer free;
        free.listen(QHostAddress::LocalHost);
        m_port = free.serverPort();
        if (!makeModel())
            return false;
    }
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.start(interpreter(),
        {QStringLiteral("-m"), QStringLiteral("llama_cpp.server"), QStringLiteral("--model"),
            m_base.filePath(QStringLiteral("tiny.gguf")), QStringLiteral("--model_alias"), QStringLiteral("tiny"),
            QStringLiteral("--host"), QStringLiteral("127.0.0.1"), QStringLiteral("--port"), QString::number(m_port),
            QStringLiteral("--n_ctx"), QStringLiteral("8192"), QStringLiteral("--n_threads"), QStringLiteral("1"),
            QStringLiteral("--embedding"), QStringLiteral("true"), QStringLiteral("--chat_format"),
            QStringLiteral("chatml")});
    for (int i = 0; i < 240 && m_process.state() != QProcess::NotRunning; ++i) {
        if (answers(url()))
            return true;
        QTest::qWait(250);
    }
    return false;
}

} // namespace weft::testing

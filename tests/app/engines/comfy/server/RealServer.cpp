// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/comfy/server/RealServer.h"

#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>

namespace weft::testing {

namespace {

QString checkout()
{
    return qEnvironmentVariable("WEFT_COMFYUI");
}

QString interpreter()
{
    const QString named = qEnvironmentVariable("WEFT_COMFYUI_PYTHON");
    if (!named.isEmpty())
        return named;
    for (const char* place : {"venv/bin/python", ".venv/bin/python", "../venv/bin/python"}) {
        const QString path = QDir(checkout()).filePath(QString::fromLatin1(place));
        if (QFileInfo(path).isExecutable())
            return path;
    }
    return {};
}

} // namespace

QString RealServer::whyNot()
{
    if (checkout().isEmpty())
        return QStringLiteral("WEFT_COMFYUI doesn't name a checkout of ComfyUI");
    if (!QFileInfo(QDir(checkout()).filePath(QStringLiteral("main.py"))).isFile())
        return QStringLiteral("there is no main.py in ") + checkout();
    return interpreter().isEmpty() ? QStringLiteral("no interpreter beside the checkout, nor in WEFT_COMFYUI_PYTHON")
                                   : QString();
}

RealServer::~RealServer()
{
    kill();
}

void RealServer::kill()
{
    m_process.kill();
    m_process.waitForFinished(10'000);
}

QByteArray RealServer::log()
{
    return m_process.readAllStandardError().right(4000);
}

bool RealServer::start()
{
    if (m_port == 0) {
        QTcpServer free;
        free.listen(QHostAddress::LocalHost);
        m_port = free.serverPort();
        for (const char* folder : {"custom_nodes", "input", "output", "temp", "user"})
            QDir(m_base.path()).mkpath(QString::fromLatin1(folder));
        QFile::link(QStringLiteral(WEFT_SOURCE_DIR "/tests/fakes/comfy_nodes"), folder("custom_nodes/comfy_nodes"));
        const QString models = qEnvironmentVariable("WEFT_TINY_MODELS");
        QFile::link(models.isEmpty() ? QStringLiteral(WEFT_BINARY_DIR "/tiny-models") : models, folder("models"));
    }
    m_url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
    m_process.setWorkingDirectory(checkout());
    m_process.setStandardOutputFile(QProcess::nullDevice());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
    environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
    m_process.setProcessEnvironment(environment);
    m_process.start(interpreter(),
        {QStringLiteral("main.py"), QStringLiteral("--cpu"), QStringLiteral("--disable-metadata"),
            QStringLiteral("--disable-api-nodes"), QStringLiteral("--port"), QString::number(m_port),
            QStringLiteral("--base-directory"), m_base.path(), QStringLiteral("--database-url"),
            QStringLiteral("sqlite:///:memory:"), QStringLiteral("--preview-method"), QStringLiteral("latent2rgb")});
    QNetworkAccessManager network;
    for (int i = 0; i < 480 && m_process.state() != QProcess::NotRunning; ++i) {
        QNetworkReply* reply = network.get(QNetworkRequest(QUrl(m_url.toString() + QStringLiteral("/system_stats"))));
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        const bool up = reply->error() == QNetworkReply::NoError;
        reply->deleteLater();
        if (up)
            return true;
        QTest::qWait(250);
    }
    return false;
}

} // namespace weft::testing

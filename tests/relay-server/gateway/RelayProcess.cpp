// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/RelayProcess.h"

#include <QFile>

namespace weft::relay::test {

RelayProcess::RelayProcess()
{
    m_process.setStandardErrorFile(m_dir.filePath(QStringLiteral("relay.log")), QIODevice::Append);
}

RelayProcess::~RelayProcess()
{
    kill();
}

QString RelayProcess::program()
{
    return QStringLiteral(WEFT_BINARY_DIR "/bin/weft-relay");
}

bool RelayProcess::start(const QStringList& more)
{
    const QStringList arguments{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--database"),
        database(), QStringLiteral("--key"), m_dir.filePath(QStringLiteral("relay.key"))};
    m_process.start(program(), arguments + more);
    if (!m_process.waitForStarted() || !m_process.waitForReadyRead(20'000))
        return false;
    // weft-relay listening on URL key HEX
    const QList<QByteArray> words = m_process.readLine().trimmed().split(' ');
    if (words.size() != 6)
        return false;
    m_url = QUrl(QString::fromUtf8(words[3]));
    // payments on URL
    if (more.contains(QStringLiteral("stripe")) && (m_process.canReadLine() || m_process.waitForReadyRead(5'000)))
        m_httpUrl = QUrl(QString::fromUtf8(m_process.readLine().trimmed().split(' ').last()));
    const auto key = PublicKey::fromHex(words[5].toStdString());
    if (key)
        m_key = *key;
    return key.hasValue();
}

void RelayProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

int RelayProcess::terminate()
{
    m_process.terminate();
    const bool ended = m_process.waitForFinished(10'000) && m_process.exitStatus() == QProcess::NormalExit;
    return ended ? m_process.exitCode() : -1;
}

qint64 RelayProcess::residentBytes() const
{
    QFile status(QStringLiteral("/proc/%1/status").arg(m_process.processId()));
    if (!status.open(QFile::ReadOnly))
        return -1;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

int RelayProcess::command(const QStringList& words, QByteArray* output) const
{
    QProcess process;
    process.start(program(), words + QStringList{QStringLiteral("--database"), database()});
    process.waitForFinished();
    if (output)
        *output = process.readAllStandardOutput();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

QByteArray RelayProcess::log() const
{
    QFile file(m_dir.filePath(QStringLiteral("relay.log")));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace weft::relay::test

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ServeCommand.h"

#include "core/base/Json.h"
#include "tests/app/engines/FakeWorker.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

constexpr int kPatient = 20'000;
const QString kSecret = QStringLiteral("a-secret-of-the-test");

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

struct Answered {
    int status = 0; // 0: nobody is there
    QByteArray body;
};

} // namespace

/// The command as it runs, over a real socket; the program is its own worker.
class TestServeCommand : public QObject {
    Q_OBJECT

private:
    ServeArguments arguments() const
    {
        ServeArguments arguments;
        arguments.port = freePort();
        arguments.home = m_folder->filePath(QStringLiteral("home"));
        arguments.folders.input = m_folder->filePath(QStringLiteral("in"));
        arguments.folders.output = m_folder->filePath(QStringLiteral("out"));
        arguments.folders.models = {m_folder->filePath(QStringLiteral("models"))};
        arguments.folders.cache = m_folder->filePath(QStringLiteral("cache"));
        arguments.folders.worker = QCoreApplication::applicationFilePath();
        arguments.comfy.isOff = arguments.language.isOff = true;
        return arguments;
    }

    Answered get(const ServeArguments& at, const QString& path, const QString& token = {})
    {
        QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(*at.port).arg(path)));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token.toLatin1());
        std::unique_ptr<QNetworkReply> reply(m_network.get(request));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!finished.wait(kPatient))
            return {};
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
    }

    void waitUntilOpen(const ServeArguments& at)
    {
        QTRY_VERIFY_WITH_TIMEOUT(get(at, QStringLiteral("/system_stats")).status != 0, kPatient);
    }

    void stop(ServeCommand& command)
    {
        QSignalSpy done(&command, &ServeCommand::done);
        command.stop();
        QVERIFY(!done.isEmpty() || done.wait(kPatient));
        QCOMPARE(done.at(0).at(0).toInt(), 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QNetworkAccessManager m_network;

private Q_SLOTS:
    void initTestCase() { qputenv(fake::kFakeWorker, "well"); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void servesUntilItIsTold()
    {
        const ServeArguments at = arguments();
        ServeCommand command(at);
        command.start();
        waitUntilOpen(at);
        const auto types = parseJson(get(at, QStringLiteral("/object_info")).body.toStdString());
        QVERIFY(types && types->contains("Echo"));
        const Answered page = get(at, QStringLiteral("/v1"));
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("Weft: APIs"));
        QCOMPARE(QDir(at.home).entryList({QStringLiteral("serve-temp-*")}, QDir::Dirs).size(), 1);
        stop(command);
        QCOMPARE(get(at, QStringLiteral("/system_stats")).status, 0);
    }

    void nothingIsLeftBehind()
    {
        const ServeArguments at = arguments();
        {
            ServeCommand command(at);
            command.start();
            waitUntilOpen(at);
            stop(command);
        }
        QVERIFY(QDir(at.home).entryList({QStringLiteral("serve-temp-*")}, QDir::Dirs).isEmpty());
        QVERIFY(QDir(at.folders.output).exists()); // results stay
    }

    void nobodyComesInWithoutAToken()
    {
        ServeArguments at = arguments();
        at.tokens = QStringList {kSecret};
        {
            ServeCommand command(at);
            command.start();
            waitUntilOpen(at);
            QCOMPARE(get(at, QStringLiteral("/system_stats")).status, 401);
            QCOMPARE(get(at, QStringLiteral("/system_stats"), QStringLiteral("another-secret")).status, 401);
            QCOMPARE(get(at, QStringLiteral("/system_stats"), kSecret).status, 200);
            QVERIFY(!get(at, QStringLiteral("/system_stats"), kSecret).body.contains(kSecret.toLatin1())); // its arguments are told there
            stop(command);
        }
        at.tokens.clear();
        at.newToken = true;
        at.port = freePort();
        {
            ServeCommand again(at); // the first is known still
            again.start();
            waitUntilOpen(at);
            QCOMPARE(get(at, QStringLiteral("/system_stats"), kSecret).status, 200);
            stop(again);
        } // the tokens are one command's at a time
        at.forgetTokens = true;
        at.port = freePort();
        ServeCommand forgetful(at);
        forgetful.start();
        waitUntilOpen(at);
        QCOMPARE(get(at, QStringLiteral("/system_stats"), kSecret).status, 401);
        stop(forgetful);
    }

    void whatKeepsItShut_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("its port is taken") << QStringLiteral("port");
        QTest::newRow("there is no page") << QStringLiteral("frontend");
        QTest::newRow("there is no certificate") << QStringLiteral("tls");
        QTest::newRow("a file stands where a folder has to be") << QStringLiteral("folder");
    }
    void whatKeepsItShut()
    {
        QFETCH(QString, what);
        ServeArguments at = arguments();
        QTcpServer other;
        if (what == QLatin1String("port"))
            QVERIFY(other.listen(QHostAddress::LocalHost, *at.port));
        if (what == QLatin1String("frontend"))
            at.frontend = m_folder->path();
        if (what == QLatin1String("tls"))
            at.certificate = at.certificateKey = m_folder->filePath(QStringLiteral("none.pem"));
        if (what == QLatin1String("folder")) {
            QFile file(at.folders.output);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        ServeCommand command(at);
        QSignalSpy done(&command, &ServeCommand::done);
        command.start();
        QVERIFY(!done.isEmpty() || done.wait(kPatient));
        QCOMPARE(done.at(0).at(0).toInt(), 1);
    }

    /// Told to end before the worker has said what it has.
    void endsBeforeItHasBegun()
    {
        ServeCommand command(arguments());
        command.start();
        stop(command);
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(fake::kFakeWorker))
        return fake::fakeWorkerMain();
    TestServeCommand test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestServeCommand.moc"

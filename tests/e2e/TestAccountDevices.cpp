// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountController.h"
#include "app/cli/Cli.h"
#include "app/network/RelayConnection.h"
#include "core/base/Json.h"
#include "relay-server/gateway/RelayServer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace weft;
using namespace weft::protocol::relay;

namespace {

const QString kEmail = QStringLiteral("ann@b.example");
const QString kPassword = QStringLiteral("correct horse battery");

/// One device: its connection and what its window would show.
struct AppDevice {
    AppDevice(const QUrl& url, const QString& home, const char* name)
        : connection(settingsOf(url, home), DeviceKey::generate(systemRandom()))
        , link(connection, QStringLiteral("relay"))
        , controller(&link, QString::fromLatin1(name))
    {
        connection.open();
    }
    static RelaySettings settingsOf(const QUrl& url, const QString& home)
    {
        RelaySettings settings;
        settings.url = url;
        settings.pinsFile = home + QStringLiteral("/relays.json");
        return settings;
    }
    const AccountModel& model() const { return controller.model(); }

    RelayConnection connection;
    RelayAccountLink link;
    AccountController controller;
};

} // namespace

/// The app's accounts at a real relay, in one process.
class TestAccountDevices : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<relay::RelayServer> m_relay;

    QUrl url() const { return QUrl(m_relay->url()); }

    struct Ran {
        int status = -1;
        QString out;
    };
    /// `weft account ...` with these lines on its standard input.
    Ran account(const QString& home, const QStringList& words, const QByteArray& input = {})
    {
        QFile in(m_dir.filePath(QStringLiteral("in")));
        (void)in.open(QIODevice::WriteOnly);
        in.write(input);
        in.close();
        (void)std::freopen(qPrintable(in.fileName()), "r", stdin);
        const QString outPath = m_dir.filePath(QStringLiteral("out"));
        std::fflush(stdout);
        const int kept = ::dup(1);
        std::FILE* out = std::fopen(qPrintable(outPath), "w");
        ::dup2(::fileno(out), 1);
        Ran ran;
        ran.status = runCli(QStringList{QStringLiteral("account")} + words
            + QStringList{QStringLiteral("--relay"), m_relay->url(), QStringLiteral("--home"), m_dir.filePath(home),
                QStringLiteral("--password-stdin")});
        std::fflush(stdout);
        ::dup2(kept, 1);
        ::close(kept);
        std::fclose(out);
        QFile read(outPath);
        (void)read.open(QIODevice::ReadOnly);
        ran.out = QString::fromUtf8(read.readAll());
        return ran;
    }

private Q_SLOTS:
    void init()
    {
        relay::RelayConfig config;
        config.database =
            m_dir.filePath(QStringLiteral("%1.db").arg(QString::fromLatin1(QTest::currentTestFunction())));
        config.rules.trialCredits = credits(10);
        config.rules.trialBudget = credits(1000);
        config.passwordCost = {1, 8192, 32};
        m_relay = std::make_unique<relay::RelayServer>(config, DeviceKey::fromSeed({{7}})); // pinned by the devices
        QVERIFY(m_relay->start());
        QFile::remove(m_dir.filePath(QStringLiteral("relays.json")));
    }
    void cleanup() { m_relay.reset(); }

    void windowsOfOneAccount()
    {
        AppDevice desk(url(), m_dir.path(), "Desk");
        AppDevice laptop(url(), m_dir.path(), "Laptop");
        QTRY_VERIFY(desk.model().state() && laptop.model().state());
        desk.controller.setPassword(kEmail, kPassword, kPassword);
        QTRY_VERIFY(desk.model().state()->hasPassword);
        laptop.controller.signIn(kEmail, QStringLiteral("wrong"));
        QTRY_VERIFY(laptop.model().note(AccountPart::SignIn).isError);
        laptop.controller.signIn(kEmail, kPassword);
        QTRY_COMPARE(laptop.model().state()->account, desk.model().state()->account);
        QTRY_COMPARE(desk.model().devices().size(), std::size_t{2});
        const auto other = desk.model().devices()[1];
        QCOMPARE(other.name, std::string("Laptop"));
        desk.controller.rename(other.machine, QStringLiteral("Old laptop"));
        QTRY_COMPARE(laptop.model().devices()[0].name, std::string("Old laptop"));
        desk.controller.revoke(other.machine);
        QTRY_VERIFY(!laptop.model().isOnline());
        QTRY_VERIFY(!laptop.model().refusal().isEmpty()); // and it doesn't try again
        QTRY_COMPARE(desk.model().devices().size(), std::size_t{1});
    }

    void theCommandLine()
    {
        const QString a = QStringLiteral("a");
        const QString b = QStringLiteral("b");
        QCOMPARE(account(a, {QStringLiteral("set-password"), kEmail}, "short\n").status, 1);
        QCOMPARE(account(a, {QStringLiteral("set-password"), kEmail}, kPassword.toUtf8() + '\n').status, 0);
        QCOMPARE(account(b, {QStringLiteral("sign-in"), kEmail}, "wrong password\n").status, 1);
        QCOMPARE(account(b, {QStringLiteral("sign-in"), kEmail, QStringLiteral("--name"), QStringLiteral("Second")},
                     kPassword.toUtf8() + '\n')
                     .status,
            0);
        const auto shown = parseJson(account(b, {QStringLiteral("show"), QStringLiteral("--json")}).out.toStdString());
        QVERIFY(shown);
        QCOMPARE((*shown)["email"].get<std::string>(), kEmail.toStdString());
        QCOMPARE((*shown)["devices"].get<int>(), 2);
        const auto listed =
            parseJson(account(a, {QStringLiteral("devices"), QStringLiteral("--json")}).out.toStdString());
        QVERIFY(listed);
        QCOMPARE(listed->size(), std::size_t{2});
        std::string second;
        for (const Json& device : *listed)
            second = device["name"] == "Second" ? device["id"].get<std::string>() : second;
        QCOMPARE(account(a, {QStringLiteral("revoke"), QStringLiteral("zz")}).status, 1);
        QCOMPARE(account(a, {QStringLiteral("revoke"), QString::fromStdString(second.substr(0, 12))}).status, 0);
        QCOMPARE(account(b, {QStringLiteral("show")}).status, 1); // signed out
        const Ran made = account(a, {QStringLiteral("recovery-code")}, kPassword.toUtf8() + '\n');
        QCOMPARE(made.status, 0);
        QCOMPARE(made.out.trimmed().size(), 34);
        const Ran recovered = account(QStringLiteral("c"), {QStringLiteral("recover")}, made.out.toLower().toUtf8());
        QCOMPARE(recovered.status, 0);
        QCOMPARE(account(QStringLiteral("d"), {QStringLiteral("recover")}, made.out.toUtf8()).status, 1); // used up
        QCOMPARE(account(a, {QStringLiteral("show")}).status, 1); // whoever has only the old device is out
    }

    void aMachineWithoutAScreen()
    {
        AppDevice desk(url(), m_dir.path(), "Desk");
        QTRY_VERIFY(desk.model().state());
        const QString outPath = m_dir.filePath(QStringLiteral("out"));
        QFile::remove(outPath);
        QTimer typist; // somebody who reads the code and types it on the desk's window
        connect(&typist, &QTimer::timeout, &desk.connection, [&] {
            QFile out(outPath);
            if (!out.open(QIODevice::ReadOnly))
                return;
            const QString code = QString::fromUtf8(out.readLine()).trimmed();
            if (code.size() != 9)
                return;
            typist.stop();
            desk.controller.approve(code);
        });
        typist.start(50);
        const Ran nas = account(
            QStringLiteral("nas"), {QStringLiteral("approve-me"), QStringLiteral("--name"), QStringLiteral("NAS")});
        QCOMPARE(nas.status, 0);
        QTRY_COMPARE(desk.model().devices().size(), std::size_t{2});
        QCOMPARE(desk.model().devices()[1].name, std::string("NAS"));
    }

    void theKeychainThatIsNotThere()
    {
        QCOMPARE(account(QStringLiteral("k"), {QStringLiteral("show")}).status, 0);
        const QString file = m_dir.filePath(QStringLiteral("k/device.key"));
        QFile key(file);
        QVERIFY(key.open(QIODevice::ReadOnly));
        const QByteArray before = key.readAll();
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        QCOMPARE(account(QStringLiteral("k"), {QStringLiteral("keychain"), QStringLiteral("on")}).status, 1);
        key.seek(0);
        QCOMPARE(key.readAll(), before);
        QVERIFY(account(QStringLiteral("k"), {QStringLiteral("keychain")}).out.contains(file));
    }
};

QTEST_GUILESS_MAIN(TestAccountDevices)
#include "TestAccountDevices.moc"

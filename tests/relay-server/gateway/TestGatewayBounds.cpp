// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/relay-server/gateway/RelayClient.h"
#include "tests/relay-server/gateway/RelayProcess.h"

#include "core/protocol/Versions.h"

#include <QElapsedTimer>
#include <QTcpSocket>

using namespace weft;
using namespace weft::relay::test;

namespace {

/// Random masks are the client's business; zero is a mask too.
QByteArray maskedFrame(char firstByte, quint64 length, const QByteArray& payload)
{
    QByteArray frame(1, firstByte);
    if (length < 126) {
        frame.append(char(0x80 | length));
    } else if (length < 65536) {
        frame.append(char(0x80 | 126)).append(char(length >> 8)).append(char(length));
    } else {
        frame.append(char(0x80 | 127));
        for (int shift = 56; shift >= 0; shift -= 8)
            frame.append(char(length >> shift));
    }
    return frame.append(4, '\0').append(payload);
}

} // namespace

/// A flooder against a real weft-relay: whatever it sends, the relay's memory stays, and others are served.
class TestGatewayBounds : public QObject {
    Q_OBJECT

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    static constexpr qint64 kAllowedGrowth = 500 << 20; // a sanitizer keeps shadows of what is used and what was freed
#else
    static constexpr qint64 kAllowedGrowth = 50 << 20;
#endif
    std::unique_ptr<weft::relay::test::RelayProcess> m_relay;
    qint64 m_before = 0;

    QByteArray upgrade(const QByteArray& more = {}) const
    {
        return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + more + "\r\n";
    }
    bool connectRaw(QTcpSocket& socket) const
    {
        socket.connectToHost(m_relay->url().host(), quint16(m_relay->url().port()));
        return socket.waitForConnected(5000);
    }
    bool connectUpgraded(QTcpSocket& socket) const
    {
        if (!connectRaw(socket))
            return false;
        socket.write(upgrade());
        return QTest::qWaitFor([&] { return socket.bytesAvailable() > 0; }, 5000) && socket.readAll().contains(" 101 ");
    }
    /// A login by hand, on a socket that can stop reading.
    bool loginRaw(QTcpSocket& socket, const DeviceKey& key) const
    {
        const auto send = [&](const QByteArray& frame) { socket.write(maskedFrame(char(0x82), quint64(frame.size()), frame)); };
        const auto answer = [&] {
            const bool came = QTest::qWaitFor([&] { return socket.bytesAvailable() > 0; }, 5000);
            const QByteArray frame = came ? socket.readAll() : QByteArray();
            return frame.mid(frame.size() > 1 && (frame[1] & 0x7F) == 126 ? 4 : 2);
        };
        if (!connectUpgraded(socket))
            return false;
        send(protocol::encode(RelayHello {protocol::kRelayVersionMin, protocol::kRelayVersionMax, key.publicKey()}));
        const QByteArray first = answer();
        const auto challenge = protocol::decodeAny<ToMachine>(protocol::viewOf(first));
        const auto* nonce = challenge ? std::get_if<Challenge>(&*challenge) : nullptr;
        if (!nonce)
            return false;
        send(protocol::encode(Login {signLogin(key, nonce->nonce, nonce->relay)}));
        const QByteArray second = answer();
        const auto welcome = protocol::decodeAny<ToMachine>(protocol::viewOf(second));
        return welcome && std::holds_alternative<Welcome>(*welcome);
    }
    /// Writes until the relay hangs up or the time is over; reads nothing.
    static void flood(QTcpSocket& socket, const QByteArray& chunk, int milliseconds)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < milliseconds && socket.state() == QAbstractSocket::ConnectedState) {
            if (socket.bytesToWrite() < (4 << 20))
                socket.write(chunk);
            QTest::qWait(1);
        }
    }
    void staysSmallAndServes()
    {
        const qint64 growth = m_relay->residentBytes() - m_before;
        QVERIFY2(growth < kAllowedGrowth, qPrintable(QStringLiteral("grew by %1 bytes").arg(growth)));
        RelayClient honest;
        QVERIFY(honest.login(m_relay->url()));
    }

private Q_SLOTS:
    void init()
    {
        m_relay = std::make_unique<weft::relay::test::RelayProcess>();
        QVERIFY(m_relay->start({QStringLiteral("--login-deadline"), QStringLiteral("2"),
            QStringLiteral("--max-connections-per-address"), QStringLiteral("8")}));
        RelayClient warm;
        QVERIFY(warm.login(m_relay->url()));
        // It hashes a password when it starts, which takes 64 MiB for a moment.
        do {
            m_before = m_relay->residentBytes();
            QTest::qWait(300);
        } while (std::abs(m_relay->residentBytes() - m_before) > 1 << 20);
        QVERIFY(m_before > 0);
    }
    void cleanup() { m_relay.reset(); }

    void aForeignOriginIsRefused()
    {
        QTcpSocket browser;
        QVERIFY(connectRaw(browser));
        browser.write(upgrade("Origin: https://evil.example\r\n"));
        QVERIFY(QTest::qWaitFor([&] { return browser.bytesAvailable() > 0; }, 5000));
        QVERIFY(browser.readAll().startsWith("HTTP/1.1 403"));
        QTcpSocket program;
        QVERIFY(connectUpgraded(program)); // the same without
    }

    void anEndlessHandshake()
    {
        QTcpSocket flooder;
        QVERIFY(connectRaw(flooder));
        flooder.write("GET / HTTP/1.1\r\n");
        flood(flooder, "X-Filler: " + QByteArray(60'000, 'a') + "\r\n", 4000);
        QVERIFY(flooder.state() != QAbstractSocket::ConnectedState);
        staysSmallAndServes();
    }

    void aHandshakeThatNeverComes()
    {
        QTcpSocket silent;
        QVERIFY(connectRaw(silent));
        QTRY_VERIFY_WITH_TIMEOUT(silent.state() == QAbstractSocket::UnconnectedState, 6000);
    }

    void aLoginThatNeverComes()
    {
        QTcpSocket silent;
        QVERIFY(connectUpgraded(silent));
        QTRY_VERIFY_WITH_TIMEOUT(silent.state() == QAbstractSocket::UnconnectedState, 6000);
    }

    void aFrameThatSaysItIsHuge()
    {
        QTcpSocket flooder;
        QVERIFY(connectUpgraded(flooder));
        flooder.write(maskedFrame(char(0x82), 400'000'000, {}));
        flood(flooder, QByteArray(1 << 20, 'x'), 3000);
        QVERIFY(flooder.state() != QAbstractSocket::ConnectedState);
        staysSmallAndServes();
    }

    void aMessageOfEndlessFragments()
    {
        QTcpSocket flooder;
        QVERIFY(connectUpgraded(flooder));
        flooder.write(maskedFrame(char(0x02), 60'000, QByteArray(60'000, 'x')));
        flood(flooder, maskedFrame(char(0x00), 60'000, QByteArray(60'000, 'x')), 3000);
        QVERIFY(flooder.state() != QAbstractSocket::ConnectedState);
        staysSmallAndServes();
    }

    void pingsWhosePongsAreNeverRead()
    {
        QTcpSocket flooder;
        flooder.setReadBufferSize(1024);
        QVERIFY(connectRaw(flooder));
        flooder.write(upgrade());
        QByteArray pings;
        for (int i = 0; i < 500; ++i)
            pings += maskedFrame(char(0x89), 125, QByteArray(125, 'p'));
        qint64 peak = 0;
        for (int i = 0; i < 30; ++i) {
            flood(flooder, pings, 100);
            peak = std::max(peak, m_relay->residentBytes() - m_before);
        }
        QVERIFY2(peak < kAllowedGrowth, qPrintable(QStringLiteral("grew by %1 bytes").arg(peak)));
        QVERIFY(flooder.state() != QAbstractSocket::ConnectedState);
        staysSmallAndServes();
    }

    void requestsFasterThanAllowed()
    {
        RelayClient flooder;
        QVERIFY(flooder.login(m_relay->url()));
        for (int i = 0; i < 5000; ++i)
            flooder.send(AskBalance {i + 1});
        // What the relay says last may be lost: it hangs up while requests still arrive.
        QVERIFY(flooder.waitClosed());
        QVERIFY(m_relay->log().contains("LimitExceeded"));
        staysSmallAndServes();
    }

    void connectionsOfOneAddress()
    {
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 20; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            QVERIFY(connectRaw(*sockets.back()));
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto open = std::count_if(sockets.begin(), sockets.end(),
                    [](const auto& socket) { return socket->state() == QAbstractSocket::ConnectedState; });
                return open <= 8;
            }(),
            1500); // before their deadline
        sockets.clear();
        QTest::qWait(100);
        RelayClient honest;
        QVERIFY(honest.login(m_relay->url()));
    }

    /// Many sessions over a slow line: each within its window is no reason to be thrown out.
    void aBusyMachineOnASlowLineStays()
    {
        constexpr int kSessions = 24;
        constexpr qint64 kSent = kSessions * qint64(kCreditWindowBytes / kMaxChunkBytes) * qint64(kMaxChunkBytes);
        const DeviceKey key = DeviceKey::generate(systemRandom());
        const DeviceKey jobKey = DeviceKey::generate(systemRandom());
        QTcpSocket slow;
        QVERIFY(loginRaw(slow, key));
        RelayClient buyer;
        QVERIFY(buyer.login(m_relay->url()));
        std::vector<SessionId> sessions;
        for (int i = 0; i < kSessions; ++i) {
            buyer.send(RequestHold {1, randomId<JobId>(systemRandom()), key.keyHash(), jobKey.keyHash(), jobKey.publicKey(), {}, 60});
            const auto granted = buyer.take<HoldGranted>();
            QVERIFY(granted);
            sessions.push_back(randomId<SessionId>(systemRandom()));
            buyer.send(OpenSession {2, sessions.back(), granted->ticket});
            QVERIFY(buyer.take<SessionOpened>());
        }
        slow.setReadBufferSize(1024);
        const SharedBytes chunk = SharedBytes::take(std::vector<std::uint8_t>(kMaxChunkBytes, 7));
        for (const SessionId& session : sessions) {
            for (std::size_t sent = chunk.size(); sent <= kCreditWindowBytes; sent += chunk.size())
                buyer.send(SessionData {session, chunk});
        }
        QTest::qWait(1500); // more than one sweep
        QVERIFY(m_relay->residentBytes() - m_before > kMaxUnsentBytes); // the rest is in the kernel's buffers
        QCOMPARE(slow.state(), QAbstractSocket::ConnectedState);
        slow.setReadBufferSize(0);
        qint64 arrived = 0;
        QTRY_VERIFY_WITH_TIMEOUT((arrived += slow.readAll().size()) > kSent, 10'000);
        staysSmallAndServes();
    }

    void aSenderBeyondItsWindowLosesTheSession()
    {
        RelayClient buyer;
        RelayClient provider;
        QVERIFY(buyer.login(m_relay->url()));
        QVERIFY(provider.login(m_relay->url()));
        const DeviceKey jobKey = DeviceKey::generate(systemRandom());
        const auto job = randomId<JobId>(systemRandom());
        buyer.send(RequestHold {1, job, provider.machine(), jobKey.keyHash(), jobKey.publicKey(), {}, 60});
        const auto granted = buyer.take<HoldGranted>();
        QVERIFY(granted);
        const auto session = randomId<SessionId>(systemRandom());
        buyer.send(OpenSession {2, session, granted->ticket});
        QVERIFY(buyer.take<SessionOpened>());
        const SharedBytes chunk = SharedBytes::take(std::vector<std::uint8_t>(kMaxChunkBytes, 7));
        for (std::size_t sent = 0; sent <= kCreditWindowBytes; sent += chunk.size())
            buyer.send(SessionData {session, chunk});
        const auto closed = provider.take<CloseSession>();
        QVERIFY(closed);
        QCOMPARE(closed->reason, int(ErrorCode::LimitExceeded));
        QVERIFY(buyer.take<CloseSession>());
        QVERIFY(buyer.isOpen());
    }
};

QTEST_GUILESS_MAIN(TestGatewayBounds)
#include "TestGatewayBounds.moc"

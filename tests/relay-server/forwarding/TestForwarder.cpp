// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/forwarding/Forwarder.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::protocol::relay;

class TestForwarder : public QObject {
    Q_OBJECT

    Forwarder m_forwarder;
    const KeyHash m_buyer = machine(1);
    const KeyHash m_provider = machine(2);

    static KeyHash machine(std::uint8_t n)
    {
        KeyHash id;
        id.bytes[0] = n;
        return id;
    }
    static SessionId session(std::uint16_t n)
    {
        SessionId id;
        id.bytes[0] = std::uint8_t(n >> 8);
        id.bytes[1] = std::uint8_t(n);
        id.bytes[2] = 1;
        return id;
    }
    static UnixMillis at(std::int64_t seconds) { return UnixMillis {std::chrono::seconds(seconds)}; }
    SessionRight right(std::uint16_t n, std::int64_t expires = 300)
    {
        SessionRight right {m_provider, {}, {}, at(expires)};
        right.ticketHash.bytes[0] = std::uint8_t(n >> 8);
        right.ticketHash.bytes[1] = std::uint8_t(n);
        return right;
    }
    bool opened(std::uint16_t n) { return m_forwarder.open(m_buyer, {9, session(n), "t"}, right(n), at(0)).hasValue(); }
    static SessionData bytes(std::uint16_t n, std::size_t size)
    {
        return {session(n), SharedBytes::take(std::vector<std::uint8_t>(size, 42))};
    }
    /// Sends full chunks up to exactly the window.
    void fillWindow(std::uint16_t n)
    {
        std::size_t left = kCreditWindowBytes;
        while (left > 0) {
            const std::size_t size = std::min(left, kMaxChunkBytes);
            QCOMPARE(m_forwarder.data(m_buyer, bytes(n, size)).size(), std::size_t {1});
            left -= size;
        }
    }
    static int reasonOf(const SessionOutgoing& out)
    {
        const auto* close = std::get_if<CloseSession>(&out.message);
        return close ? close->reason : -1;
    }

private Q_SLOTS:
    void init() { m_forwarder = Forwarder(); }

    void bothEndsAreTold()
    {
        const auto out = m_forwarder.open(m_buyer, {9, session(1), "t"}, right(1), at(0));
        QVERIFY(out);
        QCOMPARE(out->size(), std::size_t {2});
        QCOMPARE((*out)[0].to, m_provider);
        QCOMPARE(std::get<SessionOpened>((*out)[0].message).id, 0);
        QCOMPARE((*out)[1].to, m_buyer);
        QCOMPARE(std::get<SessionOpened>((*out)[1].message).id, 9);
    }

    void bytesGoToTheOtherEndOnly()
    {
        QVERIFY(opened(1));
        const auto there = m_forwarder.data(m_buyer, bytes(1, 10));
        QCOMPARE(there.at(0).to, m_provider);
        QCOMPARE(m_forwarder.data(m_provider, bytes(1, 10)).at(0).to, m_buyer);
        QVERIFY(m_forwarder.data(machine(3), bytes(1, 10)).empty()); // a stranger
        QVERIFY(m_forwarder.data(m_buyer, bytes(2, 10)).empty()); // no such session
        QVERIFY(m_forwarder.close(machine(3), {session(1), 0}).empty());
        QVERIFY(m_forwarder.credit(machine(3), {session(1), 5}).empty());
        QCOMPARE(m_forwarder.sessionCount(), std::size_t {1});
    }

    void theWindowMovesWithCredit()
    {
        QVERIFY(opened(1));
        fillWindow(1);
        const auto credit = m_forwarder.credit(m_provider, {session(1), 1000});
        QCOMPARE(credit.at(0).to, m_buyer);
        QCOMPARE(m_forwarder.data(m_buyer, bytes(1, 1000)).size(), std::size_t {1});
        QVERIFY(std::holds_alternative<SessionData>(m_forwarder.data(m_provider, bytes(1, 1)).at(0).message)); // own window
        const auto closed = m_forwarder.data(m_buyer, bytes(1, 1));
        QCOMPARE(closed.size(), std::size_t {2});
        for (const SessionOutgoing& out : closed)
            QCOMPARE(reasonOf(out), int(ErrorCode::LimitExceeded));
        QCOMPARE(m_forwarder.sessionCount(), std::size_t {0});
    }

    void creditForNothingEndsTheSession()
    {
        QVERIFY(opened(1));
        QCOMPARE(m_forwarder.data(m_buyer, bytes(1, 10)).size(), std::size_t {1});
        const auto closed = m_forwarder.credit(m_provider, {session(1), 11});
        QCOMPARE(closed.size(), std::size_t {2});
        QCOMPARE(reasonOf(closed[0]), int(ErrorCode::ProtocolViolation));
    }

    void aTicketOpensOneSession()
    {
        QVERIFY(opened(1));
        const auto again = m_forwarder.open(m_buyer, {9, session(2), "t"}, right(1), at(1));
        QCOMPARE(again.error().code, ErrorCode::TicketInvalid);
        const auto late = m_forwarder.open(m_buyer, {9, session(3), "t"}, right(3, 300), at(300));
        QCOMPARE(late.error().code, ErrorCode::TicketInvalid);
        const auto sameId = m_forwarder.open(m_buyer, {9, session(1), "t"}, right(4), at(1));
        QCOMPARE(sameId.error().code, ErrorCode::ValueInvalid);
    }

    void closingFreesTheSession()
    {
        QVERIFY(opened(1));
        const auto out = m_forwarder.close(m_provider, {session(1), 303});
        QCOMPARE(out.size(), std::size_t {1});
        QCOMPARE(out[0].to, m_buyer);
        QCOMPARE(reasonOf(out[0]), 303);
        QVERIFY(m_forwarder.data(m_buyer, bytes(1, 10)).empty());
        QCOMPARE(m_forwarder.sessionCountOf(m_provider), std::size_t {0});
    }

    void aMachineThatLeavesEndsItsSessions()
    {
        QVERIFY(opened(1));
        QVERIFY(opened(2));
        const auto out = m_forwarder.left(m_provider);
        QCOMPARE(out.size(), std::size_t {2});
        for (const SessionOutgoing& one : out) {
            QCOMPARE(one.to, m_buyer);
            QCOMPARE(reasonOf(one), int(ErrorCode::ProviderLost));
        }
        QCOMPARE(m_forwarder.sessionCount(), std::size_t {0});
        QVERIFY(m_forwarder.left(m_provider).empty());
    }

    void programsOfAMachineHaveTheirOwnSessions()
    {
        const Seat window(m_buyer, 1);
        const Seat command(m_buyer, 2);
        QVERIFY(m_forwarder.open(window, {9, session(1), "t"}, right(1), at(0)));
        QVERIFY(m_forwarder.open(command, {9, session(2), "t"}, right(2), at(0)));
        QCOMPARE(m_forwarder.sessionCountOf(m_buyer), std::size_t {2});
        QVERIFY(m_forwarder.data(command, bytes(1, 10)).empty());
        QCOMPARE(m_forwarder.data(m_provider, bytes(1, 10)).at(0).to, window);
        QVERIFY(m_forwarder.providedBy(m_buyer).empty());
        QCOMPARE(m_forwarder.providedBy(m_provider).size(), std::size_t {2});
        QCOMPARE(m_forwarder.providedBy(m_provider).front().second, Seat(m_provider));
        const auto out = m_forwarder.left(command);
        QCOMPARE(out.size(), std::size_t {1});
        QCOMPARE(std::get<CloseSession>(out[0].message).session, session(2));
        QCOMPARE(m_forwarder.data(window, bytes(1, 10)).size(), std::size_t {1});
        QCOMPARE(m_forwarder.sessionCountOf(m_buyer), std::size_t {1});
        SessionRight own = right(3);
        own.provider = command;
        QCOMPARE(m_forwarder.open(window, {9, session(3), "t"}, own, at(0)).error().code, ErrorCode::ValueInvalid);
    }

    void sessionsPerMachineAreBounded()
    {
        for (std::uint16_t n = 0; n < Forwarder::kMaxSessionsPerMachine; ++n)
            QVERIFY(opened(n));
        const auto one = m_forwarder.open(machine(3), {9, session(999), "t"}, right(999), at(0));
        QCOMPARE(one.error().code, ErrorCode::LimitExceeded); // the provider's are used up
    }
};

QTEST_GUILESS_MAIN(TestForwarder)
#include "TestForwarder.moc"

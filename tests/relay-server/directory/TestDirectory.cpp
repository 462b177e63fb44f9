// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/directory/Directory.h"

#include <QTest>

using namespace weft;
using namespace weft::relay;

class TestDirectory : public QObject {
    Q_OBJECT

    Offer m_read; // what the opener finds in an offer
    bool m_signatureFits = true;

    Directory make(std::size_t maxOffers = 10)
    {
        return Directory(
            [this](const SignedOffer&) -> Result<Offer> {
                if (!m_signatureFits)
                    return Error {ErrorCode::SignatureInvalid, "spoilt"};
                return m_read;
            },
            maxOffers);
    }
    static UnixMillis at(std::int64_t seconds) { return UnixMillis {std::chrono::seconds(seconds)}; }
    static PublicKey key(std::uint8_t n)
    {
        PublicKey id;
        id.bytes[0] = n;
        return id;
    }
    static KeyHash machine(std::uint8_t n)
    {
        KeyHash id;
        id.bytes[0] = n;
        return id;
    }
    Done publish(Directory& directory, std::uint8_t n, std::int64_t issued = 0, std::int64_t expires = 100)
    {
        m_read.machine = key(n);
        m_read.issued = at(issued);
        m_read.expires = at(expires);
        return directory.publish(machine(n), key(n), {SharedBytes::take({n}), {}}, at(1));
    }

private Q_SLOTS:
    void init() { m_signatureFits = true; }

    void offersAreListedUntilWithdrawn()
    {
        Directory directory = make();
        QVERIFY(publish(directory, 1));
        QVERIFY(publish(directory, 2));
        directory.setRecord(machine(2), 5, 1);
        directory.setBusySlots(machine(2), 3);
        const auto listed = directory.list(7, at(2));
        QCOMPARE(listed.size(), std::size_t {2});
        QCOMPARE(listed[1].id, 7);
        QCOMPARE(listed[1].offer.view()[0], std::uint8_t {2});
        QCOMPARE(listed[1].completedJobs, 5);
        QCOMPARE(listed[1].failedJobs, 1);
        QCOMPARE(listed[1].busySlots, 3);
        directory.withdraw(machine(1));
        QVERIFY(!directory.has(machine(1)));
        QCOMPARE(directory.list(7, at(2)).size(), std::size_t {1});
    }

    void expiredOffersAreNotListed()
    {
        Directory directory = make();
        QVERIFY(publish(directory, 1, 0, 50));
        QVERIFY(directory.list(1, at(50)).empty());
        QCOMPARE(publish(directory, 2, 0, 1).error().code, ErrorCode::ValueInvalid);
    }

    void anOlderOfferDoesntReplaceANewerOne()
    {
        Directory directory = make();
        QVERIFY(publish(directory, 1, 10));
        QVERIFY(publish(directory, 1, 11));
        QCOMPARE(publish(directory, 1, 9).error().code, ErrorCode::ValueInvalid);
        QCOMPARE(directory.size(), std::size_t {1});
    }

    void anotherMachinesOfferIsRefused()
    {
        Directory directory = make();
        m_read.machine = key(1);
        m_read.expires = at(100);
        QCOMPARE(directory.publish(machine(2), key(2), {SharedBytes::take({1}), {}}, at(1)).error().code,
            ErrorCode::KeyMismatch);
        m_signatureFits = false;
        QCOMPARE(publish(directory, 1).error().code, ErrorCode::SignatureInvalid);
        QCOMPARE(directory.size(), std::size_t {0});
    }

    void theDirectoryIsBounded()
    {
        Directory directory = make(2);
        QVERIFY(publish(directory, 1));
        QVERIFY(publish(directory, 2));
        QCOMPARE(publish(directory, 3).error().code, ErrorCode::LimitExceeded);
        QVERIFY(publish(directory, 2, 5)); // a newer one of a machine that is in
        directory.withdraw(machine(1));
        QVERIFY(publish(directory, 3));
    }
};

QTEST_GUILESS_MAIN(TestDirectory)
#include "TestDirectory.moc"

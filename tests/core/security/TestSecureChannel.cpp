// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/SecureChannel.h"
#include "core/security/TlsContext.h"

#include <QTest>

#include <openssl/evp.h>

using namespace weft;
using protocol::viewOf;
using State = SecureChannel::State;

namespace {

DeviceKey key(std::uint8_t n)
{
    SecretKey256 seed;
    seed.bytes.fill(n);
    return DeviceKey::fromSeed(seed);
}

const DeviceKey& provider()
{
    static const DeviceKey k = key(1);
    return k;
}
const DeviceKey& buyer()
{
    static const DeviceKey k = key(2);
    return k;
}

/// Two ends and the network between them.
struct Pair {
    std::unique_ptr<SecureChannel> client = openClientChannel(buyer(), provider().keyHash());
    std::unique_ptr<SecureChannel> server = openServerChannel(provider());

    /// Carries bytes until both are silent.
    void shuttle()
    {
        while (client->outgoingBytes() || server->outgoingBytes()) {
            (void)server->feed(viewOf(client->takeOutgoing()));
            (void)client->feed(viewOf(server->takeOutgoing()));
        }
    }
    Pair& opened()
    {
        shuttle();
        return *this;
    }
};

/// A TLS client made by somebody else, with whatever settings.
struct RawClient {
    ContextPtr context {SSL_CTX_new(TLS_client_method())};
    SslPtr ssl;
    BIO* in = nullptr;
    BIO* out = nullptr;

    void start()
    {
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
        ssl.reset(SSL_new(context.get()));
        in = BIO_new(BIO_s_mem());
        out = BIO_new(BIO_s_mem());
        BIO_set_mem_eof_return(in, -1);
        BIO_set_mem_eof_return(out, -1);
        SSL_set_bio(ssl.get(), in, out);
        SSL_set_connect_state(ssl.get());
    }
    QByteArray output()
    {
        QByteArray bytes(64 * 1024, Qt::Uninitialized);
        const int count = BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
        return bytes.left(std::max(count, 0));
    }
    void talkTo(SecureChannel& server)
    {
        for (int round = 0; round < 6; ++round) {
            SSL_do_handshake(ssl.get());
            (void)server.feed(viewOf(output()));
            const QByteArray answer = server.takeOutgoing();
            BIO_write(in, answer.constData(), static_cast<int>(answer.size()));
        }
    }
};

} // namespace

class TestSecureChannel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothEndsKnowEachOther()
    {
        Pair pair;
        QVERIFY(pair.server->peer().isNull());
        pair.shuttle();
        QCOMPARE(pair.client->state(), State::Open);
        QCOMPARE(pair.server->state(), State::Open);
        QVERIFY(pair.client->peer() == provider().keyHash());
        QVERIFY(pair.server->peer() == buyer().keyHash());
    }

    void dataArrivesBothWays()
    {
        Pair pair;
        pair.shuttle();
        QVERIFY(pair.client->write(viewOf(QByteArray("a picture, please"))));
        QVERIFY(pair.server->write(viewOf(QByteArray("ready"))));
        pair.shuttle();
        QCOMPARE(pair.server->readAvailable(), QByteArray("a picture, please"));
        QCOMPARE(pair.client->readAvailable(), QByteArray("ready"));
        QCOMPARE(pair.client->readAvailable(), QByteArray());
    }

    void anyCutOfTheStreamWorks_data()
    {
        QTest::addColumn<int>("piece");
        QTest::newRow("bytes") << 1;
        QTest::newRow("odd") << 7;
        QTest::newRow("chunks") << 60 * 1024;
    }

    void anyCutOfTheStreamWorks()
    {
        QFETCH(int, piece);
        Pair pair;
        const auto max = static_cast<std::size_t>(piece);
        while (pair.client->outgoingBytes() || pair.server->outgoingBytes()) {
            QVERIFY(pair.server->feed(viewOf(pair.client->takeOutgoing(max))));
            QVERIFY(pair.client->feed(viewOf(pair.server->takeOutgoing(max))));
        }
        const QByteArray data(200'000, 'p');
        QVERIFY(pair.client->write(viewOf(data)));
        QByteArray arrived;
        while (pair.client->outgoingBytes()) {
            QVERIFY(pair.server->feed(viewOf(pair.client->takeOutgoing(max))));
            arrived += pair.server->readAvailable();
        }
        QVERIFY(arrived == data);
    }

    void largeValuesPassThrough()
    {
        Pair pair;
        pair.shuttle();
        const QByteArray block(1 << 20, 'x');
        qsizetype arrived = 0;
        for (int i = 0; i < 64; ++i) {
            QVERIFY(pair.client->write(viewOf(block)));
            pair.shuttle();
            arrived += pair.server->readAvailable().size();
        }
        QCOMPARE(arrived, qsizetype {64} << 20);
    }

    void whatTravelsCannotBeRead()
    {
        Pair pair;
        pair.shuttle();
        QVERIFY(pair.client->write(viewOf(QByteArray("CANARY a red fox in the snow CANARY"))));
        const QByteArray wire = pair.client->takeOutgoing();
        QVERIFY(wire.size() > 35);
        QVERIFY(!wire.contains("CANARY"));
    }

    void anotherProviderIsRefused()
    {
        Pair pair;
        pair.server = openServerChannel(key(9)); // a relay that answers with its own key
        pair.shuttle();
        QCOMPARE(pair.client->state(), State::Failed);
        QCOMPARE(pair.client->error().code, ErrorCode::KeyMismatch);
        QVERIFY(!pair.client->write(viewOf(QByteArray("secret"))));
        QVERIFY(pair.server->state() != State::Open);
    }

    void aClientWithoutACertificateIsRefused()
    {
        RawClient raw;
        raw.start();
        const auto server = openServerChannel(provider());
        raw.talkTo(*server);
        QCOMPARE(server->state(), State::Failed);
        QVERIFY(server->peer().isNull());
    }

    void olderTlsIsRefused()
    {
        RawClient raw;
        SSL_CTX_set_max_proto_version(raw.context.get(), TLS1_2_VERSION);
        raw.start();
        const auto server = openServerChannel(provider());
        raw.talkTo(*server);
        QCOMPARE(server->state(), State::Failed);
    }

    void aClientWithAnEcdsaKeyIsRefused()
    {
        RawClient raw;
        const PrivateKeyPtr ec(EVP_EC_gen("P-256"));
        const CertificatePtr certificate(X509_new());
        X509_set_pubkey(certificate.get(), ec.get());
        ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate.get()), "20200101000000Z");
        ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate.get()), "99991231235959Z");
        QVERIFY(X509_sign(certificate.get(), ec.get(), EVP_sha256()) > 0);
        SSL_CTX_use_certificate(raw.context.get(), certificate.get());
        SSL_CTX_use_PrivateKey(raw.context.get(), ec.get());
        raw.start();
        const auto server = openServerChannel(provider());
        raw.talkTo(*server);
        QCOMPARE(server->state(), State::Failed);
    }

    /// Having somebody's certificate isn't having the key.
    void aStolenCertificateIsUseless()
    {
        RawClient raw;
        const PrivateKeyPtr real = toOpenSsl(buyer());
        const CertificatePtr stolen = selfSigned(real.get());
        SSL_CTX_use_certificate(raw.context.get(), stolen.get());
        const PrivateKeyPtr other = toOpenSsl(key(7));
        QCOMPARE(SSL_CTX_use_PrivateKey(raw.context.get(), other.get()), 0); // OpenSSL itself won't
        raw.start();
        const auto server = openServerChannel(provider());
        raw.talkTo(*server);
        QVERIFY(server->state() != State::Open);
        QVERIFY(server->peer().isNull());
    }

    void aFlippedBitEndsTheChannel()
    {
        QByteArray record;
        for (qsizetype bit = 0; bit == 0 || bit < record.size() * 8; ++bit) {
            Pair pair;
            pair.shuttle();
            QVERIFY(pair.client->write(viewOf(QByteArray("pay 1"))));
            record = pair.client->takeOutgoing();
            record[bit / 8] = static_cast<char>(record[bit / 8] ^ (1 << (bit % 8)));
            (void)pair.server->feed(viewOf(record));
            pair.server->endOfNetwork(); // a longer length only waits for more
            QCOMPARE(pair.server->readAvailable(), QByteArray());
            QCOMPARE(pair.server->state(), State::Failed);
            if (bit / 8 >= 5)
                QCOMPARE(pair.server->error().code, ErrorCode::DecryptionFailed);
        }
    }

    void aFlippedBitInTheHandshakeOpensNothing()
    {
        for (int flight = 0; flight < 3; ++flight) {
            for (qsizetype at = 5;; at += 11) {
                Pair pair;
                bool flipped = false;
                for (int i = 0; i < 3; ++i) {
                    SecureChannel& from = i % 2 ? *pair.server : *pair.client;
                    SecureChannel& to = i % 2 ? *pair.client : *pair.server;
                    QByteArray bytes = from.takeOutgoing();
                    if (i == flight && at < bytes.size()) {
                        bytes[at] = static_cast<char>(bytes[at] ^ 1);
                        flipped = true;
                    }
                    (void)to.feed(viewOf(bytes));
                }
                if (!flipped)
                    break;
                QVERIFY(pair.server->state() != State::Open);
                QVERIFY(pair.server->peer().isNull());
            }
        }
    }

    void aReplayedRecordIsRefused()
    {
        Pair pair;
        pair.shuttle();
        QVERIFY(pair.client->write(viewOf(QByteArray("sign"))));
        const QByteArray record = pair.client->takeOutgoing();
        QVERIFY(pair.server->feed(viewOf(record)));
        QCOMPARE(pair.server->readAvailable(), QByteArray("sign"));
        const Done again = pair.server->feed(viewOf(record));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::DecryptionFailed);
        QCOMPARE(pair.server->readAvailable(), QByteArray());
    }

    void aDroppedRecordIsNoticed()
    {
        Pair pair;
        pair.shuttle();
        QVERIFY(pair.client->write(viewOf(QByteArray("first"))));
        (void)pair.client->takeOutgoing();
        QVERIFY(pair.client->write(viewOf(QByteArray("second"))));
        QVERIFY(!pair.server->feed(viewOf(pair.client->takeOutgoing())));
        QCOMPARE(pair.server->readAvailable(), QByteArray());
    }

    void aWholeSessionCannotBeReplayed()
    {
        Pair pair;
        const QByteArray hello = pair.client->takeOutgoing();
        QVERIFY(pair.server->feed(viewOf(hello)));
        QVERIFY(pair.client->feed(viewOf(pair.server->takeOutgoing())));
        const QByteArray rest = pair.client->takeOutgoing();
        const auto again = openServerChannel(provider());
        (void)again->feed(viewOf(hello));
        (void)again->feed(viewOf(rest));
        QCOMPARE(again->state(), State::Failed);
    }

    void truncationIsNotAnEnd_data()
    {
        QTest::addColumn<bool>("handshake");
        QTest::addColumn<bool>("clean");
        QTest::newRow("in the handshake") << true << false;
        QTest::newRow("after data") << false << false;
        QTest::newRow("after a clean end") << false << true;
    }

    void truncationIsNotAnEnd()
    {
        QFETCH(bool, handshake);
        QFETCH(bool, clean);
        Pair pair;
        if (!handshake) {
            pair.shuttle();
            QVERIFY(pair.client->write(viewOf(QByteArray("the last words"))));
        }
        if (clean)
            pair.client->close();
        if (!handshake)
            pair.shuttle();
        pair.server->endOfNetwork();
        QCOMPARE(pair.server->state(), clean ? State::Closed : State::Failed);
        if (!clean)
            QCOMPARE(pair.server->error().args.at("reason"), std::string("truncated"));
        if (!handshake)
            QCOMPARE(pair.server->readAvailable(), QByteArray("the last words"));
    }

    /// Before the keys are agreed, anybody on the way could write this.
    void aCloseInTheHandshakeIsNoCleanEnd()
    {
        Pair pair;
        (void)pair.client->feed(viewOf(QByteArray::fromHex("15030300020100"))); // an alert: warning, close_notify
        QCOMPARE(pair.client->state(), State::Failed);
    }

    void garbageIsRefused()
    {
        const auto server = openServerChannel(provider());
        (void)server->feed(viewOf(QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        QCOMPARE(server->state(), State::Failed);
        QVERIFY(!server->feed(viewOf(QByteArray("more"))));
    }

    void memoryIsBounded()
    {
        Pair pair;
        pair.shuttle();
        const QByteArray block(1 << 20, 'x');
        int written = 0;
        while (pair.client->write(viewOf(block)))
            ++written;
        QVERIFY(written >= 16 && written <= 20);
        QCOMPARE(pair.client->state(), State::Open); // it was only too early
        (void)pair.client->takeOutgoing();

        Pair unread;
        unread.shuttle();
        Done fed;
        for (int i = 0; i < 30 && fed; ++i) {
            QVERIFY(unread.client->write(viewOf(block)));
            fed = unread.server->feed(viewOf(unread.client->takeOutgoing()));
        }
        QVERIFY(!fed);
        QCOMPARE(fed.error().code, ErrorCode::LimitExceeded);
    }

    void nothingIsWrittenBeforeItIsOpen()
    {
        Pair pair;
        QVERIFY(!pair.client->write(viewOf(QByteArray("early"))));
        pair.shuttle();
        pair.client->close();
        QVERIFY(!pair.client->write(viewOf(QByteArray("late"))));
    }
};

QTEST_GUILESS_MAIN(TestSecureChannel)
#include "TestSecureChannel.moc"

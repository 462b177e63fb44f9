// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/TlsChannel.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <new>

namespace weft {

namespace {

/// Fed and written in slices, so that OpenSSL's memory BIOs stay small.
constexpr std::size_t kSliceBytes = 64 * 1024;

/// What OpenSSL says of its newest error. A record that doesn't authenticate was changed or repeated on the way.
Error tlsError(bool wrongKey)
{
    const unsigned long code = ERR_peek_last_error();
    const char* const reason = ERR_reason_error_string(code);
    const std::string detail = std::string("TLS: ") + (reason ? reason : "unknown");
    const bool changed = ERR_GET_LIB(code) == ERR_LIB_SSL
        && (ERR_GET_REASON(code) == SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC || ERR_GET_REASON(code) == SSL_R_BAD_RECORD_TYPE
            || ERR_GET_REASON(code) == SSL_R_SSLV3_ALERT_BAD_RECORD_MAC);
    ERR_clear_error();
    if (wrongKey)
        return {ErrorCode::KeyMismatch, "the other side has another key than expected"};
    return {changed ? ErrorCode::DecryptionFailed : ErrorCode::ProtocolViolation, detail};
}

} // namespace

TlsChannel::TlsChannel(bool server, const DeviceKey& mine, std::optional<KeyHash> pinned)
    : m_context(makeTlsContext(server, mine, &TlsChannel::verifyPeer))
    , m_pinned(pinned)
{
    m_ssl.reset(m_context ? SSL_new(m_context.get()) : nullptr);
    m_networkIn = BIO_new(BIO_s_mem());
    m_networkOut = BIO_new(BIO_s_mem());
    if (!m_ssl || !m_networkIn || !m_networkOut)
        throw std::bad_alloc();
    BIO_set_mem_eof_return(m_networkIn, -1); // empty means "later", not "ended"
    BIO_set_mem_eof_return(m_networkOut, -1);
    SSL_set_bio(m_ssl.get(), m_networkIn, m_networkOut);
    SSL_set_app_data(m_ssl.get(), this);
    if (server)
        SSL_set_accept_state(m_ssl.get());
    else
        SSL_set_connect_state(m_ssl.get());
    pump();
}

int TlsChannel::verifyPeer(X509_STORE_CTX* store, void*)
{
    auto* const ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* const self = static_cast<TlsChannel*>(SSL_get_app_data(ssl));
    if (self->acceptPeer(X509_STORE_CTX_get0_cert(store)))
        return 1;
    self->m_wrongKey = true;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
}

bool TlsChannel::acceptPeer(X509* certificate)
{
    const auto key = publicKeyOf(certificate);
    if (!key)
        return false;
    m_claimedKey = *key;
    m_claimed = keyHashOf(*key);
    return !m_pinned || CRYPTO_memcmp(m_claimed.bytes.data(), m_pinned->bytes.data(), KeyHash::size) == 0;
}

void TlsChannel::fail(Error error)
{
    m_state = State::Failed;
    m_error = std::move(error);
}

void TlsChannel::drainOutgoing()
{
    std::array<std::uint8_t, 16 * 1024> piece;
    for (;;) {
        const int count = BIO_read(m_networkOut, piece.data(), static_cast<int>(piece.size()));
        if (count <= 0)
            return;
        m_outgoing.append(ByteView(piece).first(static_cast<std::size_t>(count)));
    }
}

/// After a call that didn't succeed: wait for more, a clean end, or a failure.
void TlsChannel::handleResult(int rc)
{
    switch (SSL_get_error(m_ssl.get(), rc)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return;
    case SSL_ERROR_ZERO_RETURN:
        if (m_state == State::Handshaking) // not authenticated yet: anybody can say so
            return fail({ErrorCode::ProtocolViolation, "the stream ended in the handshake", {{"reason", "truncated"}}});
        m_state = State::Closed;
        return;
    default:
        fail(tlsError(m_wrongKey));
    }
}

void TlsChannel::handshake()
{
    ERR_clear_error();
    const int rc = SSL_do_handshake(m_ssl.get());
    if (rc != 1)
        return handleResult(rc);
    m_state = State::Open;
    m_peer = m_claimed;
}

void TlsChannel::readRecords()
{
    std::array<std::uint8_t, 16 * 1024> piece;
    while (m_state == State::Open) {
        ERR_clear_error();
        const int count = SSL_read(m_ssl.get(), piece.data(), static_cast<int>(piece.size()));
        if (count <= 0)
            return handleResult(count);
        if (m_incoming.size() + static_cast<std::size_t>(count) > kMaxChannelUnreadBytes)
            return fail({ErrorCode::LimitExceeded, "unread bytes", {{"limit", std::to_string(kMaxChannelUnreadBytes)}}});
        m_incoming.append(ByteView(piece).first(static_cast<std::size_t>(count)));
    }
}

void TlsChannel::pump()
{
    if (m_state == State::Handshaking)
        handshake();
    if (m_state == State::Open)
        readRecords();
    drainOutgoing();
    if (m_state != State::Failed && m_outgoing.size() > kMaxChannelOutgoingBytes + kSliceBytes)
        fail({ErrorCode::LimitExceeded, "the other side makes us answer too much"});
}

Done TlsChannel::feed(ByteView network)
{
    while (!network.empty() && (m_state == State::Handshaking || m_state == State::Open)) {
        const std::size_t count = std::min(kSliceBytes, network.size());
        if (BIO_write(m_networkIn, network.data(), static_cast<int>(count)) != static_cast<int>(count)) {
            fail({ErrorCode::OutOfMemory, "TLS input"});
            break;
        }
        network = network.subspan(count);
        pump();
    }
    if (m_state == State::Failed)
        return m_error;
    return {};
}

Done TlsChannel::write(ByteView plain)
{
    if (m_state == State::Failed)
        return m_error;
    if (m_state != State::Open || m_closing)
        return Error {ErrorCode::ProtocolViolation, "the channel isn't open"};
    if (plain.size() > kMaxChannelOutgoingBytes - std::min(kMaxChannelOutgoingBytes, m_outgoing.size()))
        return Error {ErrorCode::LimitExceeded, "unsent bytes", {{"limit", std::to_string(kMaxChannelOutgoingBytes)}}};
    while (!plain.empty()) {
        const std::size_t count = std::min(kSliceBytes, plain.size());
        ERR_clear_error();
        const int rc = SSL_write(m_ssl.get(), plain.data(), static_cast<int>(count));
        if (rc != static_cast<int>(count)) { // a memory BIO takes everything
            fail(tlsError(false));
            return m_error;
        }
        drainOutgoing();
        plain = plain.subspan(count);
    }
    return {};
}

void TlsChannel::close()
{
    const bool mayClose = m_state == State::Open || m_state == State::Closed;
    if (m_closing || !mayClose)
        return;
    m_closing = true;
    ERR_clear_error();
    SSL_shutdown(m_ssl.get());
    drainOutgoing();
}

void TlsChannel::endOfNetwork()
{
    if (m_state == State::Handshaking || (m_state == State::Open && !m_closing))
        fail({ErrorCode::ProtocolViolation, "the stream was cut off", {{"reason", "truncated"}}});
    else if (m_state == State::Open)
        m_state = State::Closed; // we had ended it ourselves; nothing more was expected
}

} // namespace weft

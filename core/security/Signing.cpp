// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Signing.h"

#include "core/protocol/FragmentCodec.h"

#include <cassert>

namespace weft {

namespace {

using protocol::viewOf;

constexpr std::string_view kLoginTag = "weft login 1";
constexpr std::string_view kOfferTag = "weft offer 1";
constexpr std::string_view kReceiptTag = "weft receipt 1";
/// How far ahead of ours another machine's clock may be.
constexpr std::chrono::minutes kClockSkew {5};

Error unsound(const char* reason)
{
    return {ErrorCode::SignatureInvalid, "signature", {{"reason", reason}}};
}

} // namespace

QByteArray taggedMessage(std::string_view tag, ByteView payload)
{
    assert(tag.size() < 256);
    QByteArray message;
    message.reserve(static_cast<qsizetype>(1 + tag.size() + payload.size()));
    message.append(static_cast<char>(tag.size()));
    message.append(tag.data(), static_cast<qsizetype>(tag.size()));
    message.append(reinterpret_cast<const char*>(payload.data()), static_cast<qsizetype>(payload.size()));
    return message;
}

QByteArray loginMessage(const Nonce32& nonce, const PublicKey& relay)
{
    std::array<std::uint8_t, Nonce32::size + PublicKey::size> payload {};
    std::copy(nonce.bytes.begin(), nonce.bytes.end(), payload.begin());
    std::copy(relay.bytes.begin(), relay.bytes.end(), payload.begin() + Nonce32::size);
    return taggedMessage(kLoginTag, payload);
}

Signature signLogin(const DeviceKey& machine, const Nonce32& nonce, const PublicKey& relay)
{
    return machine.sign(viewOf(loginMessage(nonce, relay)));
}

bool verifyLogin(const PublicKey& machine, const Nonce32& nonce, const PublicKey& relay, const Signature& signature)
{
    return verifySignature(machine, viewOf(loginMessage(nonce, relay)), signature);
}

Result<SignedOffer> signOffer(const Offer& offer, const DeviceKey& key)
{
    if (offer.machine != key.publicKey())
        return Error {ErrorCode::KeyMismatch, "an offer is signed by its own machine"};
    WEFT_TRY(QByteArray bytes, protocol::encodeOffer(offer));
    const Signature signature = key.sign(viewOf(taggedMessage(kOfferTag, viewOf(bytes))));
    return SignedOffer {protocol::shared(std::move(bytes)), signature};
}

Result<Offer> openOffer(const SignedOffer& signedOffer, UnixMillis now)
{
    WEFT_TRY(Offer offer, protocol::decodeOffer(signedOffer.offer.view()));
    const QByteArray message = taggedMessage(kOfferTag, signedOffer.offer.view());
    if (!verifySignature(offer.machine, viewOf(message), signedOffer.signature))
        return unsound("signature");
    if (offer.expires <= now || offer.expires <= offer.issued)
        return unsound("expired");
    if (offer.issued > now + kClockSkew)
        return unsound("not yet valid");
    return offer;
}

QByteArray receiptMessage(const Receipt& receipt)
{
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startMap(5);
    writer.append(1);
    protocol::writeValue(writer, receipt.job);
    writer.append(2);
    protocol::writeValue(writer, receipt.increment);
    writer.append(3);
    protocol::writeValue(writer, receipt.cumulative);
    writer.append(4);
    protocol::writeValue(writer, receipt.final);
    writer.append(5);
    protocol::writeValue(writer, receipt.keyCommitment);
    writer.endMap();
    return taggedMessage(kReceiptTag, viewOf(bytes));
}

Receipt signReceipt(Receipt receipt, const JobKey& key)
{
    receipt.signature = key.sign(viewOf(receiptMessage(receipt)));
    return receipt;
}

Done verifyReceipt(const Receipt& receipt, const PublicKey& jobKey)
{
    if (!verifySignature(jobKey, viewOf(receiptMessage(receipt)), receipt.signature))
        return unsound("signature");
    return {};
}

} // namespace weft

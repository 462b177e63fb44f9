// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Codec.h"
#include "core/protocol/Wires.h"

#include <string_view>

/// One message of each kind with fixed contents: what golden bytes, round trips and fuzz seeds are made of.
namespace weft::protocol::samples {

/// 1, 2, 3, ... from `first`.
template <typename Id> Id id(std::uint8_t first)
{
    Id value;
    for (std::size_t i = 0; i < Id::size; ++i)
        value.bytes[i] = static_cast<std::uint8_t>(first + i);
    return value;
}

inline SharedBytes bytes(std::string_view text)
{
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

inline Fragment fragment()
{
    Fragment f;
    f.nodes.push_back({"1", "UpscaleModelLoader", {{"model_name", Json("x4.safetensors")}}});
    f.nodes.push_back(
        {"4:7", "ImageUpscaleWithModel", {{"image", BoundaryRef{0}}, {"upscale_model", SlotRef{"1", 0}}}});
    f.nodes.push_back(
        {"9", "KSampler", {{"cfg", Json(7.5)}, {"seed", Json(18446744073709551615ull)}, {"text", Json("größer")}}});
    f.inputs.push_back({{"3", -1}, "IMAGE", true});
    f.outputs.push_back({"4:7", 0});
    f.models.push_back({"upscale_models", "x4.safetensors", id<Hash256>(7)});
    f.precision = Precision::Bf16;
    return f;
}

inline Receipt receipt()
{
    return {id<JobId>(1), 3, credits(12), true, id<Hash256>(13), id<Signature>(9)};
}

inline WireError error()
{
    return {302, "4 GB short", {{"node", "9"}, {"limit", "24"}}};
}

/// Calls `f` with a sample of every message of the worker's wire.
template <typename F> void ofWorker(F f)
{
    using namespace worker;
    f(ValueBegin{id<Hash256>(1), 5});
    f(ValueChunk{bytes("hello")});
    f(WorkerHello{1, 2});
    f(WorkerReady{1, "CPU, 2 threads", "landlock, seccomp"});
    f(DescribeRequest{});
    f(CatalogueReply{id<Hash256>(2)});
    f(RunFragment{77, fragment(), {InputHashes{{id<Hash256>(3), id<Hash256>(4)}, true}}});
    f(CancelFragment{77});
    f(DropValues{{id<Hash256>(5)}});
    f(NodeStartedEvent{77, "9"});
    f(NodeProgressEvent{77, "9", 3, 20});
    f(NodePreviewEvent{77, "9", "image/png", bytes("PNG")});
    f(NodeFinishedEvent{77, "9", 123456, true});
    f(OutputReady{77, "9", -1, {id<Hash256>(6)}});
    f(FragmentEnded{77});
    f(FragmentFailed{77, "9", error(), {0, 2}});
}

/// The same of the peers' wire, without what it shares with the worker's.
template <typename F> void ofPeer(F f)
{
    using namespace peer;
    f(OpenJob{1, 1, "v4.public.abc"});
    f(Ready{1});
    f(Refused{error()});
    f(OfferJob{id<SecretKey256>(1), fragment(), {InputNames{{id<ValueName>(2)}, {1000}, true}}, 900, credits(2)});
    f(Accepted{credits(2)});
    f(WantValues{{id<ValueName>(2)}});
    f(JobProgress{"9", 1, 20});
    f(JobPreview{"9", "image/jpeg", bytes("JPEG")});
    f(NodeDone{"9", 99, false});
    f(Increment{1, credits(1), {OutputNames{"9", 0, {id<ValueName>(3)}}}});
    f(SealedResult{2, credits(2), id<Hash256>(4), {OutputNames{"9", -1, {id<ValueName>(5)}}}});
    f(SignReceipt{receipt()});
    f(JobFailed{"9", error(), {1}});
    f(CancelJob{});
}

template <typename F> void ofRelay(F f)
{
    using namespace relay;
    f(RelayHello{1, 1, id<PublicKey>(1)});
    f(RelayHello{1, 1, id<PublicKey>(1), id<ProgramId>(2)});
    f(Challenge{1, id<Nonce32>(2), id<PublicKey>(3)});
    f(Login{id<Signature>(4)});
    f(Welcome{id<AccountId>(5), credits(10), credits(2), microCredits(3), "v4.public.token"});
    f(RequestFailed{8, error()});
    f(RequestDone{8});
    f(PublishOffer{8, bytes("offer"), id<Signature>(6)});
    f(WithdrawOffer{8});
    f(ListOffers{8});
    f(OfferListed{8, bytes("offer"), id<Signature>(6), 1, 20, 3});
    f(RequestHold{8, id<JobId>(7), id<KeyHash>(8), id<KeyHash>(9), id<PublicKey>(10), credits(5), 600});
    f(HoldGranted{8, id<JobId>(7), "v4.public.ticket", 1'800'000'000'000});
    f(OpenSession{8, id<SessionId>(11), "v4.public.ticket"});
    f(SessionOpened{8, id<SessionId>(11), id<JobId>(7)});
    f(SessionData{id<SessionId>(11), bytes("opaque")});
    f(SessionCredit{id<SessionId>(11), 65536});
    f(CloseSession{id<SessionId>(11), 402});
    f(Settle{8, receipt(), id<SecretKey256>(12)});
    f(Settled{id<JobId>(7), credits(5), credits(0), microCredits(4'500'000), id<SecretKey256>(12)});
    f(ReleaseHold{8, id<JobId>(7), 302});
    f(Released{id<JobId>(7), credits(5)});
    f(AskJob{8, id<JobId>(7)});
    f(JobState{8, id<JobId>(7), 2, credits(5), credits(4), id<SecretKey256>(12)});
    f(AskBalance{8});
    f(Balance{8, credits(10), credits(2), microCredits(-3)});
}

template <typename F> void ofRelayAccounts(F f)
{
    using namespace relay;
    f(AskAccount{8});
    f(AccountState{8, id<AccountId>(5), "a@b.example", true, true, true, true, true, 3});
    f(ListDevices{8});
    f(DeviceListed{8, id<KeyHash>(8), "Laptop", 1'800'000'000'000, 1'800'000'000'001, true, true, true});
    f(RevokeDevice{8, id<KeyHash>(8)});
    f(RenameDevice{8, id<KeyHash>(8), "Laptop"});
    f(MakeRecoveryCode{8, "word", "123456"});
    f(RecoveryCode{8, "ABCD-EFGH"});
    f(SetPassword{8, "a@b.example", "new", "old", "123456"});
    f(SignIn{8, "a@b.example", "word", "123456", "Laptop"});
    f(UseRecoveryCode{8, "ABCD-EFGH", "Laptop"});
    f(BeginTotp{8, "word"});
    f(TotpSecret{8, "otpauth://totp/Weft"});
    f(ConfirmTotp{8, "123456"});
    f(RemoveTotp{8, "word", "123456"});
    f(BeginApproval{8, "Rack"});
    f(ApprovalCode{8, "BCDF-GHJK", 1'800'000'000'000});
    f(ApproveDevice{8, "BCDF-GHJK", "word", "123456"});
}

template <typename F> void ofRelayMoney(F f)
{
    using namespace relay;
    f(AskWallet{8});
    f(Wallet{8, true, true, true, credits(500), credits(10'000), "visa", "4242", true, credits(100), credits(500),
        credits(5000), credits(500), "declined", 2, credits(7), credits(8), 1'800'000'000'000, credits(3), credits(1),
        credits(1000), 120'000});
    f(AskStatement{8, 1, 1'800'000'000'000, 50});
    f(StatementListed{8, id<TransferId>(13), 1'800'000'000'000, 2, true, credits(-3), id<JobId>(7)});
    f(StartTopUp{8, id<TransferId>(13), credits(500), true});
    f(OpenInBrowser{8, "https://pay.example/1"});
    f(TopUpState{8, id<TransferId>(13), 3, credits(500), credits(1), credits(2), 1'800'000'000'000, 1'800'000'000'001,
        true, "card", "https://pay.example/receipt", "declined"});
    f(ListTopUps{8});
    f(RefundTopUp{8, id<TransferId>(13)});
    f(SaveCard{8});
    f(ForgetCard{8});
    f(SetAutoTopUp{8, true, credits(100), credits(500), credits(5000)});
    f(StartOnboarding{8, "123456"});
    f(RequestPayout{8, id<TransferId>(13), credits(1000)});
    f(PayoutState{8, id<TransferId>(13), 2, credits(1000), 1'800'000'000'000, "closed"});
    f(ListPayouts{8});
    f(EarningsToCredits{8, id<TransferId>(13), credits(5)});
}

inline SharedBytes blindNumber(std::uint8_t byte)
{
    return SharedBytes::take(std::vector<std::uint8_t>(relay::kBlindNumberBytes, byte));
}

template <typename F> void ofRelayBlind(F f)
{
    using namespace relay;
    const BlindToken token{683, 3, id<Nonce32>(14), id<Nonce32>(15), blindNumber(1)};
    const BlindedToken blinded{3, blindNumber(2)};
    f(LoginBlind{id<Signature>(4)});
    f(BlindWelcome{683});
    f(AskBlindKeys{8, 683});
    f(BlindKeys{8, 683, 684, {BlindKey{3, blindNumber(3)}}, id<Signature>(4)});
    f(WithdrawBlind{8, id<TransferId>(13), 683, {blinded}});
    f(BlindSignatures{8, {BlindSignature{blindNumber(4)}}});
    f(RequestBlindHold{8, id<JobId>(7), id<KeyHash>(8), id<KeyHash>(9), id<PublicKey>(10), credits(5), 600,
        id<Hash256>(16), {token}});
    f(AskBlindChange{8, id<SecretKey256>(12)});
    f(BlindChange{8, 2, true, credits(1)});
    f(ClaimBlindChange{8, id<SecretKey256>(12), 683, {blinded}});
    f(ExchangeBlind{8, {token}, 684, {blinded}});
    f(DepositBlind{8, id<TransferId>(13), {token}});
}

template <typename F> void ofRelayGateway(F f)
{
    using namespace relay;
    f(AskGateway{8});
    f(Gateway{8, "https://relay.example/gateway"});
    f(BuyGatewayToken{8, id<Hash256>(16), credits(5), "scripts"});
    f(ListGatewayTokens{8});
    f(GatewayTokenListed{8, id<Hash256>(16), "scripts", credits(5), credits(3), credits(1), 1'800'000'000'000, true});
    f(RevokeGatewayToken{8, id<Hash256>(16)});
    f(RequestGatewayHold{
        8, id<AccountId>(17), id<JobId>(7), id<KeyHash>(8), id<KeyHash>(9), id<PublicKey>(10), credits(5), 600});
}

template <typename F> void all(F f)
{
    ofWorker(f);
    ofPeer(f);
    ofRelay(f);
    ofRelayAccounts(f);
    ofRelayMoney(f);
    ofRelayBlind(f);
    ofRelayGateway(f);
}

inline Offer offer()
{
    Offer o;
    o.machine = id<PublicKey>(1);
    o.name = "RTX 4090 · Tokyo";
    o.device = "NVIDIA GeForce RTX 4090";
    o.pricePerReferenceSecond = microCredits(40'000);
    o.nodeTypes = {"ImageUpscaleWithModel", "KSampler"};
    o.models = {{"upscale_models", "x4.safetensors", 67'000'000, id<Hash256>(7)}};
    o.speedPermille = 2400;
    o.slots = 2;
    o.issued = UnixMillis(std::chrono::milliseconds(1'800'000'000'000));
    o.expires = UnixMillis(std::chrono::milliseconds(1'800'000'600'000));
    o.servers = {{"comfyui", {"IMAGE", "LATENT"}, microCredits(50'000), {{"Glow", 1'500'000}}, bytes("nodes")}};
    return o;
}

} // namespace weft::protocol::samples

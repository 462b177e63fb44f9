// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/Peer.h"
#include "core/protocol/Relay.h"
#include "core/protocol/RelayAccount.h"
#include "core/protocol/RelayBlind.h"
#include "core/protocol/RelayGateway.h"
#include "core/protocol/RelayMoney.h"
#include "core/protocol/Worker.h"

#include <variant>

/// Which messages go which way, for decodeAny<>() and std::visit. A message that is added here makes every handler that
/// lacks it fail to compile.
namespace weft::protocol {

namespace worker {
using ToWorker =
    std::variant<WorkerHello, DescribeRequest, ValueBegin, ValueChunk, RunFragment, CancelFragment, DropValues>;
using FromWorker = std::variant<WorkerReady, ValueBegin, ValueChunk, CatalogueReply, NodeStartedEvent,
    NodeProgressEvent, NodePreviewEvent, NodeFinishedEvent, OutputReady, FragmentEnded, FragmentFailed>;
} // namespace worker

namespace peer {
using ToProvider = std::variant<OpenJob, OfferJob, ValueBegin, ValueChunk, SignReceipt, CancelJob>;
using ToBuyer = std::variant<Ready, Refused, Accepted, WantValues, JobProgress, JobPreview, NodeDone, ValueBegin,
    ValueChunk, Increment, SealedResult, JobFailed>;
} // namespace peer

namespace relay {
using ToRelay = std::variant<RelayHello, Login, PublishOffer, WithdrawOffer, ListOffers, RequestHold, OpenSession,
    SessionData, SessionCredit, CloseSession, Settle, ReleaseHold, AskJob, AskBalance, AskAccount, ListDevices,
    RevokeDevice, RenameDevice, MakeRecoveryCode, SetPassword, SignIn, UseRecoveryCode, BeginTotp, ConfirmTotp,
    RemoveTotp, BeginApproval, ApproveDevice, AskWallet, AskStatement, StartTopUp, ListTopUps, RefundTopUp, SaveCard,
    ForgetCard, SetAutoTopUp, StartOnboarding, RequestPayout, ListPayouts, EarningsToCredits, LoginBlind, AskBlindKeys,
    WithdrawBlind, RequestBlindHold, AskBlindChange, ClaimBlindChange, ExchangeBlind, DepositBlind,
    AskGateway, BuyGatewayToken, ListGatewayTokens, RevokeGatewayToken, RequestGatewayHold>;
using ToMachine = std::variant<Challenge, Welcome, RequestFailed, RequestDone, OfferListed, HoldGranted, SessionOpened,
    SessionData, SessionCredit, CloseSession, Settled, Released, JobState, Balance, AccountState, DeviceListed,
    RecoveryCode, TotpSecret, ApprovalCode, Wallet, StatementListed, OpenInBrowser, TopUpState, PayoutState,
    BlindWelcome, BlindKeys, BlindSignatures, BlindChange, Gateway, GatewayTokenListed>;
} // namespace relay

} // namespace weft::protocol

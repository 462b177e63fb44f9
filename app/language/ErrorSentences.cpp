// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One sentence per error code: what happened, what to do, what was not lost.
#include "app/language/ErrorText.h"

#include <QtGlobal>

#include <array>

namespace weft {

namespace {

constexpr std::array kSentences{
    ErrorSentence{ErrorCode::FileNotFound,
        QT_TRANSLATE_NOOP(
            "Errors", "The file[ “{path}”] doesn't exist. Check its name and folder. Nothing was changed.")},
    ErrorSentence{ErrorCode::FileUnreadable,
        QT_TRANSLATE_NOOP("Errors",
            "The file[ “{path}”] can't be read. Check that you may open it and that its disk is connected. Nothing was "
            "changed.")},
    ErrorSentence{ErrorCode::FileTruncated,
        QT_TRANSLATE_NOOP("Errors",
            "The file[ “{path}”] ends too early: it was cut off, perhaps by a broken download. Get it again. Nothing "
            "was changed.")},
    ErrorSentence{ErrorCode::FileTooLarge,
        QT_TRANSLATE_NOOP("Errors",
            "The file[ “{path}”] is larger than Weft takes[ (at most {limit})]. Use a smaller one. Nothing was "
            "changed.")},
    ErrorSentence{ErrorCode::FileUnwritable,
        QT_TRANSLATE_NOOP("Errors",
            "“{path}” can't be written[: {reason}]. Choose another folder or change its permissions. Results that are already "
            "saved are safe.")},
    ErrorSentence{ErrorCode::DiskFull,
        QT_TRANSLATE_NOOP("Errors",
            "The disk is full[ (writing “{path}”)]. Make room and run again. Files that were there before are "
            "untouched, and what was computed is answered from the cache where it fitted.")},
    ErrorSentence{ErrorCode::JsonInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "This isn't valid JSON[ (line {line}, column {column})]. Save the workflow again in the program that made "
            "it. Nothing was changed.")},
    ErrorSentence{ErrorCode::JsonTooDeep,
        QT_TRANSLATE_NOOP("Errors", "This JSON is nested too deeply to be a workflow. Nothing was changed.")},
    ErrorSentence{ErrorCode::JsonNotAWorkflow,
        QT_TRANSLATE_NOOP("Errors",
            "This file holds no workflow[ that Weft understands (node {node})]. Open a workflow JSON, an API JSON, or "
            "a picture that ComfyUI or Weft saved. Nothing was changed.")},
    ErrorSentence{ErrorCode::PictureInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "The picture[ “{path}”] is damaged or of a kind that Weft doesn't read. Use PNG, JPEG or WebP. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::PictureTooLarge,
        QT_TRANSLATE_NOOP("Errors",
            "The picture[ “{path}”] has more pixels than Weft takes[ (it would take {size})][ (at most {limit})]. Scale it "
            "down first. This costs nothing.")},
    ErrorSentence{ErrorCode::FolderWithoutPictures,
        QT_TRANSLATE_NOOP("Errors",
            "The folder[ “{path}”] holds no picture that Weft can read. Put PNG, JPEG or WebP files into it, each with its "
            "words in a .txt file of the same name. This costs nothing.")},
    ErrorSentence{ErrorCode::PictureSizesDiffer,
        QT_TRANSLATE_NOOP("Errors",
            "The picture[ “{path}”] is {received} pixels large, the first one {expected}. Choose how to resize them, or use "
            "pictures of one size. This costs nothing.")},
    ErrorSentence{ErrorCode::TensorFileInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "The model or value file[ “{path}”] isn't a sound safetensors file. Download it again. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::TensorInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "A value has the wrong shape or size[ in node {node}]. Check what is connected to it. Nothing was charged "
            "for this node.")},
    ErrorSentence{ErrorCode::ValueInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "A value isn't what it should be[ in node {node}][, input “{input}”]. Check what is connected to it. "
            "Nothing was charged for this node.")},
    ErrorSentence{ErrorCode::ValueMissing,
        QT_TRANSLATE_NOOP("Errors",
            "A value that was computed before is gone from the cache. Run again: it will be computed anew. Nothing "
            "else was lost.")},
    ErrorSentence{ErrorCode::GraphCycle,
        QT_TRANSLATE_NOOP("Errors",
            "The links go round in a circle[ at node {node}]. Remove one of them. The workflow itself is unchanged.")},
    ErrorSentence{ErrorCode::NodeTypeUnknown,
        QT_TRANSLATE_NOOP("Errors",
            "No machine offers the node type “{type}”[ (node {node})]. Connect one that has it, or replace the node. "
            "It stays in the workflow; this costs nothing.")},
    ErrorSentence{ErrorCode::NodeMissing,
        QT_TRANSLATE_NOOP(
            "Errors", "There is no node[ “{node}”] in this workflow. Check its number or title. Nothing was changed.")},
    ErrorSentence{ErrorCode::InputMissing,
        QT_TRANSLATE_NOOP(
            "Errors", "Node {node}[ ({type})] needs its input “{input}”. Connect or set it. This costs nothing.")},
    ErrorSentence{ErrorCode::LinkInvalid,
        QT_TRANSLATE_NOOP(
            "Errors", "A link is wrong[: node {node}][, input “{input}”]. Connect it again. This costs nothing.")},
    ErrorSentence{ErrorCode::TypeMismatch,
        QT_TRANSLATE_NOOP("Errors",
            "[Node {node}: ]{received} doesn't fit where {expected} is expected[ (input “{input}”)]. Connect something "
            "that fits. This costs nothing.")},
    ErrorSentence{ErrorCode::SettingInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "[Node {node}: ][“{input}” has a value that it can't take][: {received}]. Correct the value. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::SettingTooSmall,
        QT_TRANSLATE_NOOP(
            "Errors", "[Node {node}: ]“{input}” is {received}, but must be at least {min}. This costs nothing.")},
    ErrorSentence{ErrorCode::SettingTooLarge,
        QT_TRANSLATE_NOOP(
            "Errors", "[Node {node}: ]“{input}” is {received}, but must be at most {max}. This costs nothing.")},
    ErrorSentence{ErrorCode::SettingNotInList,
        QT_TRANSLATE_NOOP("Errors",
            "[Node {node}: ]“{received}” isn't one of the choices of “{input}”[: {expected}]. This costs nothing.")},
    ErrorSentence{ErrorCode::NoOutputNode,
        QT_TRANSLATE_NOOP("Errors",
            "Nothing in this workflow makes an output. Add a node that saves or shows something. This costs nothing.")},
    ErrorSentence{ErrorCode::ModelMissing,
        QT_TRANSLATE_NOOP("Errors",
            "No machine that you may use has the model “{model}”[ (node {node})]. Put the file into a model folder, or "
            "allow machines that have it. Nothing was charged for this node.")},
    ErrorSentence{ErrorCode::ModelUnsupported,
        QT_TRANSLATE_NOOP("Errors",
            "The model[ “{model}”] is of a kind that Weft can't run yet[ (node {node})]. Choose another. Nothing was "
            "charged for this node.")},
    ErrorSentence{ErrorCode::OutOfMemory,
        QT_TRANSLATE_NOOP("Errors",
            "The machine has too little memory[ for node {node}][: {size} would be needed, {limit} is what there is]. Use a "
            "smaller picture or model, or a machine with more memory. What was finished before is kept.")},
    ErrorSentence{ErrorCode::Cancelled,
        QT_TRANSLATE_NOOP(
            "Errors", "The run was cancelled. What was finished is kept; what was held and not used is released.")},
    ErrorSentence{ErrorCode::NodeFailed,
        QT_TRANSLATE_NOOP("Errors",
            "Node {node}[ ({type})] failed[: {reason}]. Check its settings and what is connected to it. Outputs that "
            "don't need it are kept; the failure costs nothing.")},
    ErrorSentence{ErrorCode::WorkerCrashed,
        QT_TRANSLATE_NOOP("Errors",
            "The worker on this computer stopped unexpectedly[ at node {node}]. Run again; if it happens again, use a "
            "smaller picture. Finished results are kept; this costs nothing.")},
    ErrorSentence{ErrorCode::WorkerStartFailed,
        QT_TRANSLATE_NOOP("Errors",
            "The worker on this computer doesn't start[: {path}]. Check that weft-worker stands beside weft, or "
            "install Weft again. Your workflow is unchanged.")},
    ErrorSentence{ErrorCode::TimedOut,
        QT_TRANSLATE_NOOP(
            "Errors", "The machine[ “{machine}”] didn't answer in time[ (node {node})]. Run again, perhaps elsewhere. Lost work costs nothing.")},
    ErrorSentence{ErrorCode::SandboxMissing,
        QT_TRANSLATE_NOOP("Errors",
            "This computer can't shut in other people's work[ (it has: {sandbox})], so sharing stays off. Use a Linux kernel "
            "with Landlock and seccomp, or start weft share with --accept-no-sandbox if you trust everybody on the relay.")},
    ErrorSentence{ErrorCode::CaptionsMismatch,
        QT_TRANSLATE_NOOP("Errors",
            "There are {pictures} pictures and {captions} texts[ (node {node})]. Give one text for all pictures, or one for "
            "each. This costs nothing.")},
    ErrorSentence{ErrorCode::TrainingDiverged,
        QT_TRANSLATE_NOOP("Errors",
            "The training went astray[ in step {step}][ (node {node})]: its loss is no number any more. Use a lower "
            "learning rate, or go on from a LoRA that was saved before. The failure costs nothing.")},
    ErrorSentence{ErrorCode::NeedsInput,
        QT_TRANSLATE_NOOP("Errors",
            "A node asked for an input that nothing delivers[ (node {node})]. Connect that input. The failure costs "
            "nothing.")},
    ErrorSentence{ErrorCode::RelayUnreachable,
        QT_TRANSLATE_NOOP("Errors",
            "The relay[ {url}] can't be reached. Check the address and your connection; with --only-here, or “Only "
            "here”, runs need no relay. This costs nothing.")},
    ErrorSentence{ErrorCode::RelayRefused,
        QT_TRANSLATE_NOOP("Errors", "The relay refused[: {reason}]. Check your account there. This costs nothing.")},
    ErrorSentence{ErrorCode::ProviderLost,
        QT_TRANSLATE_NOOP("Errors",
            "The machine[ “{machine}”] that worked on this[ (node {node})] went away, and no other could go on. Run again. Lost work "
            "costs nothing; what was held is released.")},
    ErrorSentence{ErrorCode::ProviderRefused,
        QT_TRANSLATE_NOOP("Errors",
            "The machine[ “{machine}”] refused the job[ (node {node})][: {reason}]. Choose another, or raise the limit. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::NoMachine,
        QT_TRANSLATE_NOOP("Errors",
            "No machine may run this[ (node {node}][, {type})]. Connect to a relay, or allow more machines. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::ProtocolViolation,
        QT_TRANSLATE_NOOP("Errors",
            "The other side[ “{machine}”] sent something that makes no sense[ (node {node})], and was cut off. Run again with another "
            "machine. Nothing was charged for it.")},
    ErrorSentence{ErrorCode::VersionUnsupported,
        QT_TRANSLATE_NOOP("Errors",
            "The other side speaks another version of Weft[ ({version})]. Update the older one. This costs nothing.")},
    ErrorSentence{ErrorCode::LimitExceeded,
        QT_TRANSLATE_NOOP("Errors",
            "This is more than Weft takes at once[: {size}][ (at most {limit})][, node {node}]. Split it up or make it smaller. "
            "This costs nothing.")},
    ErrorSentence{ErrorCode::KeyMismatch,
        QT_TRANSLATE_NOOP("Errors",
            "The machine or relay isn't the one that you knew: its key has changed. Go on only if its owner confirms "
            "that. Nothing was sent to it.")},
    ErrorSentence{ErrorCode::TicketInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "The permit for this job isn't valid (any more). Run again to get a new one. What was held is released.")},
    ErrorSentence{ErrorCode::SignatureInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "A signature is wrong, so what it stands for was refused. Run again with another machine. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::KeyUnreadable,
        QT_TRANSLATE_NOOP("Errors",
            "The key file[ “{path}”] can't be read. Restore it from a copy; without it you can't prove who you are. It "
            "was not overwritten.")},
    ErrorSentence{ErrorCode::DecryptionFailed,
        QT_TRANSLATE_NOOP("Errors",
            "What arrived can't be decrypted: it was damaged or forged on the way. Run again. This costs nothing.")},
    ErrorSentence{ErrorCode::PasswordWrong,
        QT_TRANSLATE_NOOP("Errors",
            "The e-mail address or the password is wrong. Try again, or use your recovery code. Nothing was "
            "changed.")},
    ErrorSentence{ErrorCode::PasswordNeeded,
        QT_TRANSLATE_NOOP("Errors",
            "This needs an e-mail address and a password, so that your money isn't lost with this computer. Set "
            "them under Account, then try again.")},
    ErrorSentence{ErrorCode::CodeWrong,
        QT_TRANSLATE_NOOP("Errors",
            "This code isn't valid[: {reason}]. Check it, or ask for a new one. Nothing was changed.")},
    ErrorSentence{ErrorCode::CodeNeeded,
        QT_TRANSLATE_NOOP("Errors",
            "Your authenticator's six-digit code is needed. Type it and try again.")},
    ErrorSentence{ErrorCode::EmailTaken,
        QT_TRANSLATE_NOOP("Errors",
            "This e-mail address belongs to another account. Sign in to that account, or use another address.")},
    ErrorSentence{ErrorCode::PasswordWeak,
        QT_TRANSLATE_NOOP("Errors",
            "This password is too easy to guess[: {reason}]. Take a longer one, for example four words. Nothing "
            "was changed.")},
    ErrorSentence{ErrorCode::TooManyTries,
        QT_TRANSLATE_NOOP("Errors",
            "Too many tries[. Wait {seconds} seconds, then try again]. Nothing was changed.")},
    ErrorSentence{ErrorCode::EmailInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "This isn't an e-mail address. Write it like name@example.com.")},
    ErrorSentence{ErrorCode::TotpNeeded,
        QT_TRANSLATE_NOOP("Errors",
            "Payouts need two-step sign-in, so that nobody else can redirect your earnings. Switch it on under "
            "Account, then try again.")},
    ErrorSentence{ErrorCode::AccountBusy,
        QT_TRANSLATE_NOOP("Errors",
            "This machine still runs or pays for a job. Wait until the job has ended, or cancel it, then try again. "
            "Nothing was changed.")},
    ErrorSentence{ErrorCode::KeychainLocked,
        QT_TRANSLATE_NOOP("Errors",
            "The system keychain is locked or refused access, and this machine's key rests in it. Unlock the keychain, "
            "then start Weft again. The key is kept.")},
    ErrorSentence{ErrorCode::KeychainMissing,
        QT_TRANSLATE_NOOP("Errors",
            "There is no system keychain here. Keep the key in its file, which only you can read, or start Weft in "
            "the session where the keychain is. The key is kept.")},
    ErrorSentence{ErrorCode::CreditTooLow,
        QT_TRANSLATE_NOOP("Errors",
            "Your balance is too low[: this needs {needed} credits, {available} are available]. [{trial} trial credits "
            "can't pay for a machine of your own account or household. ]Top up, choose a cheaper machine, or run only "
            "here. This costs nothing.")},
    ErrorSentence{ErrorCode::QuoteExceeded,
        QT_TRANSLATE_NOOP("Errors",
            "This would cost more than you allow[: about {estimate} credits, at most {limit}]. Raise the limit, or run "
            "only here. Nothing beyond it was charged.")},
    ErrorSentence{ErrorCode::HoldUnknown,
        QT_TRANSLATE_NOOP(
            "Errors", "The relay doesn't know this reservation of credits. Run again. This costs nothing.")},
    ErrorSentence{ErrorCode::HoldResolved,
        QT_TRANSLATE_NOOP("Errors",
            "This reservation of credits is settled already. Your balance shows the result; nothing is charged "
            "twice.")},
    ErrorSentence{ErrorCode::AmountInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "An amount isn't valid[: {received}]. Write credits as a number with at most six decimals. This costs "
            "nothing.")},
    ErrorSentence{ErrorCode::PaymentsOff,
        QT_TRANSLATE_NOOP("Errors",
            "This relay takes no payments: credits can't be bought or paid out here.")},
    ErrorSentence{ErrorCode::PaymentFailed,
        QT_TRANSLATE_NOOP("Errors",
            "The payment didn't go through[: {reason}]. Try again, or use another method. Nothing was charged.")},
    ErrorSentence{ErrorCode::PaymentUnreachable,
        QT_TRANSLATE_NOOP("Errors",
            "The payment service can't be reached now. Try again in a few minutes. Nothing was charged.")},
    ErrorSentence{ErrorCode::AccountFrozen,
        QT_TRANSLATE_NOOP("Errors",
            "This account is frozen while a payment is disputed. What the bank took back is missing from your "
            "balance until that is decided; nothing else is lost. Ask the relay's operator.")},
    ErrorSentence{ErrorCode::TopUpOutOfRange,
        QT_TRANSLATE_NOOP("Errors",
            "Choose an amount[ between {min} and {max} credits]. New accounts can add less in their first days. "
            "Nothing was charged.")},
    ErrorSentence{ErrorCode::NotRefundable,
        QT_TRANSLATE_NOOP("Errors",
            "This can't be refunded[: {reason}]. Unspent credits go back to the card within 14 days of buying "
            "them. Your credits are kept.")},
    ErrorSentence{ErrorCode::OnboardingNeeded,
        QT_TRANSLATE_NOOP("Errors",
            "Tell the payment service where to pay out first: choose “Set up payouts” in the wallet. Your "
            "earnings are kept.")},
    ErrorSentence{ErrorCode::PayoutTooSmall,
        QT_TRANSLATE_NOOP("Errors",
            "Too little has matured for a payout yet[: at least {min} credits]. Your earnings are kept, or can "
            "become credits at once.")},
    ErrorSentence{ErrorCode::CardMissing,
        QT_TRANSLATE_NOOP("Errors",
            "There is no saved card. Save one in the wallet first. Nothing was changed.")},
    ErrorSentence{ErrorCode::TokenSpent,
        QT_TRANSLATE_NOOP("Errors",
            "These blind credits were spent before. Nothing was charged a second time.")},
    ErrorSentence{ErrorCode::TokenInvalid,
        QT_TRANSLATE_NOOP("Errors",
            "These blind credits aren't valid at this relay[: {reason}]. Nothing was charged.")},
    ErrorSentence{ErrorCode::BudgetExceeded,
        QT_TRANSLATE_NOOP("Errors",
            "The budget that whoever shares this Weft has set doesn't allow this[: it may cost {cap} credits, {left} are left]. "
            "Ask for more, or for a workflow that costs less. Nothing was run or charged.")},
    ErrorSentence{ErrorCode::PageUnsafe,
        QT_TRANSLATE_NOOP("Errors",
            "The relay sent an address that Weft doesn't open[: {url}]. Nothing was opened and nothing was paid. Tell "
            "the relay's operator.")},
    ErrorSentence{ErrorCode::BrowserMissing,
        QT_TRANSLATE_NOOP("Errors",
            "No browser came up. Open this address yourself[: {url}]. Nothing was charged.")},
    ErrorSentence{ErrorCode::StorageFailed,
        QT_TRANSLATE_NOOP("Errors",
            "Saving failed[ in “{path}”]. Check the disk and its free space. What was saved before is intact.")},
    ErrorSentence{ErrorCode::StorageNewer,
        QT_TRANSLATE_NOOP("Errors",
            "These data[ in “{path}”] were written by a newer Weft. Update Weft to open them. They are untouched.")},
    ErrorSentence{ErrorCode::DownloadUnreachable,
        QT_TRANSLATE_NOOP("Errors",
            "The download from[ “{host}”] broke off again and again. Check your network, or set a mirror. What has "
            "arrived is kept; the next try goes on from there.")},
    ErrorSentence{ErrorCode::DownloadMissing,
        QT_TRANSLATE_NOOP("Errors",
            "“{url}” isn't there[ (HTTP {status})]. The file may have moved: try a mirror, or look for a newer Weft. "
            "Nothing was changed.")},
    ErrorSentence{ErrorCode::DownloadGated,
        QT_TRANSLATE_NOOP("Errors",
            "“{host}” gives “{name}” only to accounts that have accepted its licence[ at {site}]. Accept it there, "
            "then put a token of that account into a file and run: weft models get {name} --token-file FILE. What has "
            "arrived is kept.")},
    ErrorSentence{ErrorCode::DownloadRefused,
        QT_TRANSLATE_NOOP("Errors",
            "“{host}” doesn't give the file[ (HTTP {status})]. Try again later, or set a mirror. What has arrived is "
            "kept.")},
    ErrorSentence{ErrorCode::DownloadStalled,
        QT_TRANSLATE_NOOP("Errors",
            "“{host}” stopped sending. Try again, or set a mirror. What has arrived is kept; the next try goes on "
            "from there.")},
    ErrorSentence{ErrorCode::DownloadWrongBytes,
        QT_TRANSLATE_NOOP("Errors",
            "What “{host}” sent isn't “{name}”[: its checksum is another one ({received})]. It was removed. Try "
            "another mirror, and tell the authors of Weft if that doesn't help. Your other models are untouched.")},
    ErrorSentence{ErrorCode::DownloadWrongSize,
        QT_TRANSLATE_NOOP("Errors",
            "“{host}” sends a file of {received} bytes where {expected} are expected, so it isn't “{name}”. It wasn't "
            "kept. Try another mirror. Your other models are untouched.")},
    ErrorSentence{ErrorCode::DownloadRedirected,
        QT_TRANSLATE_NOOP("Errors",
            "“{host}” leads to an address that Weft doesn't follow[ ({url})]: too many steps, or without encryption. "
            "Try another mirror. What has arrived is kept.")},
    ErrorSentence{ErrorCode::DownloadNoSpace,
        QT_TRANSLATE_NOOP("Errors",
            "The disk of “{path}” has too little room for “{name}”[: {needed} are needed, {free} are free]. Make "
            "room, or choose another folder. What has arrived is kept; the next try goes on from there.")},
    ErrorSentence{ErrorCode::DownloadTargetExists,
        QT_TRANSLATE_NOOP("Errors",
            "“{path}” is there already with another content, or another Weft is getting it just now. Move it away, or "
            "wait. It wasn't touched.")},
    ErrorSentence{ErrorCode::Internal,
        QT_TRANSLATE_NOOP("Errors",
            "Something went wrong inside Weft. Please report it with the log. Your workflow and saved results are "
            "safe.")},
};

} // namespace

std::span<const ErrorSentence> errorSentences()
{
    return kSentences;
}

} // namespace weft

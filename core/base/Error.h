// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace weft {

/// What went wrong, as a stable number: it travels on the wires and is turned into a sentence by `app/language`.
/// Numbers are never reused. Add at the end of a family.
enum class ErrorCode : int {
    // Files and data
    FileNotFound = 100,
    FileUnreadable = 101,
    FileTruncated = 102,
    FileTooLarge = 103,
    FileUnwritable = 104,
    DiskFull = 105,
    JsonInvalid = 110,
    JsonTooDeep = 111,
    JsonNotAWorkflow = 112,
    PictureInvalid = 120,
    PictureTooLarge = 121,
    FolderWithoutPictures = 122,
    PictureSizesDiffer = 123,
    TensorFileInvalid = 130,
    TensorInvalid = 131,
    ValueInvalid = 132,
    ValueMissing = 133,
    // Graphs
    GraphCycle = 200,
    NodeTypeUnknown = 201,
    NodeMissing = 202,
    InputMissing = 203,
    LinkInvalid = 204,
    TypeMismatch = 205,
    SettingInvalid = 206,
    SettingTooSmall = 207,
    SettingTooLarge = 208,
    SettingNotInList = 209,
    NoOutputNode = 210,
    // Running
    ModelMissing = 300,
    ModelUnsupported = 301,
    OutOfMemory = 302,
    Cancelled = 303,
    NodeFailed = 304,
    WorkerCrashed = 305,
    WorkerStartFailed = 306,
    TimedOut = 307,
    NeedsInput = 308,
    SandboxMissing = 309,
    CaptionsMismatch = 310,
    TrainingDiverged = 311,
    // Machines and the relay
    RelayUnreachable = 400,
    RelayRefused = 401,
    ProviderLost = 402,
    ProviderRefused = 403,
    NoMachine = 404,
    ProtocolViolation = 405,
    VersionUnsupported = 406,
    LimitExceeded = 407,
    // Identity
    KeyMismatch = 500,
    TicketInvalid = 501,
    SignatureInvalid = 502,
    KeyUnreadable = 503,
    DecryptionFailed = 504,
    PasswordWrong = 505,
    PasswordNeeded = 506,
    CodeWrong = 507,
    CodeNeeded = 508,
    EmailTaken = 509,
    PasswordWeak = 510,
    TooManyTries = 511,
    EmailInvalid = 512,
    TotpNeeded = 513,
    AccountBusy = 514,
    KeychainLocked = 515,
    KeychainMissing = 516,
    // Money
    CreditTooLow = 600,
    QuoteExceeded = 601,
    HoldUnknown = 602,
    HoldResolved = 603,
    AmountInvalid = 604,
    PaymentsOff = 605,
    PaymentFailed = 606,
    PaymentUnreachable = 607,
    AccountFrozen = 608,
    TopUpOutOfRange = 609,
    NotRefundable = 610,
    OnboardingNeeded = 611,
    PayoutTooSmall = 612,
    CardMissing = 613,
    TokenSpent = 614,
    TokenInvalid = 615,
    BudgetExceeded = 616,
    PageUnsafe = 620,
    BrowserMissing = 621,
    // Storage
    StorageFailed = 700,
    StorageNewer = 701,
    // Downloads
    DownloadUnreachable = 800,
    DownloadMissing = 801,
    DownloadGated = 802,
    DownloadRefused = 803,
    DownloadStalled = 804,
    DownloadWrongBytes = 805,
    DownloadWrongSize = 806,
    DownloadRedirected = 807,
    DownloadNoSpace = 808,
    DownloadTargetExists = 809,
    // A bug
    Internal = 900,
};

/// The code's name, e.g. "FileTruncated"; "Unknown" for a number that this version doesn't know.
std::string_view nameOf(ErrorCode code);

/// An error as a value. `args` fill the placeholders of the sentence (keys such as "path", "node", "input", "limit");
/// `detail` is for logs and developers, in English, and never holds keys, prompts or pictures.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;
    std::map<std::string, std::string> args;

    Error() = default;
    Error(ErrorCode c, std::string d = {}, std::map<std::string, std::string> a = {})
        : code(c)
        , detail(std::move(d))
        , args(std::move(a))
    {
    }

    /// The same error with one more placeholder; an existing one is kept.
    Error with(std::string key, std::string value) const
    {
        Error copy = *this;
        copy.args.emplace(std::move(key), std::move(value));
        return copy;
    }

    bool operator==(const Error&) const = default;
};

} // namespace weft

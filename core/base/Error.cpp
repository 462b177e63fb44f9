// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Error.h"

namespace weft {

std::string_view nameOf(ErrorCode code)
{
    switch (code) {
#define WEFT_NAME(x) \
    case ErrorCode::x: \
        return #x
        WEFT_NAME(FileNotFound);
        WEFT_NAME(FileUnreadable);
        WEFT_NAME(FileTruncated);
        WEFT_NAME(FileTooLarge);
        WEFT_NAME(FileUnwritable);
        WEFT_NAME(DiskFull);
        WEFT_NAME(JsonInvalid);
        WEFT_NAME(JsonTooDeep);
        WEFT_NAME(JsonNotAWorkflow);
        WEFT_NAME(PictureInvalid);
        WEFT_NAME(PictureTooLarge);
        WEFT_NAME(FolderWithoutPictures);
        WEFT_NAME(PictureSizesDiffer);
        WEFT_NAME(TensorFileInvalid);
        WEFT_NAME(TensorInvalid);
        WEFT_NAME(ValueInvalid);
        WEFT_NAME(ValueMissing);
        WEFT_NAME(GraphCycle);
        WEFT_NAME(NodeTypeUnknown);
        WEFT_NAME(NodeMissing);
        WEFT_NAME(InputMissing);
        WEFT_NAME(LinkInvalid);
        WEFT_NAME(TypeMismatch);
        WEFT_NAME(SettingInvalid);
        WEFT_NAME(SettingTooSmall);
        WEFT_NAME(SettingTooLarge);
        WEFT_NAME(SettingNotInList);
        WEFT_NAME(NoOutputNode);
        WEFT_NAME(ModelMissing);
        WEFT_NAME(ModelUnsupported);
        WEFT_NAME(OutOfMemory);
        WEFT_NAME(Cancelled);
        WEFT_NAME(NodeFailed);
        WEFT_NAME(WorkerCrashed);
        WEFT_NAME(WorkerStartFailed);
        WEFT_NAME(TimedOut);
        WEFT_NAME(NeedsInput);
        WEFT_NAME(SandboxMissing);
        WEFT_NAME(CaptionsMismatch);
        WEFT_NAME(TrainingDiverged);
        WEFT_NAME(RelayUnreachable);
        WEFT_NAME(RelayRefused);
        WEFT_NAME(ProviderLost);
        WEFT_NAME(ProviderRefused);
        WEFT_NAME(NoMachine);
        WEFT_NAME(ProtocolViolation);
        WEFT_NAME(VersionUnsupported);
        WEFT_NAME(LimitExceeded);
        WEFT_NAME(KeyMismatch);
        WEFT_NAME(TicketInvalid);
        WEFT_NAME(SignatureInvalid);
        WEFT_NAME(KeyUnreadable);
        WEFT_NAME(DecryptionFailed);
        WEFT_NAME(PasswordWrong);
        WEFT_NAME(PasswordNeeded);
        WEFT_NAME(CodeWrong);
        WEFT_NAME(CodeNeeded);
        WEFT_NAME(EmailTaken);
        WEFT_NAME(PasswordWeak);
        WEFT_NAME(TooManyTries);
        WEFT_NAME(EmailInvalid);
        WEFT_NAME(TotpNeeded);
        WEFT_NAME(AccountBusy);
        WEFT_NAME(KeychainLocked);
        WEFT_NAME(KeychainMissing);
        WEFT_NAME(CreditTooLow);
        WEFT_NAME(QuoteExceeded);
        WEFT_NAME(HoldUnknown);
        WEFT_NAME(HoldResolved);
        WEFT_NAME(AmountInvalid);
        WEFT_NAME(PaymentsOff);
        WEFT_NAME(PaymentFailed);
        WEFT_NAME(PaymentUnreachable);
        WEFT_NAME(AccountFrozen);
        WEFT_NAME(TopUpOutOfRange);
        WEFT_NAME(NotRefundable);
        WEFT_NAME(OnboardingNeeded);
        WEFT_NAME(PayoutTooSmall);
        WEFT_NAME(CardMissing);
        WEFT_NAME(TokenSpent);
        WEFT_NAME(TokenInvalid);
        WEFT_NAME(BudgetExceeded);
        WEFT_NAME(PageUnsafe);
        WEFT_NAME(BrowserMissing);
        WEFT_NAME(StorageFailed);
        WEFT_NAME(StorageNewer);
        WEFT_NAME(DownloadUnreachable);
        WEFT_NAME(DownloadMissing);
        WEFT_NAME(DownloadGated);
        WEFT_NAME(DownloadRefused);
        WEFT_NAME(DownloadStalled);
        WEFT_NAME(DownloadWrongBytes);
        WEFT_NAME(DownloadWrongSize);
        WEFT_NAME(DownloadRedirected);
        WEFT_NAME(DownloadNoSpace);
        WEFT_NAME(DownloadTargetExists);
        WEFT_NAME(Internal);
#undef WEFT_NAME
    }
    return "Unknown";
}

} // namespace weft

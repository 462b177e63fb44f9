// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/WalletText.h"

#include "app/language/ErrorText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>

namespace weft {

namespace {

struct KindName {
    StatementKind kind;
    const char* word;
    const char* text;
};

constexpr std::array kKindNames{
    KindName{StatementKind::TopUp, "top-up", QT_TRANSLATE_NOOP("Wallet", "Top up")},
    KindName{StatementKind::Run, "run", QT_TRANSLATE_NOOP("Wallet", "Run")},
    KindName{StatementKind::Earning, "earning", QT_TRANSLATE_NOOP("Wallet", "Earned by sharing")},
    KindName{StatementKind::Refund, "refund", QT_TRANSLATE_NOOP("Wallet", "Refund")},
    KindName{StatementKind::Payout, "payout", QT_TRANSLATE_NOOP("Wallet", "Payout")},
    KindName{StatementKind::PayoutReturned, "payout-returned", QT_TRANSLATE_NOOP("Wallet", "Payout that came back")},
    KindName{StatementKind::EarningsToCredits, "earnings-to-credits",
        QT_TRANSLATE_NOOP("Wallet", "Earnings turned into credits")},
    KindName{StatementKind::Trial, "trial", QT_TRANSLATE_NOOP("Wallet", "Trial credits")},
    KindName{StatementKind::Grant, "grant", QT_TRANSLATE_NOOP("Wallet", "Given by the operator")},
    KindName{StatementKind::Dispute, "dispute", QT_TRANSLATE_NOOP("Wallet", "Disputed payment")},
    KindName{StatementKind::DisputeWon, "dispute-won", QT_TRANSLATE_NOOP("Wallet", "Dispute settled for you")},
    KindName{StatementKind::Blind, "blind", QT_TRANSLATE_NOOP("Wallet", "Blind credits")},
    KindName{StatementKind::Joined, "joined", QT_TRANSLATE_NOOP("Wallet", "Brought along by a device")},
    KindName{StatementKind::GatewayToken, "gateway-token", QT_TRANSLATE_NOOP("Wallet", "Gateway token")},
    KindName{StatementKind::Other, "other", QT_TRANSLATE_NOOP("Wallet", "Other")},
};

const KindName& kindName(int kind)
{
    for (const KindName& one : kKindNames) {
        if (int(one.kind) == kind)
            return one;
    }
    return kKindNames.back();
}

QString walletText(const char* text)
{
    return QCoreApplication::translate("Wallet", text);
}

} // namespace

Result<Money> readAmount(const QString& typed)
{
    const QLocale locale;
    QString text = typed.normalized(QString::NormalizationForm_KC).simplified(); // also full-width digits
    const bool isGrouped = text.contains(locale.groupSeparator());
    bool isGroupedRight = true;
    if (isGrouped) // 1,000 and 12,345.5, but not 1,5
        (void)locale.toLongLong(text.section(locale.decimalPoint(), 0, 0), &isGroupedRight);
    text.remove(locale.groupSeparator()).remove(u' ').replace(locale.decimalPoint(), QStringLiteral("."));
    const auto amount = parseCredits(text.toStdString());
    if (!amount || !isGroupedRight || *amount > kMaxAmount)
        return Error{ErrorCode::AmountInvalid, "not an amount of credits"}.with("received", typed.toStdString());
    return amount;
}

Result<Money> readDollars(const QString& typed)
{
    QString text = typed.normalized(QString::NormalizationForm_KC).trimmed();
    text.remove(u'$').remove(QChar(0xFF04));
    WEFT_TRY(const Money amount, readAmount(text));
    constexpr std::int64_t kCreditsPerDollar = 100;
    if (amount.micro > kMaxAmount.micro / kCreditsPerDollar)
        return Error{ErrorCode::AmountInvalid, "too much"}.with("received", typed.toStdString());
    const Money inCredits = microCredits(amount.micro * kCreditsPerDollar);
    if (inCredits.micro % kMicroPerCredit != 0)
        return Error{ErrorCode::AmountInvalid, "not whole cents"}.with("cents", typed.toStdString());
    return inCredits;
}

Result<Money> readWholeCredits(const QString& typed)
{
    WEFT_TRY(const Money amount, readAmount(typed));
    if (amount.micro % kMicroPerCredit != 0)
        return Error{ErrorCode::AmountInvalid, "not whole"}.with("whole", typed.toStdString());
    return amount;
}

QString lineKindText(const WalletLine& line)
{
    const StatementKind kind{line.kind};
    const bool isPlain = kind == StatementKind::Earning || kind == StatementKind::Payout
        || kind == StatementKind::PayoutReturned || !line.ofEarnings; // the word says whose it is
    const QString text = walletText(kindName(line.kind).text);
    return isPlain ? text : QCoreApplication::translate("Wallet", "%1 (from earnings)").arg(text);
}

QString lineKindWord(int kind)
{
    return QLatin1String(kindName(kind).word);
}

QString methodText(const std::string& method)
{
    if (method == "card")
        return walletText(QT_TRANSLATE_NOOP("Wallet", "card"));
    if (method == "alipay")
        return walletText(QT_TRANSLATE_NOOP("Wallet", "Alipay"));
    if (method == "wechat_pay")
        return walletText(QT_TRANSLATE_NOOP("Wallet", "WeChat Pay"));
    if (method == "crypto")
        return walletText(QT_TRANSLATE_NOOP("Wallet", "stablecoin"));
    return QString::fromStdString(method);
}

namespace {

const char* stageText(TopUpStage stage)
{
    switch (stage) {
    case TopUpStage::Open:
        return QT_TRANSLATE_NOOP("Wallet", "The payment page is open.");
    case TopUpStage::Pending:
        return QT_TRANSLATE_NOOP("Wallet",
            "Paid by a method that takes its time. The credits come by themselves; there is nothing more to do.");
    case TopUpStage::Paid:
        return QT_TRANSLATE_NOOP("Wallet", "Paid.");
    case TopUpStage::Cancelled:
        return QT_TRANSLATE_NOOP("Wallet", "Not paid: the page was left or has expired. Nothing was charged.");
    case TopUpStage::Failed:
        return QT_TRANSLATE_NOOP(
            "Wallet", "The payment didn't go through. Nothing was charged. Try again, or use another method.");
    case TopUpStage::Refunding:
        return QT_TRANSLATE_NOOP("Wallet", "The refund is on its way. Banks take up to ten days to show it.");
    case TopUpStage::Refunded:
        return QT_TRANSLATE_NOOP("Wallet", "%1 credits went back to where they came from.");
    case TopUpStage::Disputed:
        return QT_TRANSLATE_NOOP("Wallet",
            "Your bank has taken this payment back for now. Its credits are held until that is settled. If it is a "
            "mistake, tell your bank.");
    case TopUpStage::DisputeLost:
        return QT_TRANSLATE_NOOP("Wallet", "Your bank has taken this payment back. Its credits are gone with it.");
    }
    return "";
}

} // namespace

QString problemText(const std::string& problem)
{
    return reasonText(Error{ErrorCode::PaymentFailed}.with("reason", problem));
}

QString topUpSentence(const TopUp& topUp)
{
    QString text = walletText(stageText(TopUpStage{topUp.stage}));
    if (topUp.stage == int(TopUpStage::Refunded))
        text = text.arg(exactCredits(topUp.refunded));
    if (topUp.problem.empty())
        return text;
    const QString problem = problemText(topUp.problem);
    return QCoreApplication::translate("Wallet", "%1 The payment service says: %2").arg(text, problem);
}

QString payoutSentence(const Payout& payout)
{
    switch (PayoutStage{payout.stage}) {
    case PayoutStage::OnItsWay:
        return walletText(QT_TRANSLATE_NOOP("Wallet", "On its way to your bank; that takes a few days."));
    case PayoutStage::Paid:
        return walletText(QT_TRANSLATE_NOOP("Wallet", "Paid."));
    case PayoutStage::Failed:
        break;
    }
    const QString text = walletText(QT_TRANSLATE_NOOP(
        "Wallet", "It couldn't be paid. Your earnings came back. Check your details under “Set up payouts”."));
    if (payout.problem.empty())
        return text;
    const QString problem = problemText(payout.problem);
    return QCoreApplication::translate("Wallet", "%1 The payment service says: %2").arg(text, problem);
}

bool needsAccount(const Error& error)
{
    return error.code == ErrorCode::PasswordNeeded || error.code == ErrorCode::TotpNeeded;
}

QString walletSentence(const Error& error)
{
    const auto has = [&error](const char* key) { return error.args.contains(key); };
    if (has("again"))
        return walletText(QT_TRANSLATE_NOOP("Wallet",
            "The relay hasn't answered. Weft asks again by itself until it does, and it happens only once, even if you "
            "ask for the same again."));
    if (has("unknown"))
        return walletText(QT_TRANSLATE_NOOP("Wallet",
            "The relay hasn't answered, so nobody knows here whether it was done. Look at weft wallet history before "
            "you "
            "ask again."));
    if (error.code == ErrorCode::RelayUnreachable || error.code == ErrorCode::TimedOut)
        return walletText(QT_TRANSLATE_NOOP("Wallet",
            "The relay hasn't answered. Try again when the connection is back; nothing happens twice."));
    if (error.code != ErrorCode::AmountInvalid)
        return sentenceFor(error);
    if (has("cents"))
        return walletText(QT_TRANSLATE_NOOP("Wallet", "Write dollars and whole cents, such as 4.50. Nothing was changed."));
    if (has("whole"))
        return walletText(QT_TRANSLATE_NOOP("Wallet", "Write whole credits, such as 500. Nothing was charged."));
    if (has("below"))
        return walletText(QT_TRANSLATE_NOOP("Wallet",
            "The monthly limit is smaller than one top up. Raise the limit, or add less at a time. Nothing was "
            "changed."));
    if (has("least"))
        return filledSentence(
            walletText(QT_TRANSLATE_NOOP("Wallet", "A payout is at least {least}. Your earnings are kept.")),
            error.args);
    if (has("most"))
        return filledSentence(walletText(QT_TRANSLATE_NOOP("Wallet",
                                  "At most {most} is there for it. Write a smaller amount. Nothing was changed.")),
            error.args);
    return sentenceFor(error);
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The words that errors give as their reason, as clauses: they stand behind a colon, inside a sentence.
#include "app/language/ErrorText.h"
#include "core/security/PasswordRules.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

namespace weft {

namespace {

struct ErrorReason {
    ErrorCode code;
    std::string_view word;
    const char* text;
};

constexpr std::array kReasons {
    ErrorReason {ErrorCode::FileUnwritable, "permission", QT_TRANSLATE_NOOP("Reasons", "you may not write there")},
    ErrorReason {ErrorCode::FileUnwritable, "readonly", QT_TRANSLATE_NOOP("Reasons", "the disk can only be read")},
    ErrorReason {ErrorCode::FileUnwritable, "folder", QT_TRANSLATE_NOOP("Reasons", "there is a folder of this name")},
    ErrorReason {ErrorCode::FileUnwritable, "missing", QT_TRANSLATE_NOOP("Reasons", "its folder isn't there")},
    ErrorReason {ErrorCode::FileUnwritable, "long", QT_TRANSLATE_NOOP("Reasons", "its name is too long")},
    ErrorReason {ErrorCode::FileUnwritable, "taken", QT_TRANSLATE_NOOP("Reasons", "another Weft serves programs from this folder now; end that one, or give one of them a folder of its own")},
    ErrorReason {ErrorCode::FileUnwritable, "sharing", QT_TRANSLATE_NOOP("Reasons", "another Weft shares this computer from this folder, or settles what it shared; switch it off or close it first")},
    ErrorReason {ErrorCode::PasswordWeak, "short", QT_TRANSLATE_NOOP("Reasons", "it has fewer than %1 characters")},
    ErrorReason {ErrorCode::PasswordWeak, "common", QT_TRANSLATE_NOOP("Reasons", "it is among the first that are tried")},
    ErrorReason {ErrorCode::PasswordWeak, "email", QT_TRANSLATE_NOOP("Reasons", "it is your e-mail address")},
    ErrorReason {ErrorCode::CodeWrong, "mistyped", QT_TRANSLATE_NOOP("Reasons", "a character is mistyped or missing")},
    ErrorReason {ErrorCode::CodeWrong, "unknown", QT_TRANSLATE_NOOP("Reasons", "it is unknown, expired or was used before")},
    ErrorReason {ErrorCode::RelayRefused, "revoked",
        QT_TRANSLATE_NOOP("Reasons", "this device was signed out of its account for good")},
    ErrorReason {ErrorCode::RelayRefused, "no-gateway", QT_TRANSLATE_NOOP("Reasons", "it has no public gateway")},
    ErrorReason {ErrorCode::RelayRefused, "token",
        QT_TRANSLATE_NOOP("Reasons", "it doesn't know this gateway token, or the token was revoked")},
    ErrorReason {ErrorCode::RelayRefused, "gateway-token",
        QT_TRANSLATE_NOOP("Reasons", "this account has no such gateway token")},
    ErrorReason {ErrorCode::RelayRefused, "not-the-gateway",
        QT_TRANSLATE_NOOP("Reasons", "this machine isn't its public gateway")},
    ErrorReason {ErrorCode::NotRefundable, "unknown", QT_TRANSLATE_NOOP("Reasons", "this account has no such payment")},
    ErrorReason {ErrorCode::NotRefundable, "late", QT_TRANSLATE_NOOP("Reasons", "the time for it is over")},
    ErrorReason {ErrorCode::NotRefundable, "spent", QT_TRANSLATE_NOOP("Reasons", "it is spent, or went back already")},
    ErrorReason {ErrorCode::TokenInvalid, "epoch", QT_TRANSLATE_NOOP("Reasons", "they are too old and have to be exchanged first")},
    ErrorReason {ErrorCode::TokenInvalid, "length", QT_TRANSLATE_NOOP("Reasons", "they are damaged")},
    ErrorReason {ErrorCode::TokenInvalid, "range", QT_TRANSLATE_NOOP("Reasons", "they are damaged")},
    ErrorReason {ErrorCode::TokenInvalid, "signature", QT_TRANSLATE_NOOP("Reasons", "this relay didn't sign them")},
    ErrorReason {ErrorCode::PaymentFailed, "failed", QT_TRANSLATE_NOOP("Reasons", "no reason was given")},
    ErrorReason {ErrorCode::PaymentFailed, "refund-refused", QT_TRANSLATE_NOOP("Reasons", "the refund was refused")},
    ErrorReason {ErrorCode::PaymentFailed, "payout-refused", QT_TRANSLATE_NOOP("Reasons", "the payout was refused")},
    ErrorReason {ErrorCode::PaymentFailed, "payout-reversed", QT_TRANSLATE_NOOP("Reasons", "the payout was taken back")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-nothing",
        QT_TRANSLATE_NOOP("Reasons", "no value came there")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-list",
        QT_TRANSLATE_NOOP("Reasons", "a list of several values can't be brought to a ComfyUI server")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-type",
        QT_TRANSLATE_NOOP("Reasons", "a value of this kind can't be brought to a ComfyUI server, or back")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-batch",
        QT_TRANSLATE_NOOP("Reasons", "a batch so large, or so numbered, can't be brought to a ComfyUI server")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-latent",
        QT_TRANSLATE_NOOP("Reasons", "this latent holds more than a ComfyUI server can be given")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-noise-mask",
        QT_TRANSLATE_NOOP("Reasons", "its noise mask can't be taken out of a ComfyUI server")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-batch-index",
        QT_TRANSLATE_NOOP("Reasons", "the numbers of its batch can't be taken out of a ComfyUI server")},
    ErrorReason {ErrorCode::NodeFailed, "comfy-text",
        QT_TRANSLATE_NOOP("Reasons", "this ComfyUI server is too old to hand out texts and numbers")},
    ErrorReason {ErrorCode::NodeFailed, "api-dear",
        QT_TRANSLATE_NOOP("Reasons", "it needs other machines, which ask more now than its author lets a call cost")},
    ErrorReason {ErrorCode::NodeFailed, "api-credit",
        QT_TRANSLATE_NOOP("Reasons", "it needs other machines, and its author's credits don't last for them")},
    ErrorReason {ErrorCode::NodeFailed, "api-lost",
        QT_TRANSLATE_NOOP("Reasons", "it needs other machines, and one was lost, or none is there now")},
    ErrorReason {ErrorCode::NodeFailed, "api-bounds",
        QT_TRANSLATE_NOOP("Reasons", "its author has bounds for a setting, so it can't come straight from another call; set it on the node")},
    ErrorReason {ErrorCode::ProviderRefused, "comfy-stopped",
        QT_TRANSLATE_NOOP("Reasons", "its owner stopped the run")},
    ErrorReason {ErrorCode::ProviderRefused, "comfy-weft",
        QT_TRANSLATE_NOOP("Reasons", "it is a Weft, no ComfyUI; machines with Weft are reached through a relay")},
    ErrorReason {ErrorCode::ProviderRefused, "comfy-other",
        QT_TRANSLATE_NOOP("Reasons", "it doesn't answer as a ComfyUI does")},
    ErrorReason {ErrorCode::ProviderRefused, "server-other",
        QT_TRANSLATE_NOOP("Reasons", "it is neither a ComfyUI nor a server of language models")},
    ErrorReason {ErrorCode::ProviderRefused, "server-twice", QT_TRANSLATE_NOOP("Reasons", "it is in the list already")},
    ErrorReason {ErrorCode::ProviderRefused, "language-redirect",
        QT_TRANSLATE_NOOP("Reasons", "it sends on to another address, which is not followed; name that address itself")},
    ErrorReason {ErrorCode::ProviderRefused, "language-key",
        QT_TRANSLATE_NOOP("Reasons", "it wants an API key, or doesn't take the one that it got")},
    ErrorReason {ErrorCode::ProviderRefused, "language-models",
        QT_TRANSLATE_NOOP("Reasons", "it has no list of language models, so it is no server of them")},
    ErrorReason {ErrorCode::PaymentFailed, "relay-key", QT_TRANSLATE_NOOP("Reasons", "the relay's own key was refused")},
};

std::optional<ErrorCode> codeNamed(const std::string& name)
{
    for (const ErrorSentence& one : errorSentences()) {
        if (nameOf(one.code) == name)
            return one.code;
    }
    return {};
}

/// Of the sentences of another error the first, which says what happened.
QString firstClause(const Error& error)
{
    const QString text = sentenceFor(error);
    static const QRegularExpression kEnd(QStringLiteral("\\.( |$)|。"));
    const qsizetype end = text.indexOf(kEnd);
    return end < 0 ? text : text.left(end);
}

} // namespace

QString reasonText(const Error& error)
{
    const auto given = error.args.find("reason");
    if (given == error.args.end())
        return {};
    const auto known = std::ranges::find_if(
        kReasons, [&](const ErrorReason& one) { return one.code == error.code && one.word == given->second; });
    if (known != kReasons.end()) {
        const QString text = QCoreApplication::translate("Reasons", known->text);
        return text.contains(QStringLiteral("%1")) ? text.arg(kMinPasswordLetters) : text;
    }
    if (error.code == ErrorCode::PaymentFailed || error.code == ErrorCode::NodeFailed) // a node's own words
        return QString::fromStdString(given->second);
    if (const auto other = codeNamed(given->second); other && *other != error.code) {
        Error cause = error;
        cause.code = *other;
        cause.args.erase("reason");
        return firstClause(cause);
    }
    return {};
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/payments/StripeEvents.h"

namespace weft::relay {

namespace {

struct Subject {
    std::string_view prefix; // of the event's type
    OutboxKind kind;
    std::string_view key; // of the object's member that names what to fetch
};

/// The first that fits.
constexpr Subject kSubjects[] = {
    {"checkout.session.", OutboxKind::SeeSession, "id"},
    {"payment_intent.", OutboxKind::SeeIntent, "id"},
    {"charge.dispute.", OutboxKind::SeeDispute, "id"},
    {"charge.refund", OutboxKind::SeeRefunds, "payment_intent"},
    {"charge.", OutboxKind::SeeIntent, "payment_intent"},
    {"refund.", OutboxKind::SeeRefunds, "payment_intent"},
    {"radar.early_fraud_warning.", OutboxKind::SeeWarning, "id"},
    {"account.updated", OutboxKind::SeeConnect, "id"},
    {"transfer.", OutboxKind::SeeTransfer, "id"},
    {"payment_method.", OutboxKind::SeeMethod, "id"},
};
constexpr std::size_t kMaxIdBytes = 255;

} // namespace

Result<StripeEvent> readStripeEvent(std::string_view body)
{
    WEFT_TRY(const Json json, parseJson(body, {.maxBytes = 1 << 20, .maxDepth = 64}));
    StripeEvent event;
    event.id = stringAt(json, "id");
    event.type = stringAt(json, "type");
    event.liveMode = boolAt(json, "livemode");
    event.object = memberAt(memberAt(json, "data"), "object");
    const bool fits = stringAt(json, "object") == "event" && !event.id.empty() && event.id.size() <= kMaxIdBytes;
    if (!fits || event.type.empty() || event.type.size() > kMaxIdBytes)
        return Error{ErrorCode::ValueInvalid, "not an event"};
    return event;
}

std::optional<OutboxRow> whatToSee(const StripeEvent& event, UnixMillis now)
{
    for (const Subject& subject : kSubjects) {
        if (!event.type.starts_with(subject.prefix))
            continue;
        const std::string id = stringAt(event.object, subject.key);
        if (id.empty() || id.size() > kMaxIdBytes)
            return std::nullopt;
        return seeRequest(subject.kind, id, event.id, now);
    }
    return std::nullopt;
}

} // namespace weft::relay

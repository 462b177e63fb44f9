// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay-server/payments/StripeRequests.h"

namespace weft::relay {

/// What a webhook's event is about: the object to fetch. An event is a hint and no more: what it says of the object may
/// be old, so that the object is always fetched, and events that come late, twice or out of order do no harm. Nothing:
/// this type of event isn't ours to know. Errors: JsonInvalid, ValueInvalid (not an event).
struct StripeEvent {
    std::string id;
    std::string type;
    bool liveMode = false;
    Json object;
};
Result<StripeEvent> readStripeEvent(std::string_view body);
std::optional<OutboxRow> whatToSee(const StripeEvent& event, UnixMillis now);

} // namespace weft::relay

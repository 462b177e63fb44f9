// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Server.h"
#include "relay-server/payments/StripeEvents.h"

namespace weft::relay {

/// What becomes of an event whose signature is right; `done` after the commit.
using EventSink = std::function<void(StripeEvent event, std::function<void(Done)> done)>;

/// POST /stripe/webhook, and the small pages that Stripe sends a browser back to. The pages prove nothing and do
/// nothing: what happened is known by the webhook.
void addPaymentRoutes(http::Server& server, std::vector<std::string> secrets, EventSink sink);

} // namespace weft::relay

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/job/Market.h"

#include <string_view>
#include <vector>

namespace weft::relay {

/// How much older than now a signed time may be; as Stripe's own package has it, a later one isn't refused.
constexpr std::chrono::seconds kWebhookTolerance{300};

/// Whether Stripe sent these bytes: HMAC-SHA256 over "t." and the raw body with one of the secrets (two while one is
/// rotated out), hexadecimal, in any v1 of the Stripe-Signature header. No I/O.
/// Errors: SignatureInvalid (detail: why).
/// Source: https://docs.stripe.com/webhooks/signature; agrees with the Python package "stripe"
/// (tests/relay-server/payments/TestWebhookSignature).
Done checkWebhook(
    std::string_view header, std::string_view body, const std::vector<std::string>& secrets, UnixMillis now);

} // namespace weft::relay

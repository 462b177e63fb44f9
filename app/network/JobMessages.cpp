// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/network/JobMessages.h"

namespace weft {

std::optional<RelayNews> newsOf(const protocol::relay::ToMachine& message)
{
    return std::visit(
        [](const auto& m) -> std::optional<RelayNews> {
            if constexpr (std::is_constructible_v<RelayNews, decltype(m)>)
                return RelayNews(m);
            else
                return {};
        },
        message);
}

RelayStep stepOf(const RelayRequest& request)
{
    constexpr RelayStep kSteps[] {RelayStep::Hold, RelayStep::Session, RelayStep::Release, RelayStep::Settle, RelayStep::Ask};
    static_assert(std::size(kSteps) == std::variant_size_v<RelayRequest>);
    return kSteps[request.index()];
}

bool mayRetryElsewhere(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NodeTypeUnknown:
    case ErrorCode::ModelMissing:
    case ErrorCode::ModelUnsupported:
    case ErrorCode::OutOfMemory:
    case ErrorCode::WorkerCrashed:
    case ErrorCode::WorkerStartFailed:
    case ErrorCode::TimedOut:
    case ErrorCode::DiskFull:
    case ErrorCode::RelayUnreachable:
    case ErrorCode::RelayRefused:
    case ErrorCode::ProviderLost:
    case ErrorCode::ProviderRefused:
    case ErrorCode::ProtocolViolation:
    case ErrorCode::VersionUnsupported:
    case ErrorCode::LimitExceeded:
    case ErrorCode::KeyMismatch:
    case ErrorCode::TicketInvalid:
    case ErrorCode::SignatureInvalid:
    case ErrorCode::DecryptionFailed:
    case ErrorCode::QuoteExceeded:
    case ErrorCode::HoldUnknown:
    case ErrorCode::HoldResolved:
    case ErrorCode::StorageFailed:
    case ErrorCode::Internal:
        return true;
    default:
        return false;
    }
}

} // namespace weft

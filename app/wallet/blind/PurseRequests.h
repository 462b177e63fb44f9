// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/wallet/blind/TokenPurse.h"

/// Small questions about what a purse asks of the relay.
namespace weft {

/// The relay said no, and so nothing was done; anything else may still have been carried out, or may be later.
inline bool isDefinite(ErrorCode code)
{
    switch (code) {
    case ErrorCode::RelayUnreachable:
    case ErrorCode::TimedOut:
    case ErrorCode::Cancelled:
    case ErrorCode::LimitExceeded:
    case ErrorCode::StorageFailed:
    case ErrorCode::Internal:
        return false;
    default:
        return true;
    }
}

inline Error gone() { return {ErrorCode::Cancelled, "the connection was closed"}; }

inline std::vector<BlindedToken> blindedOf(const PurseRequest& request)
{
    std::vector<BlindedToken> tokens;
    for (const PreparedToken& one : request.prepared)
        tokens.push_back({one.power, one.blinded});
    return tokens;
}

inline std::vector<int> powersOf(const std::vector<BlindToken>& tokens)
{
    std::vector<int> powers;
    for (const BlindToken& token : tokens)
        powers.push_back(token.power);
    return powers;
}

} // namespace weft

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// The bounds that hold across programs, each with its reason. A bound of one file lives in that file.
namespace weft {

/// One frame on any wire. Qt's WebSocket would take 2 GiB.
constexpr std::size_t kMaxFrameBytes = 64 * 1024;
/// The payload of a chunk of a value, or of forwarded bytes, inside such a frame.
constexpr std::size_t kMaxChunkBytes = 60 * 1024;
/// One value (a batch of pictures): 2 GiB.
constexpr std::uint64_t kMaxValueBytes = std::uint64_t {2} << 30;
/// One input file (a photograph).
constexpr std::size_t kMaxPictureFileBytes = 256u << 20;
/// Pixels of one decoded picture: a decompression bomb ends here.
constexpr std::int64_t kMaxPicturePixels = 16384LL * 16384LL;
/// A workflow file.
constexpr std::size_t kMaxWorkflowBytes = 32u << 20;
/// Nodes of one graph.
constexpr std::size_t kMaxGraphNodes = 100'000;
/// Nodes of one fragment on a wire.
constexpr std::size_t kMaxFragmentNodes = 10'000;
/// Bytes that one side may have in flight in a forwarded session.
constexpr std::size_t kCreditWindowBytes = 1u << 20;
/// Unsent bytes after which a slow socket is closed.
constexpr std::int64_t kMaxUnsentBytes = 4 << 20;
/// A ticket opens a channel this long after it was signed; the hold has its own deadline.
constexpr std::chrono::seconds kTicketLifetime {300};

} // namespace weft

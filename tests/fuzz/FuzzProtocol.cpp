// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every message of the three wires, and offers: whatever is read must be written again in bounds.
#include "core/protocol/Codec.h"
#include "core/protocol/Wires.h"

#include <cstdlib>

using namespace weft;
using namespace weft::protocol;

namespace {

template <typename Wire>
void tryWire(ByteView bytes)
{
    const auto message = decodeAny<Wire>(bytes);
    if (!message)
        return;
    const QByteArray again = std::visit([](const auto& m) { return encode(m); }, *message);
    const auto twice = decodeAny<Wire>(viewOf(again));
    if (!twice || std::visit([](const auto& m) { return encode(m); }, *twice) != again)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView bytes(data, size);
    tryWire<worker::ToWorker>(bytes);
    tryWire<worker::FromWorker>(bytes);
    tryWire<peer::ToProvider>(bytes);
    tryWire<peer::ToBuyer>(bytes);
    tryWire<relay::ToRelay>(bytes);
    tryWire<relay::ToMachine>(bytes);
    if (const auto offer = decodeOffer(bytes))
        (void)encodeOffer(*offer);
    return 0;
}

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The middle of a provider's job: price, inputs, outputs, receipts.
#include "app/sharing/ProviderJob.h"

#include "core/protocol/Versions.h"

#include <algorithm>

namespace weft {

using namespace protocol;

namespace {

/// A preview is one frame, with room for its other fields.
constexpr std::size_t kMaxPreviewBytes = kMaxChunkBytes;
/// Of a text that is sold: its beginning. What is shown of a picture isn't the picture, but a text is all that it is.
constexpr std::size_t kTextTasteBytes = 64;

/// What may be shown before it is paid.
bool mayBeShown(const NodePreview& preview, Money price)
{
    const bool isText = preview.mime.starts_with("text/");
    return preview.picture.size() <= (isText && price > Money {} ? kTextTasteBytes : kMaxPreviewBytes);
}

std::int64_t sizeOf(const std::vector<NamedValue>& values)
{
    std::int64_t sum = 0;
    for (const NamedValue& value : values)
        sum += static_cast<std::int64_t>(value.bytes.size());
    return sum;
}

Error violation(std::string what)
{
    return Error {ErrorCode::ProtocolViolation, std::move(what)};
}

/// What is priced by its bytes must have the elements that the price counts on; a latent at least four channels.
bool isPricedAsSent(const Value& value)
{
    if (value.type != "IMAGE" && value.type != "MASK" && value.type != "LATENT" && value.type != "SIGMAS")
        return true;
    for (const char* name : {"value", "samples", "noise_mask"}) {
        if (const Tensor* tensor = value.tensor(name); tensor && tensor->dtype != DType::F32)
            return false;
    }
    const Tensor* samples = value.tensor("samples");
    return !samples || samples->shape.size() < 2 || samples->shape[1] >= 4;
}

} // namespace

Done ProviderJob::checkOffer(const peer::OfferJob& offer)
{
    if (offer.inputs.size() != offer.fragment.inputs.size())
        return violation("inputs and fragment disagree");
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < offer.inputs.size(); ++i) {
        const auto& input = offer.inputs[i];
        if (input.items.size() != input.sizesBytes.size())
            return violation("names and sizes disagree");
        if (!input.present && (!offer.fragment.inputs[i].lazy || !input.items.empty()))
            return violation("an input is missing");
        for (std::int64_t size : input.sizesBytes) {
            if (size < 0 || size > m_limits.maxInputBytes - bytes)
                return Error {ErrorCode::LimitExceeded, "the inputs are too large"};
            bytes += size;
        }
    }
    WEFT_CHECK(m_rules->accepts(offer));
    WEFT_TRY(JobPrice price, m_rules->price(offer));
    if (offer.amount < price.quote.amount)
        return Error {ErrorCode::AmountInvalid, "the offered amount is below this machine's price",
            {{"price", toCreditString(price.quote.amount)}}};
    if (offer.amount > m_ticket.cap)
        return Error {ErrorCode::QuoteExceeded, "the offered amount is more than what is held"};
    m_work = std::move(price.work);
    m_pieces = std::move(price.pieces);
    m_referenceWork = price.quote.work;
    return {};
}

void ProviderJob::take(const peer::OfferJob& message, UnixMillis now)
{
    if (m_state != State::Pricing)
        return fail(violation("an offer came out of turn"), now);
    m_offer = message;
    if (Done checked = checkOffer(message); !checked)
        return refuse(checked.error(), now);
    peer::WantValues want;
    for (const auto& input : m_offer.inputs) {
        for (std::size_t i = 0; i < input.items.size(); ++i) {
            if (!m_wanted.insert(input.items[i]).second)
                continue;
            want.names.push_back(input.items[i]);
            m_expectedBytes += static_cast<std::uint64_t>(input.sizesBytes[i]);
        }
    }
    say(peer::Accepted {m_offer.amount});
    say(std::move(want));
    m_receivingSince = now;
    enter(State::Receiving, now, m_limits.values);
    if (m_wanted.empty())
        begin(now);
}

ProviderJob::Effects ProviderJob::onValue(NamedValue value, UnixMillis now)
{
    return step([&] {
        if (m_state == State::Settling)
            return;
        if (m_state != State::Receiving || m_wanted.erase(value.name) == 0)
            return fail(violation("a value that wasn't asked for"), now);
        if (m_crypto->nameOf(m_offer.runSecret, value.bytes.view()) != value.name)
            return fail(violation("a value isn't what its name says"), now);
        m_receivedBytes += value.bytes.size();
        m_inputs[value.name] = std::move(value.bytes);
        expectMore(0);
        if (m_wanted.empty())
            begin(now);
    });
}

ProviderJob::Effects ProviderJob::onAlive(std::uint64_t received, UnixMillis)
{
    return step([&] {
        if (m_state == State::Receiving)
            expectMore(received);
    });
}

/// A slot isn't held by a trickle: time is given only for what has arrived.
void ProviderJob::expectMore(std::uint64_t ofCurrent)
{
    const auto bytes = static_cast<std::int64_t>(m_receivedBytes + ofCurrent);
    m_deadline = m_receivingSince + m_limits.values + std::chrono::seconds {bytes / kSlowestBytesPerSecond};
}

void ProviderJob::begin(UnixMillis now)
{
    FragmentJob job;
    job.fragment = m_offer.fragment;
    job.quote = {m_referenceWork, m_offer.amount};
    for (const auto& input : m_offer.inputs) {
        ValueList items;
        for (std::size_t i = 0; i < input.items.size(); ++i) {
            const SharedBytes& bytes = m_inputs[input.items[i]];
            if (static_cast<std::int64_t>(bytes.size()) != input.sizesBytes[i])
                return fail(violation("a value has another size than was said"), now);
            auto value = decodeValue(bytes);
            if (!value)
                return fail(value.error(), now);
            if (!isPricedAsSent(*value))
                return fail(violation("pixels, latents and sigmas travel as 32-bit floats"), now);
            items.push_back(std::move(*value));
        }
        job.inputs.push_back(std::move(items));
    }
    const auto paidFor = m_limits.runBase + m_limits.runPatience * std::chrono::milliseconds {m_referenceWork.value};
    m_runUntil = std::min(now + std::min(m_limits.run, paidFor), m_ticket.holdDeadline);
    m_running = true;
    m_state = State::Running;
    m_deadline = m_runUntil;
    emit(StartFragment {std::move(job)});
}

ProviderJob::Effects ProviderJob::onEvent(const FragmentEvent& event, UnixMillis now)
{
    return step([&] {
        if (m_state != State::Running || !m_running)
            return;
        if (const auto* started = std::get_if<NodeStarted>(&event))
            say(peer::JobProgress {started->node, 0, 1});
        else if (const auto* progress = std::get_if<NodeProgress>(&event))
            say(peer::JobProgress {progress->node, std::max<std::int64_t>(progress->value, 0), std::max<std::int64_t>(progress->max, 1)});
        else if (const auto* preview = std::get_if<NodePreview>(&event); preview && mayBeShown(*preview, m_offer.amount))
            say(peer::JobPreview {preview->node, preview->mime, preview->picture});
        else if (const auto* done = std::get_if<NodeFinished>(&event))
            say(peer::NodeDone {done->node, std::max<std::int64_t>(done->took.count(), 0), done->cached});
        else if (const auto* made = std::get_if<NodeMade>(&event))
            countPieces(*made);
        else if (const auto* output = std::get_if<NodeOutput>(&event))
            queue(output->node, output->slot, output->items, now);
    });
}

void ProviderJob::countPieces(const NodeMade& made)
{
    const auto priced = m_pieces.find(made.node);
    const auto work = m_work.find(made.node);
    if (priced != m_pieces.end() && work != m_work.end())
        m_done[made.node] = microsFor(work->second, priced->second, made.pieces);
}

ProviderJob::Effects ProviderJob::onReport(FragmentReport report, UnixMillis now)
{
    return step([&] {
        if (m_state != State::Running || !m_running)
            return;
        m_running = false;
        if (const auto* failure = std::get_if<FragmentFailure>(&report))
            return fail(failure->error, now, failure->node, failure->needsInputs);
        const FragmentResult& result = std::get<FragmentOutcome>(report).result;
        for (const SlotRef& slot : m_offer.fragment.outputs) {
            const auto found = result.outputs.find(slot);
            if (found == result.outputs.end() && !m_queued.contains(slot))
                return fail(Error {ErrorCode::Internal, "the engine left an output out"}, now, slot.node);
            if (found != result.outputs.end())
                queue(slot.node, slot.slot, found->second, now);
        }
        for (const auto& [node, files] : result.files)
            queue(node, -1, files, now);
        m_fragmentEnded = true;
        if (m_state == State::Running)
            pump(now);
    });
}

void ProviderJob::queue(const NodeId& node, int slot, const ValueList& items, UnixMillis now)
{
    const SlotRef ref {node, slot};
    const auto& asked = m_offer.fragment.outputs;
    if (slot >= 0 && std::ranges::find(asked, ref) == asked.end())
        return;
    if (m_state != State::Running || !m_queued.insert(ref).second)
        return;
    Output output {{node, slot, {}}, {}};
    for (const Value& item : items) {
        auto bytes = encodeValue(item);
        if (!bytes)
            return fail(bytes.error(), now, node);
        const ValueName name = m_crypto->nameOf(m_offer.runSecret, bytes->view());
        output.names.items.push_back(name);
        output.values.push_back({name, std::move(*bytes)});
    }
    m_ready.push_back(std::move(output));
    pump(now);
}

/// Hands over what may go: the newest output is kept for the seal, and one increment at a time may be unsigned.
void ProviderJob::pump(UnixMillis now)
{
    if (m_fragmentEnded && !m_asked)
        return sealRest(now);
    if (!m_fragmentEnded && !m_asked && m_ready.size() > 1)
        handOver(now);
}

void ProviderJob::handOver(UnixMillis now)
{
    const Output output = std::move(m_ready.front());
    m_ready.pop_front();
    for (const NamedValue& value : output.values)
        if (m_sentClear.insert(value.name).second)
            emit(SendValue {value});
    m_delivered.insert({output.names.node, output.names.slot});
    const Money sum = priceOfOutputs(m_offer.fragment, m_work, m_offer.amount, m_delivered, m_done);
    Receipt asked;
    asked.job = m_record.job;
    asked.increment = m_record.receipt.increment + 1;
    asked.cumulative = std::max(sum, m_record.receipt.cumulative);
    m_asked = asked;
    const std::chrono::seconds transfer {sizeOf(output.values) / kSlowestBytesPerSecond};
    m_runUntil = std::min(m_runUntil + transfer, m_ticket.holdDeadline); // a slow line isn't slow work
    m_deadline = std::min(m_runUntil, now + m_limits.receipt + transfer);
    say(peer::Increment {asked.increment, asked.cumulative, {output.names}});
}

void ProviderJob::sealRest(UnixMillis now)
{
    if (m_ready.empty())
        return fail(Error {ErrorCode::NoOutputNode, "the fragment made nothing to hand over"}, now);
    m_key = m_crypto->freshKey();
    peer::SealedResult sealed;
    std::set<ValueName> sent = m_sentClear;
    std::int64_t bytes = 0;
    for (const Output& output : m_ready) {
        for (const NamedValue& value : output.values)
            if (sent.insert(value.name).second)
                emit(SendValue {{value.name, m_crypto->seal(m_key, value.name, value.bytes)}});
        bytes += sizeOf(output.values);
        sealed.outputs.push_back(output.names);
    }
    Receipt asked;
    asked.job = m_record.job;
    asked.increment = m_record.receipt.increment + 1;
    const std::set<SlotRef> all(m_offer.fragment.outputs.begin(), m_offer.fragment.outputs.end());
    const Money sum = priceOfOutputs(m_offer.fragment, m_work, m_offer.amount, all, m_done);
    asked.cumulative = std::max(sum, m_record.receipt.cumulative);
    asked.final = true;
    asked.keyCommitment = m_crypto->commitmentTo(m_key);
    m_asked = asked;
    sealed.index = asked.increment;
    sealed.cumulative = asked.cumulative;
    sealed.keyCommitment = asked.keyCommitment;
    m_ready.clear();
    enter(State::AwaitFinal, now, m_limits.receipt + std::chrono::seconds {bytes / kSlowestBytesPerSecond});
    say(std::move(sealed));
}

Done ProviderJob::checkReceipt(const Receipt& receipt) const
{
    Receipt expected = *m_asked;
    const bool same = receipt.job == expected.job && receipt.increment == expected.increment
        && receipt.cumulative == expected.cumulative && receipt.final == expected.final
        && receipt.keyCommitment == expected.keyCommitment;
    if (!same)
        return violation("the receipt isn't for what was handed over");
    if (!m_crypto->verify(receipt, m_peer))
        return Error {ErrorCode::SignatureInvalid, "the receipt isn't signed by the job's key"};
    return {};
}

void ProviderJob::take(const peer::SignReceipt& message, UnixMillis now)
{
    if (!m_asked)
        return fail(violation("a receipt that wasn't asked for"), now);
    if (Done checked = checkReceipt(message.receipt); !checked)
        return fail(checked.error(), now);
    m_asked.reset();
    m_record.receipt = message.receipt;
    if (message.receipt.final)
        m_record.key = m_key;
    emit(Keep {m_record});
    if (m_state == State::AwaitFinal)
        return settle(now);
    m_deadline = m_runUntil;
    pump(now);
}

} // namespace weft

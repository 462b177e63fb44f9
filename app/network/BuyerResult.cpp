// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a buyer makes of the provider's messages: the checks before anything is signed.
#include "app/network/BuyerJob.h"

#include "core/protocol/ErrorCodec.h"
#include "core/protocol/Versions.h"

#include <algorithm>

namespace weft {

using namespace protocol;

namespace {

Error violation(std::string what)
{
    return Error {ErrorCode::ProtocolViolation, std::move(what)};
}

} // namespace

bool BuyerJob::expect(State state, UnixMillis now)
{
    if (m_state == state)
        return true;
    if (m_state != State::Resolving && m_state != State::AwaitKey)
        fail(violation("a message came out of turn"), now);
    return false;
}

bool BuyerJob::knowsNode(const NodeId& node) const
{
    return std::ranges::any_of(m_order.fragment.nodes, [&](const FragmentNode& n) { return n.id == node; });
}

BuyerJob::Effects BuyerJob::onValue(NamedValue value, UnixMillis now)
{
    return step([&] {
        if (!m_channelOpen || !expect(State::Running, now))
            return;
        m_deadline = now + m_order.limits.stall;
        m_receivedBytes += static_cast<std::int64_t>(value.bytes.size());
        if (m_receivedBytes > m_order.limits.maxResultBytes)
            return fail(Error {ErrorCode::LimitExceeded, "the provider sends more than the limit"}, now);
        const bool clear = m_crypto.nameOf(m_order.runSecret, value.bytes.view()) == value.name;
        (clear ? m_clear : m_sealed)[value.name] = std::move(value.bytes);
    });
}

void BuyerJob::take(const peer::Ready& message, UnixMillis now)
{
    if (!expect(State::Asking, now))
        return;
    if (message.version < kPeerVersionMin || message.version > kPeerVersionMax)
        return fail(Error {ErrorCode::VersionUnsupported, "the provider chose a version that wasn't offered"}, now);
    enter(State::Offering, now, m_order.limits.answer);
    emit(ToPeer {peer::OfferJob {m_order.runSecret, m_order.fragment, m_order.inputs, m_order.quote.work.value,
        m_order.quote.amount}});
}

void BuyerJob::take(const peer::Refused& message, UnixMillis now)
{
    if (m_state != State::Asking && !expect(State::Offering, now))
        return;
    Error error = fromWire(message.error);
    FragmentFailure failure;
    failure.error = Error {ErrorCode::ProviderRefused, error.detail, error.args}.with("reason", std::string(nameOf(error.code)));
    failure.retryElsewhere = true;
    fail(std::move(failure), now);
}

void BuyerJob::take(const peer::Accepted& message, UnixMillis now)
{
    if (!expect(State::Offering, now))
        return;
    if (m_accepted || message.amount != m_order.quote.amount)
        return fail(violation("the accepted amount isn't the one offered"), now);
    m_accepted = true;
}

void BuyerJob::take(const peer::WantValues& message, UnixMillis now)
{
    if (!expect(State::Offering, now))
        return;
    if (!m_accepted)
        return fail(violation("values were asked for before the job was accepted"), now);
    std::set<ValueName> sent;
    for (const ValueName& name : message.names) {
        const auto found = m_order.values.find(name);
        if (found == m_order.values.end() || !sent.insert(name).second)
            return fail(violation("an unknown value was asked for"), now);
        emit(SendValue {{found->first, found->second}});
    }
    enter(State::Running, now, m_order.limits.stall);
}

void BuyerJob::take(const peer::JobProgress& message, UnixMillis now)
{
    if (!expect(State::Running, now))
        return;
    if (!knowsNode(message.node))
        return fail(violation("progress of an unknown node"), now);
    m_deadline = now + m_order.limits.stall;
    if (message.value == 0)
        emit(Happened {NodeStarted {message.node}});
    else
        emit(Happened {NodeProgress {message.node, message.value, message.max}});
}

void BuyerJob::take(const peer::JobPreview& message, UnixMillis now)
{
    if (!expect(State::Running, now))
        return;
    if (!knowsNode(message.node))
        return fail(violation("a preview of an unknown node"), now);
    m_deadline = now + m_order.limits.stall;
    emit(Happened {NodePreview {message.node, message.mime, message.picture}});
}

void BuyerJob::take(const peer::NodeDone& message, UnixMillis now)
{
    if (!expect(State::Running, now))
        return;
    if (!knowsNode(message.node))
        return fail(violation("the end of an unknown node"), now);
    m_deadline = now + m_order.limits.stall;
    const std::chrono::microseconds took {message.microseconds};
    m_result.seconds[message.node] = took;
    emit(Happened {NodeFinished {message.node, took, message.cached}});
}

void BuyerJob::take(const peer::JobFailed& message, UnixMillis now)
{
    if (m_state == State::Resolving)
        return;
    FragmentFailure failure;
    failure.error = fromWire(message.error);
    failure.node = knowsNode(message.node) ? message.node : NodeId {};
    failure.retryElsewhere = mayRetryElsewhere(failure.error.code) || failure.error.code == ErrorCode::Cancelled;
    const int inputs = static_cast<int>(m_order.fragment.inputs.size());
    for (int index : message.needsInputs) {
        if (index < 0 || index >= inputs || !m_order.fragment.inputs[static_cast<std::size_t>(index)].lazy)
            return fail(violation("an input was asked for that isn't lazy"), now);
        failure.needsInputs.push_back(index);
    }
    fail(std::move(failure), now);
}

Done BuyerJob::checkSum(std::int64_t index, Money cumulative, const std::vector<peer::OutputNames>& outputs) const
{
    if (index != m_receipt.increment + 1)
        return violation("an increment was left out");
    std::set<SlotRef> delivered = m_delivered;
    for (const auto& output : outputs)
        delivered.insert({output.node, output.slot});
    const Money limit = priceOfOutputs(m_order.fragment, m_order.work, m_order.quote.amount, delivered);
    if (cumulative < m_receipt.cumulative || cumulative > m_order.quote.amount || cumulative > limit)
        return Error {ErrorCode::QuoteExceeded, "the provider asks for more than was agreed"};
    return {};
}

Done BuyerJob::checkOutputs(const std::vector<peer::OutputNames>& outputs, bool sealed) const
{
    std::set<SlotRef> seen = m_delivered;
    for (const auto& output : outputs) {
        const SlotRef slot {output.node, output.slot};
        const bool asked = output.slot < 0 ? knowsNode(output.node)
                                           : std::ranges::find(m_order.fragment.outputs, slot) != m_order.fragment.outputs.end();
        if (!asked || !seen.insert(slot).second)
            return violation("an output that wasn't asked for, or came twice");
        for (const ValueName& name : output.items)
            if (!m_clear.contains(name) && !(sealed && m_sealed.contains(name)))
                return Error {ErrorCode::ValueMissing, "a value isn't what its name says, or never came"};
    }
    return {};
}

Result<ValueList> BuyerJob::decode(const std::vector<ValueName>& items) const
{
    ValueList list;
    for (const ValueName& name : items) {
        const auto found = m_clear.find(name);
        if (found == m_clear.end())
            return Error {ErrorCode::ValueMissing, "a value never came"};
        WEFT_TRY(Value value, decodeValue(found->second));
        list.push_back(std::move(value));
    }
    return list;
}

void BuyerJob::deliver(const peer::OutputNames& output, ValueList items)
{
    m_delivered.insert({output.node, output.slot});
    if (output.slot < 0) {
        m_result.files[output.node] = std::move(items);
        return;
    }
    emit(Happened {NodeOutput {output.node, output.slot, items}});
    m_result.outputs[{output.node, output.slot}] = std::move(items);
}

void BuyerJob::signReceipt(std::int64_t index, Money cumulative, const Hash256* commitment)
{
    Receipt receipt;
    receipt.job = m_order.job;
    receipt.increment = index;
    receipt.cumulative = cumulative;
    receipt.final = commitment != nullptr;
    if (commitment)
        receipt.keyCommitment = *commitment;
    receipt.signature = m_order.sign(receipt);
    m_receipt = receipt;
    emit(ToPeer {peer::SignReceipt {receipt}});
}

void BuyerJob::take(const peer::Increment& message, UnixMillis now)
{
    if (!expect(State::Running, now))
        return;
    Done checked = message.outputs.empty() ? Done {violation("an empty increment")} : checkOutputs(message.outputs, false);
    if (checked)
        checked = checkSum(message.index, message.cumulative, message.outputs);
    if (!checked)
        return fail(checked.error(), now);
    std::vector<ValueList> lists;
    for (const auto& output : message.outputs) {
        auto list = decode(output.items);
        if (!list)
            return fail(violation("an output can't be read: " + list.error().detail), now);
        lists.push_back(std::move(*list));
    }
    for (std::size_t i = 0; i < lists.size(); ++i)
        deliver(message.outputs[i], std::move(lists[i]));
    m_deadline = now + m_order.limits.stall;
    m_paidClear = message.cumulative;
    signReceipt(message.index, message.cumulative, nullptr);
}

void BuyerJob::take(const peer::SealedResult& message, UnixMillis now)
{
    if (!expect(State::Running, now))
        return;
    Done checked = checkOutputs(message.outputs, true);
    if (checked)
        checked = checkSum(message.index, message.cumulative, message.outputs);
    if (checked && message.keyCommitment.isNull())
        checked = violation("no commitment to a key");
    std::set<SlotRef> all = m_delivered;
    for (const auto& output : message.outputs)
        all.insert({output.node, output.slot});
    for (const SlotRef& slot : m_order.fragment.outputs)
        if (checked && !all.contains(slot))
            checked = violation("an output is missing");
    if (!checked)
        return fail(checked.error(), now);
    m_final = message;
    enter(State::AwaitKey, now, m_order.limits.key);
    signReceipt(message.index, message.cumulative, &message.keyCommitment);
}

Done BuyerJob::openSealed(const SecretKey256& key)
{
    if (m_crypto.commitmentTo(key) != m_final->keyCommitment)
        return Error {ErrorCode::DecryptionFailed, "the key isn't the one that was promised"};
    for (const auto& output : m_final->outputs) {
        for (const ValueName& name : output.items) {
            if (m_clear.contains(name))
                continue;
            WEFT_TRY(SharedBytes bytes, m_crypto.open(key, name, m_sealed.at(name)));
            if (m_crypto.nameOf(m_order.runSecret, bytes.view()) != name)
                return Error {ErrorCode::DecryptionFailed, "a sealed value isn't what its name says"};
            m_clear[name] = std::move(bytes);
        }
        WEFT_TRY(ValueList list, decode(output.items));
        deliver(output, std::move(list));
    }
    return {};
}

} // namespace weft

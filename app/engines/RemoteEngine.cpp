// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/RemoteEngine.h"

#include "app/engines/RemoteRun.h"
#include "core/planning/Costs.h"
#include "core/security/SealedBox.h"
#include "core/security/Signing.h"
#include "core/values/Sha256.h"

#include <algorithm>

namespace weft {

namespace {

/// A hold lasts long enough for a machine that is this many times slower than it says, and for the inputs to arrive.
constexpr std::int64_t kPatience = 10;
constexpr std::chrono::seconds kShortestHold {300};
constexpr std::chrono::seconds kLongestHold {6 * 3600};

FragmentFailure failureOf(const Error& error)
{
    FragmentFailure failure;
    failure.error = error;
    failure.retryElsewhere = mayRetryElsewhere(error.code);
    return failure;
}

/// Names and encodes the inputs. Errors: TensorInvalid, LimitExceeded.
Done addInputs(BuyerOrder& order, const std::vector<ValueList>& inputs, std::vector<InputSize>& sizes)
{
    if (inputs.size() != order.fragment.inputs.size())
        return Error {ErrorCode::Internal, "inputs and fragment disagree"};
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        protocol::peer::InputNames names;
        names.present = !(order.fragment.inputs[i].lazy && inputs[i].empty());
        for (const Value& item : inputs[i]) {
            WEFT_TRY(SharedBytes bytes, encodeValue(item));
            total += bytes.size();
            if (total > kMaxValueBytes)
                return Error {ErrorCode::LimitExceeded, "the inputs are too large to send"};
            const ValueName name = valueName(order.runSecret, sha256(bytes.view()));
            names.items.push_back(name);
            names.sizesBytes.push_back(static_cast<std::int64_t>(bytes.size()));
            order.values[name] = std::move(bytes);
        }
        sizes.push_back({names.sizesBytes});
        order.inputs.push_back(std::move(names));
    }
    return {};
}

std::chrono::seconds holdFor(const BuyerOrder& order, std::int64_t speedPermille)
{
    const std::int64_t millis = order.quote.work.value * 1000 / std::max<std::int64_t>(speedPermille, 1);
    std::int64_t bytes = 0;
    for (const auto& [name, value] : order.values)
        bytes += static_cast<std::int64_t>(value.size());
    const std::chrono::seconds lasts {millis / 1000 * kPatience + bytes / kSlowestBytesPerSecond};
    return std::clamp(kShortestHold + lasts, kShortestHold, kLongestHold);
}

Result<BuyerOrder> orderFor(const Offer& offer, Money price, const FragmentJob& job, const JobKey& key, const RandomSource& random)
{
    BuyerOrder order;
    order.job = randomId<JobId>(random);
    order.session = randomId<SessionId>(random);
    order.provider = keyHashOf(offer.machine);
    order.jobPublicKey = key.publicKey();
    order.jobKey = key.keyHash();
    order.runSecret = randomId<SecretKey256>(random);
    order.fragment = job.fragment;
    std::vector<InputSize> sizes;
    WEFT_CHECK(addInputs(order, job.inputs, sizes));
    WEFT_TRY(const WorkBreakdown work, workOf(order.fragment, sizes));
    for (const auto& [node, micros] : work.micros)
        order.work[node] = micros;
    WEFT_TRY(order.quote, quoteFor(work.total, price));
    if (order.quote.amount > job.quote.amount)
        return Error {ErrorCode::QuoteExceeded, "the values are larger than the plan thought",
            {{"price", toCreditString(order.quote.amount)}, {"limit", toCreditString(job.quote.amount)}}};
    order.holdFor = holdFor(order, offer.speedPermille);
    order.sign = [key](const Receipt& receipt) { return signReceipt(receipt, key).signature; };
    return order;
}

} // namespace

std::string remoteEngineId(const Offer& offer, const std::string& server)
{
    const std::string machine = keyHashOf(offer.machine).hex();
    return server.empty() ? machine : machine + "/" + server;
}

std::string remoteEngineName(const Offer& offer, const std::string& server)
{
    if (server.empty())
        return offer.name;
    return offer.name + " (" + (server == "comfyui" ? "ComfyUI" : server) + ")";
}

RemoteEngine::RemoteEngine(RelayConnection& relay, Offer offer, Catalogue catalogue, RandomSource random, std::string server)
    : m_relay(&relay)
    , m_offer(std::move(offer))
    , m_catalogue(std::move(catalogue))
    , m_random(std::move(random))
    , m_server(std::move(server))
{
}

std::string RemoteEngine::id() const { return remoteEngineId(m_offer, m_server); }

std::string RemoteEngine::displayName() const { return remoteEngineName(m_offer, m_server); }

const OfferedServer* RemoteEngine::server() const
{
    const auto offered = std::ranges::find(m_offer.servers, m_server, &OfferedServer::kind);
    return offered == m_offer.servers.end() ? nullptr : &*offered;
}

QCoro::Task<Result<Catalogue>> RemoteEngine::catalogue()
{
    co_return Catalogue(m_catalogue);
}

QCoro::Task<FragmentReport> RemoteEngine::run(FragmentJob job, EventSink events, CancelToken cancel)
{
    if (!m_relay)
        co_return failureOf(Error {ErrorCode::RelayUnreachable, "the connection to the relay was closed"});
    const JobKey key = JobKey::generate(m_random);
    job.fragment.server = m_server;
    const OfferedServer* offered = server();
    job.fragment.work = offered ? offered->work : std::map<std::string, std::int64_t>();
    const Money price = offered ? offered->pricePerReferenceSecond : m_offer.pricePerReferenceSecond;
    auto order = orderFor(m_offer, price, job, key, m_random);
    if (!order)
        co_return failureOf(order.error());
    job = {}; // the order holds what is sent
    QPointer<RemoteRun> run(new RemoteRun(*m_relay, key, std::move(*order), m_random, std::move(events)));
    const auto report = run->report();
    const auto onCancel = cancel.onCancel([run] {
        if (run)
            run->cancel();
    });
    run->start();
    auto awaiter = report.wait();
    FragmentReport result = co_await awaiter;
    co_return result;
}

} // namespace weft

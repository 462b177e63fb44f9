// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/SimWorld.h"

namespace weft::sim {

namespace {

/// A chain of nodes; some of their slots are asked for, the last one always.
Fragment someFragment(Chance& chance, bool hasInput)
{
    Fragment fragment;
    const std::int64_t count = 1 + chance.below(5);
    for (std::int64_t i = 0; i < count; ++i) {
        FragmentNode node {"n" + std::to_string(i), "Join", {}};
        if (i > 0)
            node.inputs["text"] = SlotRef {"n" + std::to_string(i - 1), 0};
        else if (hasInput)
            node.inputs["text"] = BoundaryRef {0};
        if (i + 1 == count || chance.permille(500))
            fragment.outputs.push_back({node.id, 0});
        fragment.nodes.push_back(std::move(node));
    }
    if (hasInput)
        fragment.inputs.push_back({{"outside", 0}, "STRING", false});
    return fragment;
}

struct BookSums final : relay::LedgerStore::Visitor {
    std::int64_t debits = 0, credits = 0, pending = 0, captured = 0, earned = 0, share = 0;
    bool negative = false;
    Money clearing;

    void onBook(const relay::Book& book) override
    {
        debits += book.debitsPosted.micro;
        credits += book.creditsPosted.micro;
        pending += book.debitsPending.micro + book.creditsPending.micro;
        negative |= book.available().isNegative();
        if (book.id == relay::kClearing)
            clearing = book.posted();
        if (book.id.kind == relay::BookKind::Earnings)
            earned += book.posted().micro;
        if (book.id == relay::kShare)
            share += book.posted().micro;
    }
    void onResolution(const relay::Resolution& resolution) override { captured += resolution.captured.micro; }
};

std::string text(Money amount) { return toCreditString(amount); }

} // namespace

WorldCounts& WorldCounts::operator+=(const WorldCounts& other)
{
    jobs += other.jobs;
    ended += other.ended;
    failed += other.failed;
    crashed += other.crashed;
    refused += other.refused;
    paidInFull += other.paidInFull;
    increments += other.increments;
    return *this;
}

SimWorld::SimWorld(std::uint64_t seed, WorldRules rules)
    : m_chance(seed)
    , m_rules(rules)
    , m_crypto(m_chance)
    , m_relay(m_schedule, m_chance, rules.faults, m_crypto)
{
    const auto enter = [&](Machine& machine) {
        machine.party = {m_chance.id<AccountId>(), m_chance.id<KeyHash>()};
        m_relay.add(machine);
    };
    for (int i = 0; i < 2; ++i) {
        enter(m_buyers.emplace_back(m_schedule, m_relay, m_crypto, m_chance));
        m_relay.give(m_buyers.back(), credits(1000));
    }
    for (int i = 0; i < 3; ++i) {
        SimProvider& provider = m_providers.emplace_back(m_schedule, m_relay, m_crypto, m_chance);
        enter(provider);
        if (m_chance.permille(rules.hostileProvidersPermille)) {
            provider.vice = static_cast<ProviderVice>(1 + m_chance.below(static_cast<int>(ProviderVice::Silent)));
            provider.honest = false;
        }
    }
    for (int i = 0; i < rules.jobs; ++i)
        m_schedule.in(m_chance.millis(0, 120'000), [this] { order(); });
    m_schedule.in(std::chrono::minutes {20}, [this] { m_relay.calm(); });
}

void SimWorld::order()
{
    SimBuyer& buyer = m_buyers[static_cast<std::size_t>(m_chance.below(2))];
    SimProvider& provider = m_providers[static_cast<std::size_t>(m_chance.below(3))];
    BuyerOrder order;
    order.job = m_chance.id<JobId>();
    order.session = m_chance.id<SessionId>();
    order.provider = provider.party.machine;
    order.jobPublicKey = m_chance.id<PublicKey>();
    order.jobKey = ToyCrypto::hashOf(order.jobPublicKey);
    order.runSecret = m_chance.id<SecretKey256>();
    const bool hasInput = m_chance.permille(700);
    order.fragment = someFragment(m_chance, hasInput);
    BuyerStory& story = m_stories[order.job];
    if (hasInput) {
        story.prefix = "p" + std::to_string(m_chance.below(1000));
        const SharedBytes bytes = *encodeValue(literalValue("STRING", story.prefix));
        const ValueName name = m_crypto.nameOf(order.runSecret, bytes.view());
        order.inputs.push_back({{name}, {static_cast<std::int64_t>(bytes.size())}, true});
        order.values[name] = bytes;
    }
    order.quote = {ReferenceMillis {1000}, microCredits(m_chance.below(200) == 0 ? 0 : 1 + m_chance.below(30'000'000))};
    order.holdFor = std::chrono::seconds {300};
    order.limits.stall = std::chrono::seconds {60};
    for (std::size_t i = 0; i < order.fragment.nodes.size(); ++i)
        order.work[order.fragment.nodes[i].id] = static_cast<std::int64_t>(i) + 1;
    order.sign = [key = order.jobPublicKey](const Receipt& receipt) { return ToyCrypto::sign(receipt, key); };
    story.buyer = &buyer;
    story.provider = &provider;
    story.fragment = order.fragment;
    story.quote = order.quote;
    story.work = order.work;
    if (m_chance.permille(m_rules.hostileBuyersPermille))
        story.vice = static_cast<BuyerVice>(1 + m_chance.below(static_cast<int>(BuyerVice::ReleasesAfterSealed)));
    if (m_chance.permille(50))
        m_schedule.in(m_chance.millis(0, 20'000), [&buyer, id = order.job] { buyer.cancel(id); });
    buyer.buy(std::move(order), story);
}

std::string SimWorld::run()
{
    if (!m_schedule.run(2'000'000))
        return "the world never comes to rest";
    m_counts.jobs = static_cast<int>(m_stories.size());
    for (const auto& [id, story] : m_stories)
        if (std::string wrong = checkJob(id, story); !wrong.empty())
            return "job " + id.hex() + ": " + wrong;
    for (const SimBuyer& buyer : m_buyers)
        if (buyer.openJobs() > 0)
            return "a buyer's job never ends";
    for (const SimProvider& provider : m_providers)
        if (provider.openJobs() > 0)
            return "a provider's job never ends";
    return checkBooks();
}

std::string SimWorld::checkJob(const JobId& id, const BuyerStory& story)
{
    const auto hold = m_relay.store().hold(id);
    const auto resolution = m_relay.store().resolution(id);
    if (!hold || !resolution)
        return "the store failed";
    if (*hold && !*resolution)
        return "its hold is still open";
    const Money captured = *resolution ? (*resolution)->captured : Money {};
    if (captured > story.quote.amount)
        return "charged " + text(captured) + ", quoted " + text(story.quote.amount);
    if (*hold) {
        if ((*resolution)->created > (*hold)->deadline)
            return "resolved after its deadline";
    } else {
        ++m_counts.refused;
    }
    std::string wrong = checkBuyer(story, captured);
    return wrong.empty() ? checkProvider(id, story, captured) : wrong;
}

std::string SimWorld::checkBuyer(const BuyerStory& story, Money captured)
{
    if (story.lostByCrash) {
        ++m_counts.crashed;
        return story.reports == 0 || captured <= story.quote.amount ? "" : "told before the crash";
    }
    if (story.reports != 1 || !story.report)
        return "told " + std::to_string(story.reports) + " times";
    if (const auto* outcome = std::get_if<FragmentOutcome>(&*story.report)) {
        ++m_counts.ended;
        if (outcome->charged != captured)
            return "told a charge of " + text(outcome->charged) + ", captured " + text(captured);
        for (const SlotRef& slot : story.fragment.outputs) {
            const auto found = outcome->result.outputs.find(slot);
            if (found == outcome->result.outputs.end() || found->second.size() != 1
                || found->second.front().meta.at("value") != story.prefix + slot.node)
                return "a wrong result";
        }
        return {};
    }
    ++m_counts.failed;
    const auto& failure = std::get<FragmentFailure>(*story.report);
    if (captured > failure.charged)
        return "told a charge of " + text(failure.charged) + " for a failure, captured " + text(captured);
    // What nobody but the buyer can see is that sealed bytes were false: it pays, and knows it (SECURITY.md).
    if (static_cast<const SimProvider*>(story.provider)->vice == ProviderVice::SpoilsSealed)
        return {};
    const Money delivered = story.delivered.empty()
        ? Money {}
        : priceOfOutputs(story.fragment, story.work, story.quote.amount, story.delivered);
    if (captured > delivered)
        return "a failure cost " + text(captured) + ", delivered was " + text(delivered);
    return {};
}

std::string SimWorld::checkProvider(const JobId& id, const BuyerStory& story, Money captured)
{
    auto& provider = *static_cast<SimProvider*>(story.provider);
    const ProviderStory& mine = provider.story(id);
    m_counts.increments += static_cast<std::int64_t>(story.delivered.size());
    if (!provider.honest)
        return {};
    if (mine.completed && captured != story.quote.amount)
        return "the provider thinks that it earned it all";
    if (story.report && std::holds_alternative<FragmentOutcome>(*story.report) && captured != story.quote.amount)
        return "the buyer has the result, the provider got " + text(captured);
    if (mine.unsignedMost > 1)
        return "more than one increment was out unsigned";
    if (provider.faultless && captured < mine.signedFor)
        return "signed were " + text(mine.signedFor) + ", captured " + text(captured);
    m_counts.paidInFull += provider.faultless && mine.signedFor > Money {};
    if (provider.faultless && mine.ends > 1)
        return "the provider's job ended more than once";
    return {};
}

std::string SimWorld::checkBooks()
{
    BookSums sums;
    if (!m_relay.store().visit(sums))
        return "the store can't be read";
    if (sums.debits != sums.credits)
        return "debits and credits differ";
    if (sums.pending != 0)
        return "something is still pending";
    if (sums.negative)
        return "a book is overdrawn";
    if (sums.clearing != Money {})
        return "clearing isn't empty";
    if (sums.earned + sums.share != sums.captured)
        return "earnings and share aren't what was captured";
    return {};
}

} // namespace weft::sim

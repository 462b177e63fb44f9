// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/SqlLedgerStore.h"
#include "relay-server/storage/Writer.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <random>

// bench.ledger DATABASE [--what post|jobs] [--clients N] [--accounts N] [--seconds N] [--window MICROSECONDS]
// Durable changes per second through the relay's own writer. Each client is a thread that waits for its answer, which
// comes after the commit. post: one transfer between two accounts. jobs: a hold, then its settlement (three transfers);
// both are waited for, and a job counts once. DATABASE is empty, or one of earlier runs.
using namespace weft;
using namespace weft::relay;

namespace {

using Clock = std::chrono::steady_clock;

struct Setup {
    bool jobs = false;
    int clients = 256;
    int accounts = 1000;
    int seconds = 10;
};

AccountId accountOf(int n)
{
    AccountId id;
    id.bytes[0] = 0xB0;
    std::memcpy(id.bytes.data() + 1, &n, sizeof n);
    return id;
}

Result<int> fill(Database& database, const Setup& setup)
{
    SqlLedgerStore store(database);
    WEFT_CHECK(store.openBook(kClearing, {}));
    WEFT_CHECK(store.openBook(kShare, {}));
    WEFT_CHECK(store.openBook(kStripe, kBoundless));
    for (int n = 0; n < setup.accounts; ++n) {
        TransferId id;
        std::copy_n(accountOf(n).bytes.begin(), TransferId::size, id.bytes.begin());
        WEFT_CHECK(store.post({id, {}, kStripe, {accountOf(n), BookKind::Credits}, kMaxAmount, UnixMillis{}}));
    }
    return 0;
}

/// One client: its chance, and what its changes took.
struct Client {
    Writer& writer;
    const Setup& setup;
    std::mt19937_64 chance;
    std::vector<double> milliseconds;

    template <typename Id> Id fresh()
    {
        Id id;
        for (std::size_t i = 0; i < Id::size; i += 8) {
            const std::uint64_t part = chance();
            std::memcpy(id.bytes.data() + i, &part, 8);
        }
        return id;
    }
    int other(int than) { return (than + 1 + int(chance() % std::uint64_t(setup.accounts - 1))) % setup.accounts; }

    Result<int> write(std::function<Done(LedgerStore&)> work)
    {
        const auto start = Clock::now();
        auto result = writer.writeAndWait<int>([&](Database& database) -> Result<int> {
            SqlLedgerStore store(database);
            WEFT_CHECK(work(store));
            return 0;
        });
        milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        return result;
    }
    Result<int> post()
    {
        const int from = int(chance() % std::uint64_t(setup.accounts));
        const Transfer transfer{fresh<TransferId>(), {}, {accountOf(from), BookKind::Credits},
            {accountOf(other(from)), BookKind::Credits}, microCredits(1 + std::int64_t(chance() % 1000)), unixNow()};
        return write([&](LedgerStore& store) { return store.post(transfer); });
    }
    Result<int> job()
    {
        const int buyer = int(chance() % std::uint64_t(setup.accounts));
        Hold hold;
        hold.job = fresh<JobId>();
        hold.buyer = {accountOf(buyer), fresh<KeyHash>()};
        hold.provider = {accountOf(other(buyer)), fresh<KeyHash>()};
        hold.jobPublicKey = fresh<PublicKey>();
        hold.amount = microCredits(1000);
        hold.created = unixNow();
        hold.deadline = hold.created + std::chrono::minutes(10);
        WEFT_CHECK(write([&](LedgerStore& store) { return store.insertHold(hold); }));
        Resolution resolution;
        resolution.job = hold.job;
        resolution.kind = protocol::relay::HoldState::Captured;
        resolution.captured = hold.amount;
        resolution.earned = microCredits(880);
        resolution.final = true;
        resolution.key = fresh<SecretKey256>();
        resolution.created = unixNow();
        const std::vector<Transfer> legs{{fresh<TransferId>(), hold.job, {hold.buyer.account, BookKind::Credits},
                                             kClearing, hold.amount, resolution.created},
            {fresh<TransferId>(), hold.job, kClearing, {hold.provider.account, BookKind::Earnings}, resolution.earned,
                resolution.created},
            {fresh<TransferId>(), hold.job, kClearing, kShare, microCredits(120), resolution.created}};
        return write([&](LedgerStore& store) { return store.resolve(resolution, legs); });
    }
};

Result<int> measure(Writer& writer, const Setup& setup)
{
    std::vector<Client> clients;
    for (int n = 0; n < setup.clients; ++n)
        clients.push_back({writer, setup, std::mt19937_64(std::random_device{}()), {}});
    std::atomic<int> failures = 0;
    std::atomic<std::int64_t> done = 0;
    const auto start = Clock::now();
    const auto end = start + std::chrono::seconds(setup.seconds);
    std::vector<std::thread> threads;
    for (Client& client : clients) {
        threads.emplace_back([&] {
            while (Clock::now() < end && failures == 0) {
                const auto result = setup.jobs ? client.job() : client.post();
                if (result) {
                    ++done;
                    continue;
                }
                ++failures;
                std::fprintf(stderr, "%s\n", result.error().detail.c_str());
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (failures > 0)
        return Error{ErrorCode::StorageFailed, "a change failed"};
    std::vector<double> all;
    for (const Client& client : clients)
        all.insert(all.end(), client.milliseconds.begin(), client.milliseconds.end());
    std::sort(all.begin(), all.end());
    const auto part = [&](double share) { return all[std::size_t(double(all.size() - 1) * share)]; };
    std::printf("%s %.0f per second, answers p50 %.1f ms, p99 %.1f ms, longest %.1f ms\n", setup.jobs ? "jobs" : "post",
        double(done) / seconds, part(0.5), part(0.99), all.back());
    return 0;
}

int fail(const Error& error)
{
    std::fprintf(stderr, "bench.ledger: %s\n", error.detail.c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption what(QStringLiteral("what"), {}, QStringLiteral("post|jobs"), QStringLiteral("post"));
    const QCommandLineOption clients(QStringLiteral("clients"), {}, QStringLiteral("n"), QStringLiteral("256"));
    const QCommandLineOption accounts(QStringLiteral("accounts"), {}, QStringLiteral("n"), QStringLiteral("1000"));
    const QCommandLineOption seconds(QStringLiteral("seconds"), {}, QStringLiteral("n"), QStringLiteral("10"));
    Writer::Options options;
    const QCommandLineOption window(
        QStringLiteral("window"), {}, QStringLiteral("us"), QString::number(options.window.count()));
    parser.addOptions({what, clients, accounts, seconds, window});
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        return fail({ErrorCode::SettingInvalid, "name an empty database"});
    const Setup setup{parser.value(what) == QLatin1String("jobs"), std::max(1, parser.value(clients).toInt()),
        std::max(2, parser.value(accounts).toInt()), std::max(1, parser.value(seconds).toInt())};
    options.window = std::chrono::microseconds(parser.value(window).toInt());
    auto writer = Writer::start(parser.positionalArguments()[0], options);
    if (!writer)
        return fail(writer.error());
    const auto filled = (*writer)->writeAndWait<int>([&](Database& database) { return fill(database, setup); });
    const auto measured = filled ? measure(**writer, setup) : filled;
    return measured ? 0 : fail(measured.error());
}

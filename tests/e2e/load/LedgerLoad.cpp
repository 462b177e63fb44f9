// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/load/Machine.h"

#include "core/values/Sha256.h"

#include <QCoreApplication>

#include <cstdio>
#include <random>

// e2e.ledger-load URL PAIRS: buyers and providers that hold, settle and release as fast as the relay answers, through
// every restart of it, until they are ended. What was asked and not answered is asked again. One line for each answer:
//   account HEX | held JOB MICROCREDITS | ended JOB captured|released MICROCREDITS EARNED | wrong WHY
using namespace weft;
using namespace weft::e2e;

namespace {

void say(const std::string& line)
{
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

struct Job {
    JobId id;
    DeviceKey key = DeviceKey::generate(systemRandom());
    SecretKey256 sealing;
    Money amount;
    Money captured; // what the provider asks for; of a release: nothing
    bool released = false;
    bool final = false;
    bool held = false;
    std::optional<Settled> settled;
};

/// One buyer and one provider with one job at a time.
class Pair : public QObject {
public:
    Pair(const QUrl& relay, unsigned seed)
        : m_buyer(relay)
        , m_provider(relay)
        , m_chance(seed)
    {
        for (Machine* machine : {&m_buyer, &m_provider}) {
            connect(machine, &Machine::ready, this, [this](const QByteArray& account) {
                say("account " + account.toStdString());
                if (m_buyer.isReady() && m_provider.isReady())
                    goOn();
            });
            connect(machine, &Machine::received, this,
                [this](const ToMachine& message) { std::visit([this](const auto& one) { on(one); }, message); });
        }
        m_again.setSingleShot(true);
        connect(&m_again, &QTimer::timeout, this, &Pair::goOn);
    }

private:
    void goOn()
    {
        if (!m_buyer.isReady() || !m_provider.isReady())
            return; // both logins come back here
        if (!m_job)
            begin();
        if (m_job->held)
            end();
        else
            m_buyer.send(RequestHold{++m_id, m_job->id, m_provider.key().keyHash(), m_job->key.keyHash(),
                m_job->key.publicKey(), m_job->amount, 600});
    }
    void begin()
    {
        m_job.emplace();
        m_job->id = randomId<JobId>(systemRandom());
        m_job->sealing = randomId<SecretKey256>(systemRandom());
        m_job->amount = microCredits(1 + std::int64_t(m_chance() % 2000));
        const auto kind = m_chance() % 10;
        m_job->released = kind < 2;
        m_job->final = kind >= 4;
        if (!m_job->released)
            m_job->captured =
                m_job->final ? m_job->amount : microCredits(std::int64_t(m_chance()) % m_job->amount.micro);
    }
    void end()
    {
        if (m_job->released)
            return m_provider.send(ReleaseHold{++m_id, m_job->id, int(ErrorCode::Cancelled)});
        Receipt receipt;
        receipt.job = m_job->id;
        receipt.increment = 1;
        receipt.cumulative = m_job->captured;
        receipt.final = m_job->final;
        if (m_job->final)
            receipt.keyCommitment = sha256(m_job->sealing.view());
        m_provider.send(
            Settle{++m_id, signReceipt(receipt, m_job->key), m_job->final ? m_job->sealing : SecretKey256{}});
    }

    void on(const HoldGranted& granted)
    {
        if (!m_job || granted.id != m_id || granted.job != m_job->id)
            return;
        m_job->held = true;
        say("held " + m_job->id.hex() + " " + std::to_string(m_job->amount.micro));
        goOn();
    }
    void on(const Settled& settled)
    {
        if (m_job && settled.job == m_job->id)
            m_job->settled = settled;
    }
    void on(const RequestDone& done)
    {
        if (!m_job || done.id != m_id || !m_job->held)
            return;
        const auto& settled = m_job->settled;
        if (m_job->released ? settled.has_value() : !settled || settled->captured != m_job->captured)
            say("wrong " + m_job->id.hex() + " ended otherwise than it was asked to");
        say("ended " + m_job->id.hex() + (m_job->released ? " released 0 0" : " captured ")
            + (m_job->released ? ""
                               : std::to_string(m_job->captured.micro) + " "
                        + std::to_string(settled ? settled->earned.micro : -1)));
        m_job.reset();
        goOn();
    }
    void on(const RequestFailed& failed)
    {
        if (failed.error.code != int(ErrorCode::StorageFailed) && failed.id == m_id)
            say("wrong request: error " + std::to_string(failed.error.code) + " " + failed.error.detail);
        m_again.start(50);
    }
    template <typename Message> void on(const Message&) { }

    Machine m_buyer;
    Machine m_provider;
    QTimer m_again;
    std::mt19937 m_chance;
    std::optional<Job> m_job;
    std::int64_t m_id = 0;
};

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 3) {
        std::fprintf(stderr, "e2e.ledger-load URL PAIRS\n");
        return 2;
    }
    std::vector<std::unique_ptr<Pair>> pairs;
    for (int n = 0; n < std::atoi(argv[2]); ++n)
        pairs.push_back(std::make_unique<Pair>(QUrl(QString::fromUtf8(argv[1])), std::random_device{}()));
    return QCoreApplication::exec();
}

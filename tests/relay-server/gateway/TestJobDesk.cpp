// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/Totp.h"
#include "relay-server/gateway/JobDesk.h"
#include "relay-server/gateway/RelayCrypto.h"
#include "tests/relay-server/gateway/TotpCodes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::relay;
using namespace weft::relay::test;

class TestJobDesk : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<JobDesk> m_desk;
    AccountId m_account;
    static constexpr KeyHash kMachine{{1}};
    static constexpr UnixMillis kNow{std::chrono::seconds(30'000)};

    template <typename T> Result<T> run(std::function<Result<T>(JobDesk::Tools)> work)
    {
        std::optional<Result<T>> answer;
        m_desk->run<T>(std::move(work), [&](Result<T> done) { answer.emplace(std::move(done)); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }))
            qFatal("no answer");
        return *answer;
    }
    /// Changes something first: when the code is wrong, the writer undoes and repeats the request.
    Result<int> check(const std::string& code)
    {
        return run<int>([=, this](JobDesk::Tools tools) -> Result<int> {
            WEFT_CHECK(tools.accounts.rename(m_account, kMachine, code));
            WEFT_CHECK(tools.logins.checkTotp(m_account, code, kNow));
            return 0;
        });
    }

private Q_SLOTS:
    void init()
    {
        const QString path = m_dir.filePath(QString::fromUtf8(QTest::currentTestFunction()) + QStringLiteral(".db"));
        const DeviceKey key = DeviceKey::generate(systemRandom());
        m_desk = JobDesk::start(this, path, {}, jobCrypto(key), kNow).value();
        m_account = run<AccountId>([](JobDesk::Tools tools) { return tools.accounts.enrol(kMachine, kNow); }).value();
    }
    void cleanup() { m_desk.reset(); }

    void aRequestThatRunsTwiceIsOneTryAtACode()
    {
        const auto uri = run<std::string>([this](JobDesk::Tools tools) {
            return tools.logins.beginTotp(m_account, systemRandom(), kNow);
        }).value();
        protocol::relay::TotpSecret told;
        told.uri = uri;
        const auto secret = secretOf(told);
        const auto confirmed = run<int>([&](JobDesk::Tools tools) -> Result<int> {
            WEFT_CHECK(tools.logins.confirmTotp(m_account, hotpCode(secret, 1000), kNow));
            return 0;
        });
        QVERIFY(confirmed);
        for (int n = 0; n < 4; ++n) // a fifth is still free of waiting
            QCOMPARE(check("000000").error().code, ErrorCode::CodeWrong);
        QVERIFY(check(hotpCode(secret, 1001)));
    }
};

QTEST_GUILESS_MAIN(TestJobDesk)
#include "TestJobDesk.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against a real llama.cpp, where there is one: see RealLanguage.h.
#include "app/engines/language/LanguageCatalogue.h"
#include "tests/app/engines/language/server/LanguageJobs.h"
#include "tests/app/engines/language/server/RealLanguage.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace weft;
using namespace weft::testing;

class TestRealLanguage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = RealLanguage::whyNot(); !why.isEmpty())
            QSKIP(qPrintable(why));
        QVERIFY2(m_server.start(), m_server.log());
        m_engine = std::make_unique<LanguageEngine>(languageSettings(m_server.url()));
        const auto catalogue = waited(m_engine->catalogue());
        QVERIFY(catalogue);
        QVERIFY(catalogue->findModel(kLanguageModels, "tiny"));
    }

    void theSameSeedTheSameText()
    {
        std::vector<std::string> texts;
        for (const int seed : {5, 5, 6}) {
            const FragmentReport report = runNow(
                *m_engine, textJob({{"max_tokens", Json(40)}, {"seed", Json(seed)}, {"temperature", Json(1.5)}}));
            QCOMPARE(errorOf(report), std::string());
            texts.push_back(textOf(std::get<FragmentOutcome>(report).result.outputs, "1"));
        }
        QCOMPARE(texts[0], texts[1]);
        QVERIFY(texts[0] != texts[2]);
    }

    void aLongTextStreamsAndIsCancelled()
    {
        CancelToken cancel;
        std::vector<FragmentEvent> events;
        QTimer::singleShot(700, this, [&] { cancel.cancel(); });
        QElapsedTimer timer;
        timer.start();
        const FragmentReport report = runNow(*m_engine, textJob({{"max_tokens", Json(8000)}}), &events, cancel);
        QCOMPARE(std::get<FragmentFailure>(report).error.code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(lastOf<NodeProgress>(events)->value > 1);
        QVERIFY(!lastOf<NodeMade>(events));
        QVERIFY(waited(m_engine->catalogue())); // it serves others again
    }

    void killedAndStartedAgain()
    {
        QTimer::singleShot(500, this, [&] { m_server.kill(); });
        const FragmentReport lost = runNow(*m_engine, textJob({{"max_tokens", Json(8000)}}));
        QCOMPARE(std::get<FragmentFailure>(lost).error.code, ErrorCode::ProviderLost);
        QVERIFY(std::get<FragmentFailure>(lost).retryElsewhere);
        QVERIFY2(m_server.start(), m_server.log());
        QCOMPARE(errorOf(runNow(*m_engine, textJob({{"max_tokens", Json(5)}}))), std::string());
    }

private:
    RealLanguage m_server;
    std::unique_ptr<LanguageEngine> m_engine;
};

QTEST_GUILESS_MAIN(TestRealLanguage)
#include "TestRealLanguage.moc"

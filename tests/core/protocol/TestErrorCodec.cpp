// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/Codec.h"
#include "core/protocol/ErrorCodec.h"
#include "core/protocol/Peer.h"
#include "core/protocol/Versions.h"

#include <QTest>

using namespace weft;
using namespace weft::protocol;

class TestErrorCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errorsSurviveARoundTrip()
    {
        const Error error {ErrorCode::OutOfMemory, "4 GB short", {{"node", "9"}}};
        QVERIFY(fromWire(toWire(error)) == error);
    }

    void unknownCodesBecomeInternal()
    {
        const Error error = fromWire({9876, "from the future", {{"node", "9"}}});
        QCOMPARE(error.code, ErrorCode::Internal);
        QVERIFY(error.detail.find("9876") != std::string::npos);
        QCOMPARE(error.args.at("node"), std::string("9"));
    }

    void whateverAnErrorHoldsItCanBeSent_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("long") << QByteArray(100'000, 'x');
        QTest::newRow("long, of two-byte letters") << QByteArray("x") + QByteArray("\xC3\xA4").repeated(50'000);
        QTest::newRow("not text") << QByteArray("\xFF\xFE\x80");
        QTest::newRow("zero byte") << QByteArray("a\0b", 3);
    }

    void whateverAnErrorHoldsItCanBeSent()
    {
        QFETCH(QByteArray, text);
        Error error {ErrorCode::NodeFailed, text.toStdString()};
        for (int i = 0; i < 100; ++i)
            error.args.emplace(std::to_string(i) + text.toStdString(), text.toStdString());
        QVERIFY(checkBounds(peer::Refused {toWire(error)}));
    }

    void versions_data()
    {
        QTest::addColumn<int>("theirMin");
        QTest::addColumn<int>("theirMax");
        QTest::addColumn<int>("ourMin");
        QTest::addColumn<int>("ourMax");
        QTest::addColumn<int>("picked"); // 0: none
        QTest::newRow("same") << 1 << 1 << 1 << 1 << 1;
        QTest::newRow("they are newer") << 1 << 5 << 1 << 3 << 3;
        QTest::newRow("we are newer") << 1 << 3 << 2 << 5 << 3;
        QTest::newRow("they are too new") << 4 << 5 << 1 << 3 << 0;
        QTest::newRow("they are too old") << 1 << 1 << 2 << 3 << 0;
        QTest::newRow("touching") << 3 << 9 << 1 << 3 << 3;
        QTest::newRow("upside down") << 3 << 1 << 1 << 3 << 0;
        QTest::newRow("negative") << -5 << -1 << 1 << 3 << 0;
    }

    void versions()
    {
        QFETCH(int, theirMin);
        QFETCH(int, theirMax);
        QFETCH(int, ourMin);
        QFETCH(int, ourMax);
        QFETCH(int, picked);
        const auto version = negotiate(theirMin, theirMax, ourMin, ourMax);
        QCOMPARE(version.valueOr(0), picked);
        if (!version)
            QCOMPARE(version.error().code, ErrorCode::VersionUnsupported);
    }
};

QTEST_GUILESS_MAIN(TestErrorCodec)
#include "TestErrorCodec.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/Frames.h"

#include <QTest>

using namespace weft;
using namespace weft::protocol;

class TestFrames : public QObject {
    Q_OBJECT

    static QByteArray stream(const QByteArrayList& payloads)
    {
        FrameWriter writer;
        for (const QByteArray& payload : payloads)
            (void)writer.append(payload);
        return writer.take();
    }

private Q_SLOTS:
    void framesSurviveAnyCut_data()
    {
        QTest::addColumn<int>("piece");
        QTest::newRow("byte by byte") << 1;
        QTest::newRow("three") << 3;
        QTest::newRow("header") << 4;
        QTest::newRow("header and a byte") << 5;
        QTest::newRow("all at once") << 1'000'000;
    }

    void framesSurviveAnyCut()
    {
        QFETCH(int, piece);
        const QByteArrayList payloads {"a", QByteArray(5000, 'b'), "cc", QByteArray(70'000, 'd')};
        const QByteArray bytes = stream(payloads);
        FrameReader reader;
        QByteArrayList arrived;
        for (qsizetype i = 0; i < bytes.size(); i += piece) {
            QVERIFY(reader.feed(viewOf(bytes.mid(i, piece))));
            while (const auto frame = reader.next())
                arrived << toQByteArray(frame->view());
        }
        QVERIFY(arrived == payloads);
        QVERIFY(reader.atBoundary());
        QCOMPARE(reader.waitingBytes(), std::size_t {0});
    }

    void headersAreBigEndian() { QCOMPARE(stream({QByteArray(258, 'x')}).left(4), QByteArray::fromHex("00000102")); }

    void sizesAreBounded_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("good");
        QTest::newRow("empty") << QByteArray::fromHex("00000000") << false;
        QTest::newRow("smallest") << QByteArray::fromHex("00000001") << true;
        QTest::newRow("largest") << QByteArray::fromHex("00000064") << true;
        QTest::newRow("above") << QByteArray::fromHex("00000065") << false;
        QTest::newRow("4 GiB") << QByteArray::fromHex("ffffffff") << false;
    }

    void sizesAreBounded()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, good);
        FrameReader reader(100);
        const Done fed = reader.feed(viewOf(header));
        QCOMPARE(fed.hasValue(), good);
        if (!good) {
            QCOMPARE(fed.error().code, ErrorCode::ProtocolViolation);
            QVERIFY(!reader.feed(viewOf(QByteArray("more")))); // it stays broken
        }
    }

    void theWriterRefusesWhatTheReaderWould()
    {
        FrameWriter writer(100);
        QVERIFY(!writer.append(QByteArray()));
        QVERIFY(!writer.append(QByteArray(101, 'x')));
        QCOMPARE(writer.size(), 0);
        QVERIFY(writer.append(QByteArray(100, 'x')));
        QCOMPARE(writer.take().size(), 104);
        QCOMPARE(writer.size(), 0);
    }

    void halfAFrameIsNoBoundary()
    {
        const QByteArray bytes = stream({"abc"});
        for (qsizetype size = 1; size < bytes.size(); ++size) {
            FrameReader reader;
            QVERIFY(reader.feed(viewOf(bytes.left(size))));
            QVERIFY(!reader.next());
            QVERIFY(!reader.atBoundary());
        }
        FrameReader reader;
        QVERIFY(reader.feed(viewOf(bytes)));
        QVERIFY(!reader.atBoundary()); // a frame waits
        QCOMPARE(reader.waitingBytes(), std::size_t {3});
    }
};

QTEST_GUILESS_MAIN(TestFrames)
#include "TestFrames.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/protocol/Samples.h"

#include <QTest>

using namespace weft;
using namespace weft::protocol;

namespace {

/// A frame written by hand, so that it can be wrong.
template <typename F>
QByteArray frame(int type, F fields)
{
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startArray(2);
    writer.append(type);
    fields(writer);
    writer.endArray();
    return bytes;
}

QString fieldOf(const Error& error)
{
    const auto it = error.args.find("field");
    return it == error.args.end() ? QString() : QString::fromStdString(it->second);
}

relay::RequestHold hold()
{
    return {1, samples::id<JobId>(1), samples::id<KeyHash>(2), samples::id<KeyHash>(3), samples::id<PublicKey>(4),
        credits(1), 60};
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMessageSurvivesARoundTrip()
    {
        int count = 0;
        samples::all([&]<typename M>(const M& message) {
            const QByteArray bytes = encode(message);
            const auto again = decode<M>(viewOf(bytes));
            QVERIFY2(again, std::string(messageName<M>()).c_str());
            QCOMPARE(encode(*again), bytes);
            QCOMPARE(*peekType(viewOf(bytes)), M::type);
            ++count;
        });
        QVERIFY(count > 50);
    }

    void everyWireHasItsMessages()
    {
        QVERIFY((decodeAny<worker::ToWorker>(viewOf(encode(worker::CancelFragment {3})))));
        QVERIFY((!decodeAny<worker::FromWorker>(viewOf(encode(worker::CancelFragment {3})))));
        const QByteArray refused = encode(peer::Refused {samples::error()});
        const auto any = decodeAny<peer::Ready, peer::Refused>(viewOf(refused));
        QVERIFY(any);
        QCOMPARE(std::get<peer::Refused>(*any).error.args.at("node"), std::string("9"));
    }

    void unknownTypesAreNamed()
    {
        const auto any = decodeAny<relay::ToRelay>(viewOf(frame(9999, [](auto& w) { w.startMap(0), w.endMap(); })));
        QVERIFY(!any);
        QCOMPARE(any.error().code, ErrorCode::ProtocolViolation);
        QCOMPARE(any.error().args.at("message"), std::string("9999"));
    }

    /// Each truncation and each flipped bit is refused or read; none crashes, and no prefix is a message.
    void noPrefixIsAMessage()
    {
        samples::all([&]<typename M>(const M& message) {
            const QByteArray bytes = encode(message);
            for (qsizetype size = 0; size < bytes.size(); ++size)
                QVERIFY(!decode<M>(viewOf(bytes.left(size))));
            QVERIFY(!decode<M>(viewOf(bytes + '\0')));
        });
    }

    void flippedBitsNeverCrash()
    {
        samples::all([&]<typename M>(const M& message) {
            QByteArray bytes = encode(message);
            for (qsizetype i = 0; i < bytes.size() * 8; ++i) {
                bytes[i / 8] = static_cast<char>(bytes[i / 8] ^ (1 << (i % 8)));
                if (const auto read = decode<M>(viewOf(bytes))) {
                    const auto again = decode<M>(viewOf(encode(*read)));
                    QVERIFY2(again, (bytes.toHex() + (again ? "" : again.error().detail.c_str())).constData());
                }
                bytes[i / 8] = static_cast<char>(bytes[i / 8] ^ (1 << (i % 8)));
            }
        });
    }

    void boundsOfRequestHold_data()
    {
        QTest::addColumn<qint64>("amount");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("rejectedField");
        QTest::newRow("free") << qint64 {0} << qint64 {60} << QString();
        QTest::newRow("smallest") << qint64 {1} << qint64 {60} << QString();
        QTest::newRow("largest") << qint64 {kMaxAmount.micro} << qint64 {60} << QString();
        QTest::newRow("above the largest") << qint64 {kMaxAmount.micro + 1} << qint64 {60} << QStringLiteral("amount");
        QTest::newRow("negative") << qint64 {-1} << qint64 {60} << QStringLiteral("amount");
        QTest::newRow("most negative") << std::numeric_limits<qint64>::min() << qint64 {60} << QStringLiteral("amount");
        QTest::newRow("no time") << qint64 {1} << qint64 {0} << QStringLiteral("deadlineSeconds");
        QTest::newRow("a week and a second") << qint64 {1} << qint64 {7 * 24 * 3600 + 1} << QStringLiteral("deadlineSeconds");
    }

    void boundsOfRequestHold()
    {
        QFETCH(qint64, amount);
        QFETCH(qint64, seconds);
        QFETCH(QString, rejectedField);
        relay::RequestHold message = hold();
        message.amount = microCredits(amount);
        message.deadlineSeconds = seconds;
        const auto read = decode<relay::RequestHold>(viewOf(encode(message)));
        QCOMPARE(read.hasValue(), rejectedField.isEmpty());
        if (!read) {
            QCOMPARE(fieldOf(read.error()), rejectedField);
            QCOMPARE(read.error().args.at("message"), std::string("RequestHold"));
            QCOMPARE(read.error().code, ErrorCode::ProtocolViolation);
        }
    }

    void boundsOfText_data()
    {
        QTest::addColumn<QByteArray>("ticket");
        QTest::addColumn<bool>("good");
        QTest::newRow("one byte") << QByteArray("x") << true;
        QTest::newRow("largest") << QByteArray(4096, 'x') << true;
        QTest::newRow("above the largest") << QByteArray(4097, 'x') << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("two-byte letters") << QByteArray("\xC3\xA4") << true;
        QTest::newRow("four-byte letters") << QByteArray("\xF0\x9F\x8E\xA8") << true;
        QTest::newRow("half a letter") << QByteArray("\xC3") << false;
        QTest::newRow("overlong") << QByteArray("\xC0\x80") << false;
        QTest::newRow("overlong, three bytes") << QByteArray("\xE0\x80\x80") << false;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
        QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << false;
        QTest::newRow("continuation alone") << QByteArray("\x80") << false;
    }

    void boundsOfText()
    {
        QFETCH(QByteArray, ticket);
        QFETCH(bool, good);
        const auto read = decode<peer::OpenJob>(viewOf(encode(peer::OpenJob {1, 1, ticket.toStdString()})));
        QCOMPARE(read.hasValue(), good);
        if (!read)
            QCOMPARE(fieldOf(read.error()), QStringLiteral("ticket"));
    }

    void boundsOfBytes()
    {
        const auto sized = [](std::size_t n) {
            return decode<ValueChunk>(viewOf(encode(ValueChunk {SharedBytes::take(std::vector<std::uint8_t>(n))})));
        };
        QVERIFY(!sized(0));
        QVERIFY(sized(1));
        QVERIFY(sized(kMaxChunkBytes));
        QVERIFY(!sized(kMaxChunkBytes + 1));
        const std::size_t frameBytes = static_cast<std::size_t>(
            encode(relay::SessionData {{}, SharedBytes::take(std::vector<std::uint8_t>(kMaxChunkBytes))}).size());
        QVERIFY(frameBytes <= kMaxFrameBytes);
    }

    void fixedBytesHaveOneSize_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("good");
        QTest::newRow("empty") << 0 << false;
        QTest::newRow("one short") << 31 << false;
        QTest::newRow("exact") << 32 << true;
        QTest::newRow("one more") << 33 << false;
    }

    void fixedBytesHaveOneSize()
    {
        QFETCH(int, size);
        QFETCH(bool, good);
        const QByteArray bytes = frame(worker::CatalogueReply::type, [&](QCborStreamWriter& w) {
            w.startMap(1);
            w.append(1);
            w.append(QByteArray(size, 'h'));
            w.endMap();
        });
        QCOMPARE(decode<worker::CatalogueReply>(viewOf(bytes)).hasValue(), good);
    }

    void missingFieldsAreCheckedToo()
    {
        const QByteArray bytes = frame(relay::RequestHold::type, [](auto& w) { w.startMap(0), w.endMap(); });
        const auto read = decode<relay::RequestHold>(viewOf(bytes));
        QVERIFY(!read); // deadlineSeconds is 0, and must not be
        QCOMPARE(fieldOf(read.error()), QStringLiteral("deadlineSeconds"));
        const QByteArray noError = frame(peer::Refused::type, [](auto& w) { w.startMap(0), w.endMap(); });
        QVERIFY(!decode<peer::Refused>(viewOf(noError))); // code 0 is no error
        const QByteArray none = frame(worker::CancelFragment::type, [](auto& w) { w.startMap(0), w.endMap(); });
        QVERIFY(decode<worker::CancelFragment>(viewOf(none)));
    }

    void unknownFieldsAreSkipped()
    {
        const QByteArray bytes = frame(worker::CancelFragment::type, [](QCborStreamWriter& w) {
            w.startMap(4);
            w.append(1), w.append(42);
            w.append(2), w.append(QByteArray("later"));
            w.append(3), w.startArray(2), w.append(1), w.append(QCborTag(7)), w.append(2), w.endArray();
            w.append(4), w.append(QCborTag(1)), w.append(1.5);
            w.endMap();
        });
        const auto read = decode<worker::CancelFragment>(viewOf(bytes));
        QVERIFY(read);
        QCOMPARE(read->run, 42);
    }

    void unknownFieldsCannotNestForEver()
    {
        const auto nested = [](int depth) {
            return frame(worker::CancelFragment::type, [&](QCborStreamWriter& w) {
                w.startMap(1);
                w.append(2);
                for (int i = 0; i < depth; ++i)
                    w.startArray(1);
                w.append(0);
                for (int i = 0; i < depth; ++i)
                    w.endArray();
                w.endMap();
            });
        };
        QVERIFY(decode<worker::CancelFragment>(viewOf(nested(8))));
        QVERIFY(!decode<worker::CancelFragment>(viewOf(nested(100))));
        QVERIFY(!decode<worker::CancelFragment>(viewOf(nested(100'000))));
    }

    void brokenFrames_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const char* hex) { QTest::newRow(name) << QByteArray::fromHex(hex); };
        row("empty", "");
        row("not an array", "a0");
        row("an array of one", "8115");
        row("an array of three", "8315a000");
        row("no map", "821500");
        row("type is text", "826135a0");
        row("negative type", "8220a0");
        row("a field twice", "8215a201010102");
        row("fields out of order", "8215a202010101");
        row("field number is text", "8215a1613101");
        row("indefinite map", "8215bfff");
        row("indefinite array", "9f15a0ff");
        row("map announces 2^63 entries", "8215bb8000000000000000");
        row("map announces more than there is", "8215a20101");
        row("a tag before the frame", "c18215a0");
        row("a boolean for a number", "8215a101f5");
        row("a float for a number", "8215a101f93c00");
        row("2^63", "8215a1011b8000000000000000");
        row("below -2^63", "8215a1013bffffffffffffffff");
        row("trailing byte", "8215a000");
        row("two frames", "8215a08215a0");
        row("null", "f6");
        row("break", "ff");
    }

    void brokenFrames()
    {
        QFETCH(QByteArray, bytes);
        const auto read = decode<worker::CancelFragment>(viewOf(bytes)); // type 21 = 0x15
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ProtocolViolation);
    }

    void aHugeAnnouncementAsksForNoMemory()
    {
        // 22: DropValues, field 1: an array that announces 900 items (in bounds), with none there
        QVERIFY(!decode<worker::DropValues>(viewOf(QByteArray::fromHex("8216a101990384"))));
        // 2: ValueChunk, bytes that announce 60000
        QVERIFY(!decode<ValueChunk>(viewOf(QByteArray::fromHex("8202a10159ea60"))));
    }

    void listsStopAtTheirBounds()
    {
        worker::DropValues message;
        message.values.resize(1000);
        QVERIFY(checkBounds(message));
        message.values.resize(1001);
        const Done tooMany = checkBounds(message);
        QVERIFY(!tooMany);
        QCOMPARE(fieldOf(tooMany.error()), QStringLiteral("values"));
    }

    void fragmentsAreBounded()
    {
        const auto rejected = [](auto change) {
            worker::RunFragment message {1, samples::fragment(), {}};
            change(message.fragment);
            const Done done = checkBounds(message);
            return done ? QString() : fieldOf(done.error());
        };
        QCOMPARE(rejected([](Fragment&) {}), QString());
        QCOMPARE(rejected([](Fragment& f) { f.nodes[0].id.clear(); }), QStringLiteral("fragment.nodes.id"));
        QCOMPARE(rejected([](Fragment& f) { f.nodes[0].type.assign(201, 'x'); }), QStringLiteral("fragment.nodes.type"));
        QCOMPARE(rejected([](Fragment& f) { f.nodes[0].inputs["x"] = SlotRef {"1", -1}; }),
            QStringLiteral("fragment.nodes.inputs"));
        QCOMPARE(rejected([](Fragment& f) { f.precision = static_cast<Precision>(9); }), QStringLiteral("fragment.precision"));
        QCOMPARE(rejected([](Fragment& f) { f.nodes.resize(kMaxFragmentNodes + 1); }), QStringLiteral("fragment.nodes"));
        QCOMPARE(rejected([](Fragment& f) { f.nodes[0].inputs["x"] = Json(std::string(kMaxLiteralBytes, 'x')); }),
            QStringLiteral("fragment.nodes.inputs"));
        QCOMPARE(rejected([](Fragment& f) { f.nodes[0].inputs["x"] = Json(std::string(kMaxLiteralBytes - 2, 'x')); }), QString());
    }

    /// nlohmann's ordered objects compare each key with all before: many keys would cost minutes.
    void literalsWithMillionsOfKeysAreRefusedAtOnce()
    {
        Json object = Json::object();
        for (int i = 0; i < kMaxLiteralKeys + 1; ++i)
            object[std::to_string(i)] = 0;
        worker::RunFragment message {1, samples::fragment(), {}};
        message.fragment.nodes[0].inputs["x"] = object;
        QVERIFY(!checkBounds(message));
        object.erase("0");
        message.fragment.nodes[0].inputs["x"] = object;
        QVERIFY(checkBounds(message));
    }

    void memoryIsBoundedForAWholeFrame()
    {
        worker::RunFragment message {1, samples::fragment(), {}};
        for (int i = 0; i < 6; ++i) // six literals of 0.9 MB could grow into 86 MB
            message.fragment.nodes[0].inputs[std::to_string(i)] = Json(std::string(900'000, 'x'));
        QVERIFY(!checkBounds(message));
    }

    void offersSurviveARoundTrip()
    {
        const auto bytes = encodeOffer(samples::offer());
        QVERIFY(bytes);
        const auto offer = decodeOffer(viewOf(*bytes));
        QVERIFY(offer);
        QCOMPARE(offer->name, samples::offer().name);
        QVERIFY(offer->models == samples::offer().models);
        QVERIFY(offer->expires == samples::offer().expires);
        QVERIFY(!decodeOffer(viewOf(*bytes + 'x')));
        Offer free = samples::offer();
        free.slots = 0;
        const auto refused = encodeOffer(free);
        QVERIFY(!refused);
        QCOMPARE(fieldOf(refused.error()), QStringLiteral("slots"));
    }

    void anOfferThatIsTooLargeIsRefusedByItsMaker()
    {
        Offer offer = samples::offer();
        offer.models.resize(900, {"loras", std::string(100, 'x'), 1, {}});
        const auto bytes = encodeOffer(offer);
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().code, ErrorCode::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "TestCodec.moc"

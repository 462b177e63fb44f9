// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/WebSocketFrames.h"

#include <QTest>

using namespace weft::http;

/// Frames as bytes, without a socket.
class TestWebSocketFrames : public QObject {
    Q_OBJECT

    /// A client's frame: `first` is its first byte, the mask counts up.
    static QByteArray masked(int first, const QByteArray& payload)
    {
        QByteArray frame(1, char(first));
        if (payload.size() < 126) {
            frame += char(0x80 | payload.size());
        } else if (payload.size() < 0x10000) {
            frame += char(0xFE);
            frame += char(payload.size() >> 8);
            frame += char(payload.size());
        } else {
            frame += char(0xFF);
            for (int i = 7; i >= 0; --i)
                frame += char(quint64(payload.size()) >> (8 * i));
        }
        frame += QByteArray("\1\2\3\4", 4);
        for (qsizetype i = 0; i < payload.size(); ++i)
            frame += char(payload[i] ^ (1 + i % 4));
        return frame;
    }
    static std::string_view view(const QByteArray& bytes) { return {bytes.constData(), std::size_t(bytes.size())}; }
    /// "kind:payload" of each message.
    static QByteArray said(const std::vector<WebSocketMessage>& messages)
    {
        QByteArray text;
        for (const WebSocketMessage& message : messages)
            text += QByteArray::number(int(message.kind)) + ':' + QByteArray::fromStdString(message.payload) + ' ';
        return text;
    }

private Q_SLOTS:
    void acceptsAsTheRfcSays()
    {
        QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        QCOMPARE(webSocketAccept(""), std::string());
        QCOMPARE(webSocketAccept("dGhl"), std::string());
        QCOMPARE(webSocketAccept("not base64, of any length!"), std::string());
    }

    void writesFrames_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("nothing") << 0 << QByteArray("\x81\x00", 2);
        QTest::newRow("125") << 125 << QByteArray("\x81\x7d", 2);
        QTest::newRow("126") << 126 << QByteArray("\x81\x7e\x00\x7e", 4);
        QTest::newRow("64 KiB less one") << 65535 << QByteArray("\x81\x7e\xff\xff", 4);
        QTest::newRow("64 KiB") << 65536 << QByteArray("\x81\x7f\0\0\0\0\0\1\0\0", 10);
    }
    void writesFrames()
    {
        QFETCH(int, size);
        QFETCH(QByteArray, header);
        const std::string payload(std::size_t(size), 'x');
        QCOMPARE(QByteArray::fromStdString(webSocketFrame(WebSocketKind::Text, payload)), header + QByteArray(size, 'x'));
    }

    void closeFramesFitIntoOne()
    {
        QCOMPARE(QByteArray::fromStdString(webSocketCloseFrame(1008, "why")), QByteArray("\x88\x05\x03\xf0why", 7));
        const std::string cut = webSocketCloseFrame(1000, std::string(122, 'a') + "\xc3\xa4" + "b"); // an umlaut over the end
        QCOMPARE(cut, "\x88\x7c\x03\xe8" + std::string(122, 'a'));
    }

    void readsMessages_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("messages");
        QTest::addColumn<int>("closeCode");
        const auto row = [](const char* what, const QByteArray& bytes, const QByteArray& messages, int code = 0) {
            QTest::newRow(what) << bytes << messages << code;
        };
        row("a text", masked(0x81, "hello"), "1:hello ");
        row("an empty one", masked(0x81, ""), "1: ");
        row("two", masked(0x81, "a") + masked(0x82, "b"), "1:a 2:b ");
        row("126 bytes", masked(0x81, QByteArray(126, 'x')), "1:" + QByteArray(126, 'x') + ' ');
        row("as large as allowed", masked(0x81, QByteArray(1000, 'x')), "1:" + QByteArray(1000, 'x') + ' ');
        row("in pieces", masked(0x01, "he") + masked(0x00, "ll") + masked(0x80, "o"), "1:hello ");
        row("a ping between pieces", masked(0x01, "he") + masked(0x89, "?") + masked(0x80, "y"), "9:? 1:hey ");
        row("a letter cut in two", masked(0x01, "\xc3") + masked(0x80, "\xa4"), "1:\xc3\xa4 ");
        row("a pong", masked(0x8A, ""), "10: ");
        row("the end", masked(0x88, QByteArray("\x03\xe8", 2)), QByteArray("8:\x03\xe8 ", 5));
        row("an end without a code", masked(0x88, ""), "8: ");
        row("half a frame", masked(0x81, "hello").left(9), "");
        row("half a header", masked(0x81, QByteArray(300, 'x')).left(3), "");
        row("too large", masked(0x81, QByteArray(1001, 'x')).left(8), "", 1009);
        row("2 GB, by its header", QByteArray("\x81\xff\0\0\0\0\x7f\xff\xff\xff\1\2\3\4", 14), "", 1009);
        row("all 64 bits", QByteArray("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\2\3\4", 14), "", 1009);
        row("too large, in pieces", masked(0x01, QByteArray(600, 'x')) + masked(0x80, QByteArray(401, 'x')), "", 1009);
        row("pieces of nothing, for ever", masked(0x01, "") + masked(0x00, "").repeated(2000), "", 1009);
        row("no mask", QByteArray("\x81\x01x", 3), "", 1002);
        row("no mask, by two bytes", QByteArray("\x81\x7f", 2), "", 1002);
        row("a reserved bit", masked(0xC1, "x"), "", 1002);
        row("a reserved kind", masked(0x83, "x"), "", 1002);
        row("a longer length than needed", QByteArray("\x81\xfe\0\x05\1\2\3\4", 8), "", 1002);
        row("a much longer one", QByteArray("\x81\xff\0\0\0\0\0\0\0\x05\1\2\3\4", 14), "", 1002);
        row("a piece of nothing that began", masked(0x80, "x"), "", 1002);
        row("a message in a message", masked(0x01, "a") + masked(0x81, "b"), "", 1002);
        row("a ping in pieces", masked(0x09, "x"), "", 1002);
        row("a ping of 126 bytes", masked(0x89, QByteArray(126, 'x')), "", 1002);
        row("an end with half a code", masked(0x88, "x"), "", 1002);
        row("not UTF-8", masked(0x81, "\xff\xfe"), "", 1007);
        row("bytes needn't be", masked(0x82, "\xff\xfe"), "2:\xff\xfe ");
        row("what comes before counts", masked(0x81, "a") + masked(0x83, "b") + masked(0x81, "c"), "1:a ", 1002);
    }
    void readsMessages()
    {
        QFETCH(QByteArray, bytes);
        WebSocketReader whole(1000);
        QTEST(said(whole.feed(view(bytes))), "messages");
        QTEST(whole.closeCode(), "closeCode");
        WebSocketReader pieces(1000);
        QByteArray text;
        for (const char& byte : bytes)
            text += said(pieces.feed({&byte, 1}));
        QTEST(text, "messages");
        QTEST(pieces.closeCode(), "closeCode");
        QVERIFY(pieces.closeCode() == 0 || pieces.feed(view(masked(0x81, "more"))).empty());
    }
};

QTEST_GUILESS_MAIN(TestWebSocketFrames)
#include "TestWebSocketFrames.moc"

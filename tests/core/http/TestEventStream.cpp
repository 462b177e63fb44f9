// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/EventStream.h"

#include <QTest>

using namespace weft;
using weft::http::EventStream;

class TestEventStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void events_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("events");
        const auto row = [](const char* name, const char* bytes, const QByteArrayList& events) {
            QTest::newRow(name) << QByteArray(bytes) << events;
        };
        row("one", "data: a\n\n", {"a"});
        row("not ended", "data: a\n\ndata: b\n", {"a"});
        row("all kinds of line ends", "data: a\r\n\r\ndata: b\r\rdata: c\n\n", {"a", "b", "c"});
        row("several lines of data", "data: a\ndata:b\ndata:  c\n\n", {"a\nb\n c"});
        row("empty data counts", "data\n\ndata:\n\n", {"", ""});
        row("no data, no event", "event: ping\n\n\n\n", {});
        row("comments, names, ids", ": alive\nevent: x\nid: 7\nretry: 5\ndata: a\n\n", {"a"});
        row("a byte order mark",
            "\xEF\xBB\xBF"
            "data: a\n\n",
            {"a"});
        row("not UTF-8", "data: \xFF\xC3\n\n", {"\xFF\xC3"});
        row("a field that only begins so", "database: a\n\n", {});
    }
    void events()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArrayList, events);
        EventStream whole(100);
        EventStream pieces(100);
        QByteArrayList fromWhole;
        QByteArrayList fromPieces;
        const auto read = whole.feed(bytes.toStdString());
        QVERIFY(read);
        for (const std::string& data : *read)
            fromWhole << QByteArray::fromStdString(data);
        for (const char byte : bytes) {
            const auto some = pieces.feed({&byte, 1});
            QVERIFY(some);
            for (const std::string& data : *some)
                fromPieces << QByteArray::fromStdString(data);
        }
        QCOMPARE(fromWhole, events);
        QCOMPARE(fromPieces, events);
    }

    void bounds_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("fits");
        QTest::newRow("a line that never ends") << QByteArray(101, 'x') << false;
        QTest::newRow("a comment that never ends") << QByteArray(":" + QByteArray(100, 'x')) << false;
        QTest::newRow("the longest line") << QByteArray(QByteArray(100, 'x') + "\n") << true;
        QTest::newRow("an event of many lines") << QByteArray("data: 1234567\n").repeated(13) << false;
        QTest::newRow("many events") << QByteArray("data: 1234567\n\n").repeated(100) << true;
    }
    void bounds()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, fits);
        EventStream stream(100);
        bool good = true;
        for (qsizetype at = 0; at < bytes.size(); at += 7)
            good &= stream.feed(bytes.mid(at, 7).toStdString()).hasValue();
        QCOMPARE(good, fits);
        QCOMPARE(stream.feed("\n\ndata: late\n\n").hasValue(), fits);
        if (!fits)
            QCOMPARE(stream.feed("x").error().code, ErrorCode::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(TestEventStream)
#include "TestEventStream.moc"

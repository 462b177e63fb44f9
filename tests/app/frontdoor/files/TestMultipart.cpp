// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/files/Multipart.h"

#include <QTest>

using namespace weft;

class TestMultipart : public QObject {
    Q_OBJECT

    static constexpr const char* kType = "multipart/form-data; boundary=zz";

private Q_SLOTS:
    void reads()
    {
        const std::string body = "--zz\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a \\\"b\\\".png\"\r\nContent-Type: image/png\r\n\r\n"
                                 "\r\n--z \x01\r\n"
                                 "\r\n--zz\r\ncontent-disposition: form-data; name=type\r\n\r\ninput\r\n--zz--\r\n";
        const std::string_view whole(body.data(), body.size());
        const auto parts = parseMultipart("multipart/form-data; boundary=\"zz\"", whole);
        QVERIFY(parts);
        QCOMPARE(parts->size(), std::size_t(2));
        QCOMPARE(*parts->front().fileName, std::string("a \"b\".png"));
        QVERIFY(parts->front().content.starts_with("\r\n--z "));
        QCOMPARE(partNamed(*parts, "type")->content, std::string_view("input"));
        QVERIFY(!partNamed(*parts, "type")->fileName);
        QVERIFY(!partNamed(*parts, "nothing"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        const QByteArray part = "--zz\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n";
        QTest::newRow("no boundary") << QByteArray("multipart/form-data") << part + "--zz--";
        QTest::newRow("an empty boundary") << QByteArray("multipart/form-data; boundary=") << part + "--zz--";
        QTest::newRow("a boundary of 1 MB") << "multipart/form-data; boundary=" + QByteArray(1 << 20, 'z') << part;
        QTest::newRow("another type") << QByteArray("text/plain; boundary=zz") << part + "--zz--";
        QTest::newRow("nothing") << QByteArray(kType) << QByteArray();
        QTest::newRow("no end") << QByteArray(kType) << part;
        QTest::newRow("half a boundary") << QByteArray(kType) << QByteArray("--z");
        QTest::newRow("a header without an end") << QByteArray(kType) << QByteArray("--zz\r\nA: b\r\n--zz--");
        QTest::newRow("a part without a name") << QByteArray(kType) << QByteArray("--zz\r\nA: b\r\n\r\nc\r\n--zz--");
        QTest::newRow("a header of 1 MB") << QByteArray(kType) << "--zz\r\nA: " + QByteArray(1 << 20, 'x') + "\r\n\r\n\r\n--zz--";
        QTest::newRow("1000 parts") << QByteArray(kType) << part.repeated(1000) + "--zz--";
    }
    void refuses()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QVERIFY(!parseMultipart(type.toStdString(), body.toStdString()));
    }

    void whateverIsCutOffIsRefused()
    {
        const std::string body = "--zz\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nc\r\n--zz--";
        QVERIFY(parseMultipart(kType, body));
        for (std::size_t size = 0; size < body.size(); ++size)
            QVERIFY2(!parseMultipart(kType, std::string_view(body).substr(0, size)), std::to_string(size).c_str());
    }
};

QTEST_GUILESS_MAIN(TestMultipart)
#include "TestMultipart.moc"

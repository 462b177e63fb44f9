// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/protocol/Samples.h"

#include <QFile>
#include <QTest>

using namespace weft;
using namespace weft::protocol;

/// The wire is a promise to older programs. When a line of tests/data/protocol/golden.txt no longer matches, either the
/// change is a mistake, or it needs a new version (core/protocol/Versions.h) and a new line.
class TestGoldenBytes : public QObject {
    Q_OBJECT

    /// "wire.Message hex" lines, as this build encodes the samples.
    static QByteArrayList encoded()
    {
        QByteArrayList lines;
        const auto line = [&](const char* wire, std::string_view name, const QByteArray& bytes) {
            lines << QByteArray(wire) + '.' + QByteArray(name.data(), static_cast<qsizetype>(name.size())) + ' ' + bytes.toHex();
        };
        samples::ofWorker([&]<typename M>(const M& m) { line("worker", messageName<M>(), encode(m)); });
        samples::ofPeer([&]<typename M>(const M& m) { line("peer", messageName<M>(), encode(m)); });
        samples::ofRelay([&]<typename M>(const M& m) { line("relay", messageName<M>(), encode(m)); });
        line("signed", "Offer", *encodeOffer(samples::offer()));
        samples::ofRelayBlind([&]<typename M>(const M& m) { line("relay", messageName<M>(), encode(m)); });
        samples::ofRelayGateway([&]<typename M>(const M& m) { line("relay", messageName<M>(), encode(m)); });
        return lines;
    }

    static QByteArrayList golden()
    {
        QFile file(QStringLiteral(WEFT_TEST_DATA "/protocol/golden.txt"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArrayList lines;
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (!line.isEmpty() && !line.startsWith('#'))
                lines << line;
        }
        return lines;
    }

private Q_SLOTS:
    void bytesAreAsCommitted_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("committed");
        const QByteArrayList lines = encoded();
        const QByteArrayList wanted = golden();
        for (qsizetype i = 0; i < lines.size(); ++i)
            QTest::newRow(lines[i].split(' ').first().constData()) << lines[i] << wanted.value(i);
    }

    void bytesAreAsCommitted()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, committed);
        if (qEnvironmentVariableIsSet("WEFT_PRINT_GOLDEN")) // how golden.txt is made
            fprintf(stderr, "%s\n", bytes.constData());
        QCOMPARE(bytes, committed);
    }

    void nothingIsMissing() { QCOMPARE(encoded().size(), golden().size()); }
};

QTEST_GUILESS_MAIN(TestGoldenBytes)
#include "TestGoldenBytes.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ProgressLine.h"

#include <QTest>

using namespace weft;

namespace {

RunEvent previewed(const std::string& mime, const QByteArray& bytes)
{
    const ByteView view(
        reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size()));
    return FragmentProgressed{0, "x", NodePreview{"1", mime, SharedBytes::copyOf(view)}};
}

} // namespace

class TestProgressLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextIsShownAsItIsWritten_data()
    {
        QTest::addColumn<QByteArray>("mime");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        const QByteArray plain = "text/plain";
        QTest::newRow("words") << plain << QByteArray("a red\n apple") << QStringLiteral("TextGenerate: a red apple");
        QTest::newRow("what controls a terminal")
            << plain << QByteArray("a\x1b]0;x\x07\x1b[2J\rb") << QStringLiteral("TextGenerate: a ]0;x [2J b");
        QTest::newRow("the end of a long one")
            << plain << QByteArray(QByteArray(5000, 'a') + "end")
            << QString(QStringLiteral("TextGenerate: ") + QString(67, u'a') + QStringLiteral("end"));
        QTest::newRow("nothing") << plain << QByteArray(" \n") << QString();
        QTest::newRow("a picture") << QByteArray("image/png") << QByteArray("PNG") << QString();
    }
    void aTextIsShownAsItIsWritten()
    {
        QFETCH(QByteArray, mime);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);
        ProgressLine line;
        RunPlanned planned;
        PlannedFragment fragment;
        fragment.fragment.nodes = {{"1", "TextGenerate", {}}};
        planned.plan.fragments.push_back(fragment);
        line.show(planned);
        line.show(previewed(mime.toStdString(), bytes));
        QCOMPARE(line.text(), shown);
    }
};

QTEST_GUILESS_MAIN(TestProgressLine)
#include "TestProgressLine.moc"

// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

/// Chinese texts, as they are written in translations/.
class TestChinese : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSpaceBetweenChineseAndLatin()
    {
        QFile file(QStringLiteral(WEFT_SOURCE_DIR "/translations/weft_zh_CN.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QRegularExpression placeholder(QStringLiteral("%L?\\d|\\{\\w+\\}"));
        const QRegularExpression touching(QStringLiteral("[\\x{4e00}-\\x{9fff}][A-Za-z0-9]|[A-Za-z0-9][\\x{4e00}-\\x{9fff}]"));
        QXmlStreamReader reader(&file);
        int texts = 0;
        while (!reader.atEnd()) {
            reader.readNext();
            if (!reader.isStartElement() || reader.name() != QLatin1String("translation"))
                continue;
            const QString text = reader.readElementText(QXmlStreamReader::IncludeChildElements);
            QVERIFY2(!QString(text).replace(placeholder, QStringLiteral(" ")).contains(touching), qPrintable(text));
            ++texts;
        }
        QVERIFY(texts > 1000);
    }
};

QTEST_GUILESS_MAIN(TestChinese)
#include "TestChinese.moc"

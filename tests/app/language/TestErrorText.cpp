// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/ErrorText.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace weft;

class TestErrorText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnSentence()
    {
        std::set<std::string> texts;
        std::size_t codes = 0;
        for (int number = 0; number < 10'000; ++number) {
            const auto code = static_cast<ErrorCode>(number);
            if (nameOf(code) == "Unknown")
                continue;
            ++codes;
            const auto sentences = errorSentences();
            const auto it = std::ranges::find(sentences, code, &ErrorSentence::code);
            QVERIFY2(it != sentences.end(), std::string(nameOf(code)).c_str());
            QVERIFY2(texts.insert(it->text).second, it->text);
            const QString empty = sentenceFor(Error {code});
            QVERIFY2(!empty.contains(u'[') && !empty.contains(u'{') && empty.size() > 20, qPrintable(empty));
        }
        QCOMPARE(errorSentences().size(), codes);
    }

    void argumentsAreFilledIn()
    {
        const QString text = sentenceFor(Error {ErrorCode::InputMissing, "", {{"node", "7"}, {"type", "SaveImage"}, {"input", "images"}}});
        QVERIFY2(text.startsWith(QStringLiteral("Node 7 (SaveImage) needs its input “images”.")), qPrintable(text));
        const QString known = sentenceFor(Error {ErrorCode::ModelMissing, "", {{"name", "x.safetensors"}}});
        QVERIFY2(known.contains(QStringLiteral("“x.safetensors”")), qPrintable(known));
    }

    void optionalPartsGoWithTheirArguments()
    {
        const QString text = QStringLiteral("A[ {x}] b[ {x} {y}] c {z}[");
        QCOMPARE(filledSentence(text, {{"x", "1"}}), QStringLiteral("A 1 b c ?["));
        QCOMPARE(filledSentence(text, {{"x", "1"}, {"y", "{z}"}, {"z", "[q]"}}), QStringLiteral("A 1 b 1 {z} c [q]["));
    }

    void longArgumentsAreShortened()
    {
        const QString text = sentenceFor(Error {ErrorCode::FileNotFound, "", {{"path", std::string(100'000, 'x')}}});
        QVERIFY(text.size() < 1000);
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "TestErrorText.moc"

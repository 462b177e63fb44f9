// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language/ErrorText.h"

#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

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

    void reasonsAreSaidInTheUsersLanguage_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("chinese");
        const auto row = [](ErrorCode code, const char* reason, const char* english, const QString& chinese) {
            QTest::newRow(reason) << int(code) << QString::fromLatin1(reason) << QString::fromUtf8(english) << chinese;
        };
        row(ErrorCode::NotRefundable, "late", "can't be refunded: the time for it is over.", QStringLiteral("期限已过"));
        row(ErrorCode::NotRefundable, "spent", ": it is spent, or went back already.", QStringLiteral("已花费或已退回"));
        row(ErrorCode::TokenInvalid, "epoch", "too old", QStringLiteral("需要先兑换"));
        row(ErrorCode::PasswordWeak, "short", "fewer than 10 characters", QStringLiteral("不足 10 个字符"));
        row(ErrorCode::RelayRefused, "revoked", "signed out of its account", QStringLiteral("退出"));
        row(ErrorCode::ProviderRefused, "CreditTooLow", "refused the job: Your balance is too low. Choose", QStringLiteral("余额不足"));
        row(ErrorCode::NotRefundable, "some words of an older relay", "can't be refunded. Unspent", QStringLiteral("无法退款。"));
        row(ErrorCode::PaymentFailed, "Your card was declined.", "through: Your card was declined.", QStringLiteral("Your card was declined."));
    }
    void reasonsAreSaidInTheUsersLanguage()
    {
        QFETCH(int, code);
        QFETCH(QString, reason);
        QFETCH(QString, english);
        QFETCH(QString, chinese);
        const Error error = Error {ErrorCode {code}}.with("reason", reason.toStdString());
        QVERIFY2(sentenceFor(error).contains(english), qPrintable(sentenceFor(error)));
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/i18n/weft_zh_CN.qm")));
        QCoreApplication::installTranslator(&translator);
        const QString said = sentenceFor(error);
        QCoreApplication::removeTranslator(&translator);
        QVERIFY2(said.contains(chinese), qPrintable(said));
        static const QRegularExpression kWords(QStringLiteral("[a-z]{3,} [a-z]{2,}"));
        QVERIFY2(code == int(ErrorCode::PaymentFailed) || !said.contains(kWords), qPrintable(said));
    }

    void longArgumentsAreShortened()
    {
        const QString text = sentenceFor(Error {ErrorCode::FileNotFound, "", {{"path", std::string(100'000, 'x')}}});
        QVERIFY(text.size() < 1000);
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "TestErrorText.moc"
